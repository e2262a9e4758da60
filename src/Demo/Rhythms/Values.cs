namespace CityBrain.Demo.Rhythms;

/// <summary>The points of a reading in the making.</summary>
internal sealed class Values : Dictionary<string, double?>
{
    /// <summary>No points yet.</summary>
    public Values()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Sets a point, rounded to so many digits as a device of the kind tells.</summary>
    public Values Set(string point, double value, int digits = 1)
    {
        this[point] = Math.Round(value, digits);
        return this;
    }
}
