namespace CityBrain.Scenes.Expressions;

/// <summary>Says which known name was probably meant.</summary>
internal static class Suggestion
{
    private const int ShownMax = 24;
    private const int LengthMax = 64;

    /// <summary>A remedy: the closest name if one is near, and what there is to choose from.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return "there is nothing to name here";
        }

        var choice = "use one of " + string.Join(", ", names.Take(ShownMax)) + (names.Count > ShownMax ? ", …" : string.Empty);
        var nearest = names.MinBy(name => Distance(written, name))!;
        return written.Length <= LengthMax && Distance(written, nearest) <= Tolerated(nearest) ? $"did you mean `{nearest}`? Else {choice}" : choice;
    }

    private static int Tolerated(string name) => name.Length < 4 ? 1 : Math.Max(2, name.Length / 3);

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        if (a.Length > LengthMax || b.Length > LengthMax)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
