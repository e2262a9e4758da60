using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using CityBrain.Api.Hosting;

namespace CityBrain.Api.Requests;

/// <summary>A moment in a query: ISO 8601 with an offset. A plus sign that arrived as a space is understood.</summary>
/// <param name="Value">The moment.</param>
internal readonly partial record struct Moment(DateTimeOffset Value)
{
    /// <summary>Reads a moment; without an offset it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Moment moment)
    {
        moment = default;
        if (text is null || !Form().IsMatch(text))
        {
            return false;
        }

        var valid = DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.None, out var value);
        moment = new Moment(value);
        return valid;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[-+ ][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>How many rows a page has: 1 to 1,000.</summary>
/// <param name="Rows">The number.</param>
internal readonly record struct PageLimit(int Rows)
{
    /// <summary>Reads a number of rows.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PageLimit limit)
    {
        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= Limits.PageRowsMax;
        limit = new PageLimit(rows);
        return valid;
    }

    /// <summary>Rows of a page; 100 where nothing was asked for.</summary>
    public static int RowsOf(PageLimit? limit) => limit?.Rows ?? 100;
}

/// <summary>A finite number in a query.</summary>
/// <param name="Value">The number.</param>
internal readonly record struct Figure(double Value)
{
    private const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a finite decimal number.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Figure figure)
    {
        var valid = double.TryParse(text, Form, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        figure = new Figure(value);
        return valid;
    }
}

/// <summary>An origin in a query: <c>live</c>, <c>replayed</c> or <c>simulated</c>.</summary>
/// <param name="Kind">The origin.</param>
internal readonly record struct OriginName(OriginKind Kind)
{
    /// <summary>Reads an origin.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OriginName origin)
    {
        (var valid, origin) = text switch
        {
            "live" => (true, new OriginName(OriginKind.Live)),
            "replayed" => (true, new OriginName(OriginKind.Replayed)),
            "simulated" => (true, new OriginName(OriginKind.Simulated)),
            _ => (false, default),
        };
        return valid;
    }
}

/// <summary>A level in a query: <c>I</c> to <c>IV</c>.</summary>
/// <param name="Value">The level.</param>
internal readonly record struct LevelFilter(Level Value)
{
    /// <summary>Reads a level.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LevelFilter level)
    {
        var valid = text is "I" or "II" or "III" or "IV";
        level = new LevelFilter(valid ? Enum.Parse<Level>(text!) : Level.IV);
        return valid;
    }
}
