using System.Collections.Immutable;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// A notice of the State Council on the holidays of a year (国务院办公厅关于部分节假日安排的通知): which days are off and which weekend days are
/// worked instead (调休). Such a notice comes out once a year and is sometimes amended by a later one.
/// </summary>
public sealed record HolidayNotice
{
    /// <summary>What a notice says.</summary>
    /// <param name="document">The number of the document, by which it is found again.</param>
    /// <param name="daysOff">The days that are not worked, whatever day of the week they are.</param>
    /// <param name="daysWorked">The days that are worked, whatever day of the week they are.</param>
    /// <exception cref="ArgumentException">A day is both.</exception>
    public HolidayNotice(string document, ImmutableHashSet<DateOnly> daysOff, ImmutableHashSet<DateOnly> daysWorked)
    {
        if (daysOff.Overlaps(daysWorked))
        {
            throw new ArgumentException("A day is off or worked, not both.", nameof(daysWorked));
        }

        (Document, DaysOff, DaysWorked) = (document, daysOff, daysWorked);
    }

    /// <summary>The number of the document.</summary>
    public string Document { get; }

    /// <summary>The days that are not worked.</summary>
    public ImmutableHashSet<DateOnly> DaysOff { get; }

    /// <summary>The days that are worked.</summary>
    public ImmutableHashSet<DateOnly> DaysWorked { get; }

    /// <summary>Whether it makes a day worked (true) or free (false); null where it says nothing of it.</summary>
    public bool? Worked(DateOnly day) => DaysOff.Contains(day) ? false : DaysWorked.Contains(day) ? true : null;
}
