namespace CityBrain.Api.Live;

/// <summary>The latest frame under each key, in the order in which they came: who knows how far it has read asks for what came after.</summary>
internal sealed class LiveLatest
{
    private const int ReplacedKeptMin = 64;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<Entry> _log = [];
    private long _last;

    /// <summary>Puts a frame last, in the place of the one under its key; tells that one and its number, if there was one.</summary>
    public (LiveFrame Frame, long Number)? Put(LiveFrame frame)
    {
        (LiveFrame, long)? replaced = null;
        var key = frame.Key ?? throw new ArgumentException("What has no key is never replaced.", nameof(frame));
        if (_places.TryGetValue(key, out var place) && _log[place] is { Frame: { } before } entry)
        {
            replaced = (before, entry.Number);
            _log[place] = entry with { Frame = null };
        }

        _places[key] = _log.Count;
        _log.Add(new Entry(++_last, frame));
        if (_log.Count > (2 * _places.Count) + ReplacedKeptMin)
        {
            Tidy();
        }

        return replaced;
    }

    /// <summary>What came after a number, oldest first, each with its own; 0 is before everything.</summary>
    public IEnumerable<(LiveFrame Frame, long Number)> After(long number)
    {
        for (var at = FirstAfter(number); at < _log.Count; at++)
        {
            if (_log[at] is { Frame: { } frame, Number: var own })
            {
                yield return (frame, own);
            }
        }
    }

    /// <summary>Forgets everything; numbers go on.</summary>
    public void Clear()
    {
        _places.Clear();
        _log.Clear();
    }

    private int FirstAfter(long number)
    {
        var (from, to) = (0, _log.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _log[middle].Number > number ? (from, middle) : (middle + 1, to);
        }

        return from;
    }

    private void Tidy()
    {
        _log.RemoveAll(entry => entry.Frame is null);
        for (var place = 0; place < _log.Count; place++)
        {
            _places[_log[place].Frame!.Key!] = place;
        }
    }

    private readonly record struct Entry(long Number, LiveFrame? Frame);
}
