using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CityBrain.Proofs.Running;

/// <summary>What all proofs take.</summary>
/// <param name="Keep">Whether the city's folder and logs stay for a look.</param>
/// <param name="Seed">Chooses moments and rows.</param>
/// <param name="Count">How many kills or tamperings; null for the proof's own number.</param>
/// <param name="Programs">Folder with the programs as published to <c>api</c> and <c>cli</c>; null to publish them first.</param>
internal sealed record Arguments(bool Keep, int Seed, int? Count, string? Programs)
{
    public static bool TryRead(string[] words, [NotNullWhen(true)] out Arguments? arguments)
    {
        arguments = new Arguments(false, 1, null, null);
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
            else if (words[i] == "--programs" && i + 1 < words.Length)
            {
                arguments = arguments with { Programs = Path.GetFullPath(words[++i]) };
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
