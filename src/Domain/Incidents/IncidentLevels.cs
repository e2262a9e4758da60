namespace CityBrain.Domain.Incidents;

/// <summary>Which table of levels applies to an incident with casualties or losses.</summary>
public enum AccidentClass
{
    /// <summary>生产安全事故.</summary>
    ProductionSafety,

    /// <summary>突发环境事件.</summary>
    Environmental,
}

/// <summary>What an incident has cost so far; null means not known, never none.</summary>
/// <param name="Deaths">People dead.</param>
/// <param name="InjuredOrPoisoned">People seriously injured, acute poisoning included.</param>
/// <param name="Evacuated">People evacuated.</param>
/// <param name="DirectLossYuan">Direct economic loss in yuan.</param>
public sealed record Toll(int? Deaths, int? InjuredOrPoisoned, int? Evacuated, long? DirectLossYuan);

/// <summary>The smallest figures of one level; a figure on the limit belongs to the graver level (以上 includes, 以下 excludes).</summary>
/// <param name="Level">The level.</param>
/// <param name="Deaths">People dead.</param>
/// <param name="InjuredOrPoisoned">People seriously injured or poisoned.</param>
/// <param name="Evacuated">People evacuated; null where the table does not look at it.</param>
/// <param name="DirectLossYuan">Direct loss in yuan.</param>
public sealed record LevelRow(Level Level, int Deaths, int InjuredOrPoisoned, int? Evacuated, long DirectLossYuan);

/// <summary>A table of levels as one rule sets it. What is below its last row is level IV.</summary>
/// <param name="Name">Stable name, shown as the basis of a proposal.</param>
/// <param name="Class">Whose incidents it is for.</param>
/// <param name="From">First day it is in force.</param>
/// <param name="Verified">Whether its figures were checked against the rule's own text.</param>
/// <param name="Rows">Gravest first.</param>
public sealed record LevelTable(string Name, AccidentClass Class, DateOnly From, bool Verified, IReadOnlyList<LevelRow> Rows);

/// <summary>How the level of an incident is proposed. A person decides.</summary>
public static class IncidentLevels
{
    /// <summary>The tables shipped: 生产安全事故报告和调查处理条例 (State Council order 493) and 国家突发环境事件应急预案 (国办函〔2014〕119号, figures not checked against its text).</summary>
    public static IReadOnlyList<LevelTable> Tables { get; } =
    [
        new("order-493", AccidentClass.ProductionSafety, new DateOnly(2007, 6, 1), true,
        [
            new(Level.I, 30, 100, null, 100_000_000),
            new(Level.II, 10, 50, null, 50_000_000),
            new(Level.III, 3, 10, null, 10_000_000),
        ]),
        new("environment-2014", AccidentClass.Environmental, new DateOnly(2014, 12, 29), false,
        [
            new(Level.I, 30, 100, 50_000, 100_000_000),
            new(Level.II, 10, 50, 10_000, 20_000_000),
            new(Level.III, 3, 10, 5_000, 5_000_000),
        ]),
    ];

    /// <summary>Severity 1 to 4 proposes level IV to I; what lies outside counts as the nearest.</summary>
    public static Level OfSeverity(int severity) => (Level)(5 - Math.Clamp(severity, 1, 4));

    /// <summary>The table in force on a day; null where none was yet.</summary>
    public static LevelTable? TableFor(AccidentClass accident, DateOnly day) =>
        Tables.Where(table => table.Class == accident && table.From <= day).MaxBy(table => table.From);

    /// <summary>The level of a toll: the gravest of the figures that are known.</summary>
    public static Level OfToll(LevelTable table, Toll toll) =>
        table.Rows.FirstOrDefault(row => Reaches(toll, row))?.Level ?? Level.IV;

    /// <summary>The graver of two levels.</summary>
    public static Level Graver(Level one, Level other) => one < other ? one : other;

    private static bool Reaches(Toll toll, LevelRow row) =>
        toll.Deaths >= row.Deaths
        || toll.InjuredOrPoisoned >= row.InjuredOrPoisoned
        || toll.Evacuated >= row.Evacuated
        || toll.DirectLossYuan >= row.DirectLossYuan;
}
