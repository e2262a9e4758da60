using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>What became of readings; all that were taken are durable.</summary>
internal sealed record TelemetryReceipt
{
    /// <summary>Stored now.</summary>
    public required int Stored { get; init; }

    /// <summary>Were there already with the same values.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Stand beside a first reading of the same time with other values.</summary>
    public required int Conflicts { get; init; }

    /// <summary>Readings that were refused; the others are in.</summary>
    public required IReadOnlyList<RefusedLine> Refused { get; init; }

    /// <summary>Whether every reading was refused.</summary>
    internal bool NothingTaken => Refused.Count > 0 && Stored + Duplicates + Conflicts == 0;

    /// <summary>Whether the device has commands that wait.</summary>
    internal bool CommandsWait { get; init; }

    /// <summary>The receipt of one report, its refused readings at their places in the body.</summary>
    public static TelemetryReceipt Of(ReportReceipt report, IReadOnlyList<int> places, int from = 0) => new()
    {
        Stored = report.Stored,
        Duplicates = report.Duplicates,
        Conflicts = report.Conflicts,
        Refused = [.. report.Refused.Select(one => RefusedLine.Of(places[from + one.Index], one.Refusal))],
        CommandsWait = report.CommandsWait,
    };

    /// <summary>Both together.</summary>
    public TelemetryReceipt And(TelemetryReceipt later) => new()
    {
        Stored = Stored + later.Stored,
        Duplicates = Duplicates + later.Duplicates,
        Conflicts = Conflicts + later.Conflicts,
        Refused = [.. Refused, .. later.Refused],
        CommandsWait = CommandsWait || later.CommandsWait,
    };
}

/// <summary>A reading that was refused.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Reason">Why.</param>
/// <param name="Remedy">What can be done.</param>
internal sealed record RefusedLine(int Index, string Code, string Reason, string Remedy)
{
    /// <summary>Whether the city could not answer at that moment, so that nothing is decided.</summary>
    internal bool IsLost { get; init; }

    /// <summary>A refusal at a place.</summary>
    public static RefusedLine Of(int index, Refusal why) =>
        new(index, why.Code, why.Reason, why.Remedy) { IsLost = why.Kind is RefusalKind.Unavailable or RefusalKind.Unknown };
}
