using System.CommandLine.Parsing;

namespace CityBrain.Cli.Commands;

/// <summary>Reads the place that an option names.</summary>
internal static class PlaceArgument
{
    /// <summary>A place of any level.</summary>
    public static PlaceCode Any(ArgumentResult result) => Parse(result, PlaceLevel.City, "6, 9 or 12 digits");

    /// <summary>A place that devices can stand in: a district or a community.</summary>
    public static PlaceCode BelowCity(ArgumentResult result) => Parse(result, PlaceLevel.District, "9 digits for a district, 12 for a community");

    private static PlaceCode Parse(ArgumentResult result, PlaceLevel highest, string form)
    {
        var text = result.Tokens.Single().Value;
        if (PlaceCode.TryParse(text, out var code) && code.Level >= highest)
        {
            return code;
        }

        result.AddError($"'{text}' is not a place code of {form}.");
        return default;
    }
}
