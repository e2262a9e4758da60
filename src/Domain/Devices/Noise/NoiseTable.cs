using System.Collections.Immutable;

namespace CityBrain.Domain.Devices.Noise;

/// <summary>The functional areas of the acoustic environment, 声环境功能区, from the quietest on.</summary>
public enum NoiseArea
{
    /// <summary>Class 0: convalescent areas that need special quiet.</summary>
    Class0,

    /// <summary>Class 1: housing, health care, education, offices.</summary>
    Class1,

    /// <summary>Class 2: commerce and markets, or housing, commerce and industry mixed.</summary>
    Class2,

    /// <summary>Class 3: industry and storage.</summary>
    Class3,

    /// <summary>Class 4a: along main roads, urban rail on the ground and inland waterways.</summary>
    Class4a,

    /// <summary>Class 4b: along railway lines.</summary>
    Class4b,
}

/// <summary>The limits of one functional area.</summary>
/// <param name="Name">How the area is written: <c>4a</c>.</param>
/// <param name="Day">Limit of the Leq by day (06:00 to 22:00), dB(A).</param>
/// <param name="Night">Limit of the Leq by night (22:00 to 06:00), dB(A).</param>
public sealed record NoiseLimit(string Name, double Day, double Night)
{
    /// <summary>A sudden noise by night may be louder than the limit by so many dB(A) at most (GB 3096-2008, 5.4: clause unverified).</summary>
    public const double SuddenMargin = 15;

    /// <summary>The limit at an hour of the city's day, 0 to 23.</summary>
    public double At(int hour) => IsDay(hour) ? Day : Night;

    /// <summary>By how many dB a level exceeds the limit at an hour of the city's day; null when it does not: a level equal to the limit is within it.</summary>
    public double? Excess(double level, int hour) => level > At(hour) ? level - At(hour) : null;

    /// <summary>Whether an hour of the city's day, 0 to 23, is by day: from 06:00 until 22:00.</summary>
    public static bool IsDay(int hour) => hour is >= 6 and < 22;
}

/// <summary>A standard's limits.</summary>
/// <param name="Standard">The standard: <c>GB 3096-2008</c>.</param>
/// <param name="Limits">One row per functional area.</param>
public sealed record NoiseTable(string Standard, ImmutableSortedDictionary<NoiseArea, NoiseLimit> Limits);

/// <summary>The limits of environmental noise by the day they take effect.</summary>
public static class NoiseTables
{
    /// <summary>GB 3096-2008, table 1; from 2008-10-01 (that day is unverified).</summary>
    public static NoiseTable Gb3096Of2008 { get; } = new("GB 3096-2008", new Dictionary<NoiseArea, NoiseLimit>
    {
        [NoiseArea.Class0] = new("0", 50, 40),
        [NoiseArea.Class1] = new("1", 55, 45),
        [NoiseArea.Class2] = new("2", 60, 50),
        [NoiseArea.Class3] = new("3", 65, 55),
        [NoiseArea.Class4a] = new("4a", 70, 55),
        [NoiseArea.Class4b] = new("4b", 70, 60),
    }.ToImmutableSortedDictionary());

    /// <summary>Each table from the day that it takes effect.</summary>
    public static EffectiveDated<NoiseTable> ByDate { get; } = new((new DateOnly(2008, 10, 1), Gb3096Of2008));
}
