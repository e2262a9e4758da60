using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Orleans;

namespace CityBrain.Domain.Vocabulary;

/// <summary>The key of a device: 1 to 64 characters of <c>A–Z a–z 0–9 . _ -</c>, starting with a letter or digit. It never changes; device numbers do.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-id"), JsonConverter(typeof(DeviceIdJson))]
public readonly partial record struct DeviceId
{
    private DeviceId(string value) => Value = value;

    /// <summary>The key as text.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>Reads a device key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DeviceId id)
    {
        var valid = text is not null && Form().IsMatch(text);
        id = valid ? new DeviceId(text!) : default;
        return valid;
    }

    /// <summary>Reads a key that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not a device key.</exception>
    public static DeviceId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a device key.");

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>
/// The key of an incident: <c>INC-341882001-20261123-0007</c>. District, day (+08:00) and serial as its desk gave them;
/// an incident that an undone merge gave back carries its parent's key and a further serial: <c>…-0007-2</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("citybrain.incident-id"), JsonConverter(typeof(IncidentIdJson))]
public readonly partial record struct IncidentId
{
    private IncidentId(string value) => Value = value;

    /// <summary>The key as text.</summary>
    [Id(0)]
    public string Value { get; }

    /// <summary>The district whose desk opened it.</summary>
    public PlaceCode District => PlaceCode.Parse(Value.Split('-')[1]);

    /// <summary>The key of the n-th incident of a day at one desk.</summary>
    public static IncidentId Of(PlaceCode district, DateOnly day, int serial) =>
        new(string.Create(CultureInfo.InvariantCulture, $"INC-{district}-{day:yyyyMMdd}-{serial:D4}"));

    /// <summary>The key of an incident that an undone merge gives back.</summary>
    public IncidentId Part(int serial) => new(string.Create(CultureInfo.InvariantCulture, $"{Value}-{serial}"));

    /// <summary>Reads an incident key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IncidentId id)
    {
        var valid = text is not null && Form().IsMatch(text);
        id = valid ? new IncidentId(text!) : default;
        return valid;
    }

    /// <summary>Reads a key that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not an incident key.</exception>
    public static IncidentId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an incident key.");

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;

    [GeneratedRegex(@"\AINC-[0-9]{6}([0-9]{3})?-[0-9]{8}-[0-9]{4,9}(-[0-9]{1,6})*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>The key of an alarm: the device, the rule, and the observed moment it was raised. One episode has one key, however often it is computed.</summary>
/// <param name="Device">The device whose readings raised it.</param>
/// <param name="Rule">The rule's id in its pack.</param>
/// <param name="RaisedAt">The observed time of the reading that raised it.</param>
[GenerateSerializer, Immutable, Alias("citybrain.alarm-id")]
public readonly record struct AlarmId([property: Id(0)] DeviceId Device, [property: Id(1)] string Rule, [property: Id(2)] DateTimeOffset RaisedAt)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device}/{Rule}/{RaisedAt.ToUnixTimeMilliseconds()}");
}
