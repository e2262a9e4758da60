using System.Diagnostics;
using System.Globalization;
using CityBrain.Journal.Lane;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation;

/// <summary>Many seeds on all cores, each in one thread; stops at the first that fails.</summary>
internal sealed class Campaign(ulong from, ulong seeds, PlantedBug bug, TextWriter output)
{
    private readonly Lock _lock = new();
    private readonly Counters _counters = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private ulong _taken;
    private ulong _done;
    private Run? _failed;

    /// <summary>What happened over all seeds.</summary>
    public Counters Counters => _counters;

    /// <summary>The first seed that failed, if one did.</summary>
    public Run? Failed => _failed;

    /// <summary>Runs them and prints the counters.</summary>
    /// <returns>0 when every seed passes, or when a planted bug is found; else 1.</returns>
    public int Execute()
    {
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        foreach (var happening in Enum.GetValues<Happening>())
        {
            Print($"{happening,-24}{_counters[happening],16:N0}");
        }

        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        if (_failed is null)
        {
            Print($"{_done:N0} seeds from {from} in {seconds:F0} s: {(bug == PlantedBug.None ? "all pass" : $"{bug} was not found")}");
            return bug == PlantedBug.None ? 0 : 1;
        }

        Print(_failed.Shortest(bug).Describe());
        Print(bug == PlantedBug.None ? $"seed {_failed.Seed} FAILS" : $"{bug} is found at seed {_failed.Seed}");
        return bug == PlantedBug.None ? 1 : 0;
    }

    private void Work()
    {
        while (Take() is { } seed)
        {
            var run = Run.Of(seed, bug);
            lock (_lock)
            {
                _counters.Add(run.Counters);
                if (run.Findings.Count > 0 && (_failed is null || run.Seed < _failed.Seed))
                {
                    _failed = run;
                }

                if (++_done % 10_000 == 0)
                {
                    Print($"{_done:N0} seeds, {Stopwatch.GetElapsedTime(_began).TotalSeconds:F0} s");
                }
            }
        }
    }

    private ulong? Take()
    {
        lock (_lock)
        {
            return _failed is null && _taken < seeds ? from + _taken++ : null;
        }
    }

    private void Print(string line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
