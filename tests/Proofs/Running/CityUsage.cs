using System.Diagnostics;

namespace CityBrain.Proofs.Running;

/// <summary>What the city's process used since.</summary>
internal sealed class CityUsage(int process)
{
    private readonly long _since = Stopwatch.GetTimestamp();
    private readonly TimeSpan _before = Process.GetProcessById(process).TotalProcessorTime;

    /// <summary>The share of all cores since then, and the bytes that are resident now.</summary>
    public (double Cores, long Bytes) Now()
    {
        using var now = Process.GetProcessById(process);
        return ((now.TotalProcessorTime - _before) / Stopwatch.GetElapsedTime(_since) / Environment.ProcessorCount, now.WorkingSet64);
    }
}
