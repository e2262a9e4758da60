namespace CityBrain.Domain.Devices;

/// <summary>What devices of one kind report and which rules watch them; comes from a scene's pack, already checked and compiled.</summary>
public sealed record DeviceModel
{
    /// <summary>Kebab-case id, unique in the city: <c>river-gauge</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The pack version it stands in.</summary>
    public required PackReference Pack { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalText Title { get; init; }

    /// <summary>How often it says it reports; null where it does not say.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The points it may report, by name. A point that is not here is refused.</summary>
    public required IReadOnlyDictionary<string, PointSpec> Points { get; init; }

    /// <summary>The numbers a device of this model may be given when it is registered, by name; rules read them like points.</summary>
    public IReadOnlyDictionary<string, AttributeSpec> Attributes { get; init; } = new Dictionary<string, AttributeSpec>();

    /// <summary>The alarm rules, in the pack's order.</summary>
    public required IReadOnlyList<AlarmRule> Rules { get; init; }

    /// <summary>The longest time back that any rule looks.</summary>
    public TimeSpan LongestWindow => Rules.Aggregate(TimeSpan.Zero, (longest, rule) => rule.LooksBack > longest ? rule.LooksBack : longest);
}

/// <summary>A pack version: packs are immutable and named by their hash.</summary>
/// <param name="Scene">The scene's id.</param>
/// <param name="Version">The version its author gave it.</param>
/// <param name="Hash">SHA-256 of the pack's canonical JSON, hexadecimal.</param>
public sealed record PackReference(string Scene, string Version, string Hash);

/// <summary>A text in Chinese and English.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Zh, string En);

/// <summary>One measured quantity of a model.</summary>
public sealed record PointSpec
{
    /// <summary>Its name on the wire: <c>pm25</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The unit of its values: <c>ug/m3</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Smallest physically possible value; below it the value is flagged <c>range</c>.</summary>
    public double? Min { get; init; }

    /// <summary>Largest physically possible value; above it the value is flagged <c>range</c>.</summary>
    public double? Max { get; init; }

    /// <summary>A difference to the last good value over this, within 30 minutes, is a spike; null where steps are natural.</summary>
    public double? SpikeLimit { get; init; }
}

/// <summary>A number that belongs to one device and changes rarely: the warning level of a gauge. 警戒水位.</summary>
public sealed record AttributeSpec
{
    /// <summary>Its name, never that of a point of the same model: <c>warning_level</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The unit it is given in: <c>m</c>.</summary>
    public required string Unit { get; init; }
}

/// <summary>A rule that raises an alarm while a condition holds.</summary>
public sealed record AlarmRule
{
    /// <summary>Kebab-case id, unique in the model.</summary>
    public required string Id { get; init; }

    /// <summary>The kind of incident its alarms belong to: what merges.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalText Title { get; init; }

    /// <summary>1 to 4; becomes the proposed level IV to I.</summary>
    public required int Severity { get; init; }

    /// <summary>On-delay: how long the condition must hold, by observed time, before the alarm is raised.</summary>
    public TimeSpan HoldsFor { get; init; }

    /// <summary>Raises while true.</summary>
    public required ICondition Raise { get; init; }

    /// <summary>Clears when true; between the two lies the dead-band.</summary>
    public required ICondition Clear { get; init; }

    /// <summary>How far back in time the rule looks, its on-delay included.</summary>
    public TimeSpan LooksBack => HoldsFor + (Raise.LooksBack > Clear.LooksBack ? Raise.LooksBack : Clear.LooksBack);
}

/// <summary>A compiled condition of a pack: total, without side effects, with a bounded cost.</summary>
public interface ICondition
{
    /// <summary>The text it was compiled from.</summary>
    string Text { get; }

    /// <summary>The longest window it looks at; zero when it looks at the current reading only.</summary>
    TimeSpan LooksBack { get; }

    /// <summary>Whether it holds now; <see cref="Truth.Missing"/> when a value that decides is missing or not good.</summary>
    Truth Evaluate(IMeasurements measurements);
}

/// <summary>What a condition can be: a missing value makes it neither true nor false, and raises or clears nothing.</summary>
public enum Truth
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It cannot be told.</summary>
    Missing,
}

/// <summary>What a condition may look at: the good values of one device as of one reading.</summary>
public interface IMeasurements
{
    /// <summary>The observed time of the current reading.</summary>
    DateTimeOffset At { get; }

    /// <summary>The point's value in the current reading; null when it is missing or not good.</summary>
    double? Current(string point);

    /// <summary>The device's own attribute, in the unit its model declares; null when this device has none.</summary>
    double? Attribute(string name);

    /// <summary>The point's good values with observed time in [At − span, At], oldest first. The span is at most the model's longest window.</summary>
    ReadOnlySpan<Sample> Window(string point, TimeSpan span);

    /// <summary>Hears what a part of the condition came to, such as <c>sum(rain, 1h)</c> or a definition; for who explains an alarm, and without effect on it.</summary>
    void Explain(string part, double value);
}

/// <summary>One good value of a point.</summary>
/// <param name="ObservedMs">Observed time, milliseconds since 1970 UTC.</param>
/// <param name="Value">The value, finite.</param>
public readonly record struct Sample(long ObservedMs, double Value);
