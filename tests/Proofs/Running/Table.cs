using System.Globalization;

namespace CityBrain.Proofs.Running;

/// <summary>A table of questions and answers that says of every row whether it holds.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<(string[] Cells, bool Holds)> _rows = [];

    public bool AllHold => _rows.All(row => row.Holds);

    /// <summary>A row that holds when all its figures are the same.</summary>
    public void Same(string question, params object[] figures)
    {
        var texts = figures.Select(Text).ToArray();
        _rows.Add(([question, .. texts], texts.Distinct().Count() == 1));
    }

    /// <summary>A row that says itself whether it holds.</summary>
    public void Row(bool holds, params object[] cells) => _rows.Add(([.. cells.Select(Text)], holds));

    public void Print(string title)
    {
        var rows = _rows.Select(row => (string[])[row.Holds ? "ok" : "WRONG", .. row.Cells]).Prepend(["", .. columns]).ToList();
        var widths = Enumerable.Range(0, rows.Max(row => row.Length)).Select(i => rows.Max(row => i < row.Length ? row[i].Length : 0)).ToArray();
        Console.WriteLine(title);
        foreach (var row in rows)
        {
            Console.WriteLine("  " + string.Join("  ", row.Select((cell, i) => i <= 1 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }

        Console.WriteLine($"  {_rows.Count(row => row.Holds)} of {_rows.Count} rows hold");
    }

    private static string Text(object cell) => cell switch
    {
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };
}
