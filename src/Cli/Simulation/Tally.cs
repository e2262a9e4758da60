using CityBrain.Cli.Replay;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>What became of the readings of one run: counted, timed, and remembered where they are to be checked. May be added to from several threads.</summary>
/// <param name="log">The client's own record of acknowledgements.</param>
/// <param name="remember">Whether to remember each acknowledged reading.</param>
internal sealed class Tally(AckLog log, bool remember)
{
    private readonly Dictionary<string, List<long>> _acknowledged = new(StringComparer.Ordinal);
    private long _sent;
    private long _taken;

    /// <summary>Readings sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Readings acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _taken);

    /// <summary>How long acknowledgements took, one for each message.</summary>
    public Latencies Latencies { get; } = new();

    /// <summary>Observed times of acknowledged readings by device, in ms; empty unless they are to be checked.</summary>
    public IReadOnlyDictionary<string, List<long>> ByDevice => _acknowledged;

    /// <summary>Adds a message and what was acknowledged of it.</summary>
    public void Add(int sent, IReadOnlyList<SourceReading> acknowledged, TimeSpan took)
    {
        Interlocked.Add(ref _sent, sent);
        Interlocked.Add(ref _taken, acknowledged.Count);
        Latencies.Add(took);
        log.Write(acknowledged);
        if (!remember)
        {
            return;
        }

        lock (_acknowledged)
        {
            foreach (var reading in acknowledged)
            {
                if (!_acknowledged.TryGetValue(reading.Device, out var times))
                {
                    _acknowledged[reading.Device] = times = [];
                }

                times.Add(reading.ObservedAt.ToUnixTimeMilliseconds());
            }
        }
    }
}
