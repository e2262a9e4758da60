using System.Globalization;

namespace CityBrain.Domain.Places;

/// <summary>
/// Reads a division file: CSV in UTF-8 with a header, columns in any order. Needed: <c>level, code, name</c>. Optional: <c>code12</c> and
/// <c>parent_code12</c> or <c>parent</c> (checked against the code), <c>lng_gcj02, lat_gcj02</c> or <c>lng_wgs84, lat_wgs84</c>,
/// <c>since</c> (year of the code), <c>former</c> (<c>341822@2019</c>: code and last year, several with spaces between). Levels are those of the
/// statistical code: <c>county</c> is our city, <c>town</c> our district, <c>village</c> our community; <c>province</c> and <c>city</c>, which
/// lie above, are passed over. Lines that begin with # are remarks.
/// </summary>
public static class DivisionsFile
{
    /// <summary>Reads the text; every line that is wrong is named, and no line is guessed at.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="fromGcj02">Converts a point in GCJ-02 to WGS84.</param>
    public static DivisionTable Parse(string text, Func<Location, Location> fromGcj02)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n');
        var errors = new List<DivisionError>();
        var rows = new List<DivisionRow>();
        if (lines.Length > PlaceLimits.FileLinesMax)
        {
            return new DivisionTable([], [new(0, "file-too-long", $"The file has more than {PlaceLimits.FileLinesMax} lines.", "Import one city only.")]);
        }

        DivisionColumns? columns = null;
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].TrimEnd('\r');
            if (line.Trim().Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            var cells = Cells(line);
            if (cells is null)
            {
                errors.Add(new(index + 1, "line-malformed", "A quotation mark is not closed.", "Close it on the same line, and double a quotation mark inside a value."));
            }
            else if (columns is null)
            {
                columns = DivisionColumns.Of(cells, index + 1, errors);
                if (columns is null)
                {
                    break;
                }
            }
            else if (new DivisionLine(index + 1, columns, cells, fromGcj02).Read(errors) is { } row)
            {
                rows.Add(row);
            }
        }

        if (columns is null && errors.Count == 0)
        {
            errors.Add(new(0, "file-empty", "The file has no header.", "Begin with a line that names the columns: level,code,name."));
        }

        return new DivisionTable(rows, errors);
    }

    // RFC 4180 without line breaks inside values, which no name of a place has.
    private static List<string>? Cells(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            var letter = line[index];
            if (quoted && letter == '"' && index + 1 < line.Length && line[index + 1] == '"')
            {
                cell.Append('"');
                index++;
            }
            else if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString().Trim());
        return quoted ? null : cells;
    }
}

/// <summary>Which column stands where.</summary>
internal sealed record DivisionColumns(IReadOnlyDictionary<string, int> Index, int Count)
{
    private static readonly string[] Needed = ["level", "code", "name"];

    public static DivisionColumns? Of(List<string> header, int line, List<DivisionError> errors)
    {
        var index = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var column = 0; column < header.Count; column++)
        {
            if (!index.TryAdd(header[column], column))
            {
                errors.Add(new(line, "column-twice", $"The column '{header[column]}' stands there twice.", "Keep one of them."));
            }
        }

        foreach (var missing in Needed.Where(name => !index.ContainsKey(name)))
        {
            errors.Add(new(line, "column-missing", $"The column '{missing}' is missing.", "Name the columns level, code and name in the first line."));
        }

        return errors.Count == 0 ? new DivisionColumns(index, header.Count) : null;
    }

    public static DateOnly? Year(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1949 and <= 2200
            ? new DateOnly(year, 1, 1)
            : null;
}
