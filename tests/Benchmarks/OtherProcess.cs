using System.Diagnostics;

namespace CityBrain.Benchmarks;

/// <summary>This program once more, for what must not count as the host's: the clients.</summary>
internal static class OtherProcess
{
    /// <summary>Starts it with words of its command line; the token is in its environment, where no list of processes shows it.</summary>
    public static Process Start(string? token, params string[] words)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, words) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(OtherProcess).Assembly.Location);
        }

        start.Environment["BENCHMARK_TOKEN"] = token;
        return Process.Start(start)!;
    }
}
