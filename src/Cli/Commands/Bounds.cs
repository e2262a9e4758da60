using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace CityBrain.Cli.Commands;

/// <summary>Bounds of options that are numbers.</summary>
internal static class Bounds
{
    /// <summary>Refuses, in words, what is no number or lies outside of these bounds.</summary>
    public static void Between<T>(this Option<T> option, T least, T most)
        where T : INumber<T> => option.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && !(T.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {least} to {most}; '{token.Value}' is not."));
            }
        });
}
