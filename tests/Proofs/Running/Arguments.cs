using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CityBrain.Proofs.Running;

/// <summary>What all proofs take.</summary>
/// <param name="Keep">Whether the city's folder and logs stay for a look.</param>
/// <param name="Seed">Chooses moments and rows.</param>
/// <param name="Count">How many kills or tamperings; null for the proof's own number.</param>
internal sealed record Arguments(bool Keep, int Seed, int? Count)
{
    public static bool TryRead(string[] words, [NotNullWhen(true)] out Arguments? arguments)
    {
        arguments = new Arguments(false, 1, null);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--keep")
            {
                arguments = arguments with { Keep = true };
            }
            else if (words[i] is "--seed" or "--count" && i + 1 < words.Length && int.TryParse(words[i + 1], CultureInfo.InvariantCulture, out var number))
            {
                arguments = words[i++] == "--seed" ? arguments with { Seed = number } : arguments with { Count = number };
            }
            else
            {
                arguments = null;
                return false;
            }
        }

        return true;
    }
}
