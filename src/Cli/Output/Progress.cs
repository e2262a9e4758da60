using System.Globalization;

namespace CityBrain.Cli.Output;

/// <summary>
/// Says how far a replay has come: share, rate and time left. Rewrites one line for a person, writes a plain line now and then for a log.
/// May be called from several threads.
/// </summary>
public sealed class Progress
{
    private static readonly TimeSpan InteractiveEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly long _total;
    private readonly long _began;
    private long _done;
    private long _shownAt;

    /// <summary>Begins to count towards <paramref name="total"/> readings.</summary>
    public Progress(Terminal terminal, TimeProvider time, long total)
    {
        (_terminal, _time, _total) = (terminal, time, total);
        _began = _shownAt = time.GetTimestamp();
    }

    /// <summary>Counts readings that the city has acknowledged.</summary>
    public void Add(int readings)
    {
        lock (_gate)
        {
            _done += readings;
            if (_time.GetElapsedTime(_shownAt) >= (_terminal.Interactive ? InteractiveEvery : PlainEvery))
            {
                Show();
            }
        }
    }

    /// <summary>Says something that is not a figure, on a line of its own.</summary>
    public void Say(string sentence)
    {
        lock (_gate)
        {
            _terminal.Error.WriteLine(_terminal.Interactive ? "\r\e[K" + sentence : sentence);
        }
    }

    /// <summary>Shows the last figure and ends the line.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            Show();
            if (_terminal.Interactive)
            {
                _terminal.Error.WriteLine();
            }
        }
    }

    private void Show()
    {
        _shownAt = _time.GetTimestamp();
        var seconds = Math.Max(0.001, _time.GetElapsedTime(_began).TotalSeconds);
        var rate = _done / seconds;
        var left = _done == 0 ? "—" : TimeSpan.FromSeconds(Math.Ceiling((_total - _done) / rate)).ToString("g", CultureInfo.InvariantCulture);
        var share = _total == 0 ? 100 : 100.0 * _done / _total;
        var line = string.Create(CultureInfo.InvariantCulture, $"{share,5:F1} %  {_done:N0} of {_total:N0} readings  {rate:N0}/s  {left} left");
        if (_terminal.Interactive)
        {
            _terminal.Error.Write("\r\e[K" + line);
        }
        else
        {
            _terminal.Error.WriteLine(line);
        }
    }
}
