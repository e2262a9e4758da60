using System.Collections.Immutable;

namespace CityBrain.Domain.Vocabulary;

/// <summary>One stretch of a working day on the city's clock.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends, later on the same day; 00:00 is the midnight at which the day ends.</param>
public readonly record struct WorkingSpan(TimeOnly From, TimeOnly To);

/// <summary>When an office works: the days of an ordinary week and the hours that each working day has. 工作时间. Local, so a table with a date.</summary>
public sealed record WorkingHours
{
    /// <summary>The hours of a week.</summary>
    /// <param name="days">The days that are worked unless a notice says otherwise.</param>
    /// <param name="spans">The hours of every working day in order: they do not touch one another.</param>
    /// <exception cref="ArgumentException">There is no day or no span, or the spans do not rise.</exception>
    public WorkingHours(ImmutableHashSet<DayOfWeek> days, ImmutableArray<WorkingSpan> spans)
    {
        if (days.Count == 0 || spans.IsDefaultOrEmpty)
        {
            throw new ArgumentException("An office works on one day of the week at least, and for some time.", nameof(spans));
        }

        var edges = spans.SelectMany(span => new[] { span.From.ToTimeSpan(), End(span) }).ToList();
        if (edges.Zip(edges.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException("Each span of a working day begins after the one before has ended, and ends after it began.", nameof(spans));
        }

        (Days, Spans) = (days, spans);
    }

    /// <summary>The days that are worked unless a notice says otherwise.</summary>
    public ImmutableHashSet<DayOfWeek> Days { get; }

    /// <summary>The hours of every working day, in order.</summary>
    public ImmutableArray<WorkingSpan> Spans { get; }

    /// <summary>How far into its day a span ends; 24 hours at midnight.</summary>
    internal static TimeSpan End(WorkingSpan span) => span.To == TimeOnly.MinValue ? TimeSpan.FromDays(1) : span.To.ToTimeSpan();
}
