namespace CityBrain.Journal.Lane;

/// <summary>The thread that pumps a lane's writer: store calls block, so they have a thread of their own.</summary>
public sealed class LaneThread : IDisposable
{
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromSeconds(1);
    private readonly LaneWriter _writer;
    private readonly Action<Exception> _lost;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts pumping. <paramref name="lost"/> is called when the lane is lost: the process must end.</summary>
    public LaneThread(LaneWriter writer, Action<Exception> lost)
    {
        (_writer, _lost) = (writer, lost);
        writer.Submitted += Wake;
        _thread = new Thread(Pump) { IsBackground = true, Name = "journal lane" };
        _thread.Start();
    }

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        _writer.Submitted -= Wake;
        _stopping = true;
        Wake();
        _thread.Join();
        _signal.Dispose();
    }

    private void Wake()
    {
        if (_signal.CurrentCount == 0)
        {
            try
            {
                _signal.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else has just woken it.
            }
        }
    }

    private void Pump()
    {
        try
        {
            do
            {
                if (!_signal.Wait(_writer.Writable ? Timeout.InfiniteTimeSpan : ProbePeriod))
                {
                    _writer.Probe();
                }

                while (_writer.PumpOnce())
                {
                    // One batch after the other while something waits.
                }
            }
            while (!_stopping);
        }
        catch (LaneLostException lost)
        {
            _lost(lost);
        }
    }
}
