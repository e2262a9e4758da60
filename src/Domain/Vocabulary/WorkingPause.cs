namespace CityBrain.Domain.Vocabulary;

/// <summary>A time in which a deadline's clock stands still: a granted extension (延期) or a case that is put on hold (挂账).</summary>
public readonly record struct WorkingPause
{
    /// <summary>A pause.</summary>
    /// <param name="from">The moment from which the clock stands.</param>
    /// <param name="to">The moment at which it goes on; null as long as nobody knows.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public WorkingPause(DateTimeOffset from, DateTimeOffset? to)
    {
        if (to < from)
        {
            throw new ArgumentException("A pause does not end before it begins.", nameof(to));
        }

        (From, To) = (from, to);
    }

    /// <summary>The moment from which the clock stands.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The moment at which it goes on; null as long as nobody knows.</summary>
    public DateTimeOffset? To { get; }
}
