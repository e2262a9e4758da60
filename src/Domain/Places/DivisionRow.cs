namespace CityBrain.Domain.Places;

/// <summary>One line of a division file: what a place is to be.</summary>
public sealed record DivisionRow
{
    /// <summary>The line in the file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Its code today.</summary>
    public required PlaceCode Code { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>A point in it, WGS84; null when the file has none.</summary>
    public Location? Location { get; init; }

    /// <summary>First day of its code; null when the file does not say.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Codes it had before, oldest first.</summary>
    public IReadOnlyList<CodeSpan> Former { get; init; } = [];

    /// <summary>All its codes, oldest first.</summary>
    public IReadOnlyList<CodeSpan> Codes => [.. Former, new CodeSpan(Code, Since, null)];
}

/// <summary>What is wrong with a line of a division file. Nothing of a file with an error is imported.</summary>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Code">Stable kebab-case code.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record DivisionError(int Line, string Code, string Reason, string Remedy);

/// <summary>A division file as read: its rows, or what is wrong with it.</summary>
/// <param name="Rows">The rows that could be read.</param>
/// <param name="Errors">All errors, by line; empty when the file is sound.</param>
public sealed record DivisionTable(IReadOnlyList<DivisionRow> Rows, IReadOnlyList<DivisionError> Errors);
