using System.Diagnostics;

namespace CityBrain.Benchmarks;

/// <summary>Operations of one side's turn, how long it took, and the processor time of the processes that took part.</summary>
internal readonly record struct Section(long Operations, TimeSpan Took, TimeSpan Cpu)
{
    public double PerSecond => Operations / Took.TotalSeconds;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Math.Max(1, Operations);

    /// <summary>
    /// Lets callers repeat an operation for some time, after they have done it for a while unmeasured.
    /// </summary>
    /// <param name="callers">How many at once.</param>
    /// <param name="length">How long it is measured.</param>
    /// <param name="operation">One operation of a caller; answers how many it counts for.</param>
    /// <param name="others">Processor time of other processes that take part.</param>
    public static async Task<Section> Run(int callers, TimeSpan length, Func<int, Task<int>> operation, Func<TimeSpan>? others = null)
    {
        using var stop = new CancellationTokenSource();
        var counts = new Count[callers];
        var work = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                counts[caller].Value += await operation(caller);

                // To the back of the queue: what a thread began last it takes first, so that a few callers would starve the others and the timers.
                await Task.Yield();
            }
        })).ToArray();
        await Wait(length / 5, work);
        var (before, cpu, watch) = (Total(counts), Cpu(others), Stopwatch.StartNew());
        await Wait(length, work);
        var (done, took, used) = (Total(counts) - before, watch.Elapsed, Cpu(others) - cpu);
        await stop.CancelAsync();
        await Task.WhenAll(work);
        return new Section(done, took, used);

        static TimeSpan Cpu(Func<TimeSpan>? others) => Environment.CpuUsage.TotalTime + (others?.Invoke() ?? TimeSpan.Zero);
    }

    private static long Total(Count[] counts) => Enumerable.Range(0, counts.Length).Sum(caller => Volatile.Read(ref counts[caller].Value));

    /// <summary>Waits, unless a caller fails first.</summary>
    private static async Task Wait(TimeSpan length, Task[] work)
    {
        if (await Task.WhenAny([Task.Delay(length), .. work]) is { IsFaulted: true } failed)
        {
            await failed;
        }
    }

    /// <summary>A caller's count on a cache line of its own.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 128)]
    private struct Count
    {
        public long Value;
    }
}
