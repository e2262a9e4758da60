using System.Globalization;

namespace CityBrain.Domain.Places;

/// <summary>One line of a division file on its way to a row: strict about content, and every error names what to do.</summary>
internal sealed class DivisionLine(int line, DivisionColumns columns, List<string> cells, Func<Location, Location> fromGcj02)
{
    private readonly List<DivisionError> _errors = [];

    /// <summary>The row; null for a line above the city, and for one with errors, which are added to the list.</summary>
    public DivisionRow? Read(List<DivisionError> errors)
    {
        if (cells.Count != columns.Count)
        {
            errors.Add(new(line, "cells-wrong", $"The line has {cells.Count} values where the header has {columns.Count}.", "Give every column a value, if only an empty one."));
            return null;
        }

        var level = Cell("level");
        if (level is "province" or "city")
        {
            return null;
        }

        var row = ReadPlace(level);
        errors.AddRange(_errors);
        return _errors.Count == 0 ? row : null;
    }

    private DivisionRow? ReadPlace(string level)
    {
        PlaceLevel? wanted = level switch { "county" => PlaceLevel.City, "town" => PlaceLevel.District, "village" => PlaceLevel.Community, _ => null };
        if (wanted is null)
        {
            return Wrong("level-unknown", $"'{level}' is no level.", "Use county, town or village.");
        }

        if (!PlaceCode.TryParse(Cell("code"), out var code))
        {
            return Wrong("code-malformed", $"'{Cell("code")}' is no place code.", "Give 6, 9 or 12 digits.");
        }

        if (code.Level != wanted)
        {
            return Wrong("level-wrong", $"A {level} does not have a code of {code.Digits.Length} digits.", "A county has 6 digits, a town 9, a village 12.");
        }

        var name = Cell("name");
        if (name.Length is 0 or > PlaceLimits.NameLengthMax || name.Any(char.IsControl))
        {
            Wrong("name-wrong", "The name is empty, too long, or has control characters.", $"Give a name of 1 to {PlaceLimits.NameLengthMax} characters.");
        }

        CheckPadded("code12", code, "code12-wrong");
        if (wanted != PlaceLevel.City)
        {
            CheckPadded("parent_code12", code.Parent!.Value, "parent-wrong");
            CheckPadded("parent", code.Parent!.Value, "parent-wrong");
        }

        return new DivisionRow { Line = line, Code = code, Name = name, Location = ReadLocation(), Since = ReadSince(), Former = ReadFormer(code) };
    }

    private void CheckPadded(string column, PlaceCode code, string error)
    {
        var cell = Cell(column);
        if (cell.Length > 0 && cell != code.Digits && cell != code.Digits.PadRight(12, '0'))
        {
            Wrong(error, $"{column} '{cell}' does not agree with the code.", $"Give {code}, or correct the code.");
        }
    }

    private Location? ReadLocation()
    {
        var gcj02 = ReadPoint("lat_gcj02", "lng_gcj02");
        return ReadPoint("lat_wgs84", "lng_wgs84") ?? (gcj02 is { } point ? fromGcj02(point) : null);
    }

    private Location? ReadPoint(string latitudeColumn, string longitudeColumn)
    {
        var (latitudeCell, longitudeCell) = (Cell(latitudeColumn), Cell(longitudeColumn));
        if (latitudeCell.Length == 0 && longitudeCell.Length == 0)
        {
            return null;
        }

        if (Number(latitudeCell) is { } latitude && Number(longitudeCell) is { } longitude && new Location(latitude, longitude) is { IsValid: true } point)
        {
            return point;
        }

        Wrong("coordinates-wrong", $"'{longitudeCell}', '{latitudeCell}' is no point.", "Give longitude and latitude in decimal degrees, or leave both empty.");
        return null;
    }

    private DateOnly? ReadSince()
    {
        var cell = Cell("since");
        var since = DivisionColumns.Year(cell);
        if (cell.Length > 0 && since is null)
        {
            Wrong("since-wrong", $"'{cell}' is no year.", "Give the year of the code's first day as four digits, or leave it empty.");
        }

        return since;
    }

    private List<CodeSpan> ReadFormer(PlaceCode code)
    {
        var spans = new List<CodeSpan>();
        foreach (var entry in Cell("former").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('@');
            if (parts.Length == 2 && PlaceCode.TryParse(parts[0], out var former) && former.Level == code.Level && DivisionColumns.Year(parts[1]) is { } last)
            {
                spans.Add(new CodeSpan(former, null, last.AddYears(1)));
            }
            else
            {
                Wrong("former-wrong", $"'{entry}' is no former code of this level.", "Give the code and its last year: 341822@2019.");
            }
        }

        return spans;
    }

    private DivisionRow? Wrong(string code, string reason, string remedy)
    {
        _errors.Add(new DivisionError(line, code, reason, remedy));
        return null;
    }

    private string Cell(string column) => columns.Index.TryGetValue(column, out var index) ? cells[index] : string.Empty;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
