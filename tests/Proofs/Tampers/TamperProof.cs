using System.Diagnostics;
using System.Globalization;
using CityBrain.Proofs.Running;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Verification;
using CityBrain.Tampering;

namespace CityBrain.Proofs.Tampers;

/// <summary>
/// Falsifies copies of a real city's journal, a thousand times in six ways, by a program that shares no code with the verification, and asks
/// the verification. Each must be found and the row, or the first missing batch, named. Untouched journals, running, stopped and killed, must pass.
/// </summary>
internal static class TamperProof
{
    public static async Task<bool> Run(Arguments arguments)
    {
        using var place = await Workplace.Open(arguments);
        var untouched = new Table("untouched databases", "verified", "with findings", "facts", "readings");
        var bases = await UntouchedCities.Make(place, untouched, arguments.Seed);
        untouched.Print("Untouched:");
        var tampered = Falsify(place, bases, arguments.Count ?? 1000, arguments.Seed);
        var holds = untouched.AllHold & tampered;
        Console.WriteLine(holds ? "tamper: fine" : "tamper: falls short");
        return holds;
    }

    private static bool Falsify(Workplace place, IReadOnlyList<string> bases, int count, int seed)
    {
        var kinds = Enum.GetValues<TamperingKind>();
        var results = new List<(Deed Deed, VerificationReport Report, bool Named)>();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var copy = Copy(place, bases[i / kinds.Length % bases.Count]);
            var deed = Tamperer.Tamper(DataFolder.DatabasePathOf(copy), kinds[i % kinds.Length], (seed * 1_000_003) + i);
            var report = UntouchedCities.Verify(copy);
            var named = Names(report, deed);
            results.Add((deed, report, named));
            if (!named)
            {
                Console.WriteLine($"  {i}: {deed.Kind} {deed.Variant} in {deed.Table} {string.Join(" ", deed.Rows)} {deed.FirstMissingBatch}: {string.Join("; ", report.Findings.Take(3).Select(finding => $"{finding.At} {finding.What}"))}");
            }

            Directory.Delete(copy, recursive: true);
            Directory.Delete(DataFolder.DefaultAnchorFolder(copy), recursive: true);
        }

        var table = new Table("tampering", "done", "found", "named");
        foreach (var kind in results.GroupBy(result => result.Deed.Kind))
        {
            Add(table, kind.Key.ToString(), [.. kind]);
            foreach (var variant in kind.GroupBy(result => $"{result.Deed.Table}: {result.Deed.Variant}").OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                if (kind.Key != TamperingKind.TailCut)
                {
                    Add(table, "  " + variant.Key, [.. variant]);
                }
            }
        }

        Add(table, "all", results);
        table.Print(string.Create(CultureInfo.InvariantCulture, $"Falsified, {watch.Elapsed.TotalSeconds:F0} s:"));
        return table.AllHold;
    }

    private static void Add(Table table, string name, List<(Deed Deed, VerificationReport Report, bool Named)> results)
    {
        var (found, named) = (results.Count(result => !result.Report.IsSound), results.Count(result => result.Named));
        table.Row(found == results.Count && named == results.Count, name, results.Count, found, named);
    }

    /// <summary>Whether some finding stands at a row that was touched, or at the first batch that is gone.</summary>
    private static bool Names(VerificationReport report, Deed deed) => report.Findings.Any(finding => finding.At is { } at
        && (deed.Rows.Contains(new Place(at.Lane, at.Batch, at.Ordinal)) || deed.FirstMissingBatch is { } first && (first.Lane, first.Batch) == (at.Lane, at.Batch)));

    private static string Copy(Workplace place, string folder)
    {
        var copy = place.FreshFolder("copy");
        foreach (var (from, to) in new[] { (folder, copy), (DataFolder.DefaultAnchorFolder(folder), DataFolder.DefaultAnchorFolder(copy)) })
        {
            Directory.CreateDirectory(to);
            foreach (var file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }

        return copy;
    }
}
