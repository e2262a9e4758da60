namespace CityBrain.Domain.Devices.Noise;

/// <summary>
/// The equivalent level of several levels, 等效声级 Leq = 10·lg(mean of 10^(L/10)) in dB, each level counting alike (GB 3096-2008). Loud
/// moments weigh by their energy: 58, 62 and 70 dB come to 66.1 dB. Start it with <c>default</c>.
/// </summary>
public struct EnergyMean
{
    private double _energy;

    /// <summary>How many levels went in.</summary>
    public int Count { get; private set; }

    /// <summary>The equivalent level in dB; null when no level went in, or when the levels are beyond all sound (over some 3,000 dB).</summary>
    public readonly double? Level => Count > 0 && 10 * Math.Log10(_energy / Count) is var level && double.IsFinite(level) ? level : null;

    /// <summary>Takes one more level, in dB.</summary>
    public void Add(double level) => (_energy, Count) = (_energy + Math.Pow(10, level / 10), Count + 1);
}
