namespace CityBrain.Domain.Devices.Crowds;

/// <summary>One area of a scenic site that visitors use.</summary>
/// <param name="SquareMetres">Its usable area, m².</param>
/// <param name="SquareMetresPerVisitor">How much of it one visitor needs, m²; above zero.</param>
public readonly record struct ScenicArea(double SquareMetres, double SquareMetresPerVisitor);

/// <summary>How many visitors a scenic site holds, 景区最大承载量, by LB/T 034-2014. The instant capacity is what a visitor counter is given as <c>capacity</c>.</summary>
public static class ScenicCapacity
{
    /// <summary>瞬时承载量 C1 = Σ (area ÷ area per visitor), in whole visitors, rounded down.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An area is negative, or a visitor's share is not above zero.</exception>
    public static int Instant(IEnumerable<ScenicArea> areas)
    {
        var total = 0.0m;
        foreach (var area in areas)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(area.SquareMetres, nameof(areas));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(area.SquareMetresPerVisitor, nameof(areas));
            total += (decimal)area.SquareMetres / (decimal)area.SquareMetresPerVisitor;
        }

        return (int)decimal.Floor(total);
    }

    /// <summary>日承载量 C2 = C1 · Int(opening time ÷ mean stay). The formula is unverified.</summary>
    /// <param name="instant">The instant capacity.</param>
    /// <param name="open">How long the site is open on the day.</param>
    /// <param name="stay">How long a visitor stays on average; above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stay is not above zero.</exception>
    public static int Daily(int instant, TimeSpan open, TimeSpan stay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(stay, TimeSpan.Zero);
        return instant * (int)(open.Ticks / stay.Ticks);
    }
}
