using System.Globalization;

namespace CityBrain.Cli.Simulation;

/// <summary>How long acknowledgements took: counts in buckets that are 2 % apart, from 10 µs to about an hour. May be added to from several threads.</summary>
internal sealed class Latencies
{
    private const double FirstMs = 0.01;
    private const double Step = 1.02;
    private static readonly double StepLog = Math.Log(Step);

    private readonly long[] _counts = new long[1_000];
    private long _total;

    /// <summary>Number of acknowledgements.</summary>
    public long Count => Interlocked.Read(ref _total);

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan took)
    {
        var bucket = (int)Math.Ceiling(Math.Log(Math.Max(took.TotalMilliseconds, FirstMs) / FirstMs) / StepLog);
        Interlocked.Increment(ref _counts[Math.Min(bucket, _counts.Length - 1)]);
        Interlocked.Increment(ref _total);
    }

    /// <summary>The time in ms within which this share of them came, 2 % too long at most; null when there was none.</summary>
    public double? Percentile(double share)
    {
        var wanted = Math.Ceiling(share * Count);
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += Interlocked.Read(ref _counts[bucket]);
            if (seen >= wanted && seen > 0)
            {
                return FirstMs * Math.Pow(Step, bucket);
            }
        }

        return null;
    }

    /// <summary>The three that are looked at.</summary>
    public string ToText() => $"p50 {Text(0.5)} ms, p95 {Text(0.95)} ms, p99 {Text(0.99)} ms";

    private string Text(double share) => Percentile(share) is { } ms ? ms.ToString("F1", CultureInfo.InvariantCulture) : "—";
}
