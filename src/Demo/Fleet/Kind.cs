namespace CityBrain.Demo.Fleet;

/// <summary>How many devices of one model the demonstration has, what they are called and what they are given. Figures are invented.</summary>
/// <param name="Model">The model.</param>
/// <param name="Count">How many devices.</param>
/// <param name="Zh">What one is called where it has no name of its own, in Chinese.</param>
/// <param name="En">The same in English.</param>
/// <param name="Towns">The districts that they are spread over in turn.</param>
internal sealed record Kind(string Model, int Count, string Zh, string En, IReadOnlyList<string> Towns)
{
    /// <summary>The attributes of the n-th device, from 0.</summary>
    public Func<int, IReadOnlyDictionary<string, double>> Attributes { get; init; } = static _ => new Dictionary<string, double>();

    /// <summary>How often they report when the model does not say.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether those without a name of their own hang on smart poles.</summary>
    public bool OnPoles { get; init; }

    /// <summary>Devices with a name of their own, the first ones of the kind.</summary>
    public IReadOnlyList<Site> Sites { get; init; } = [];
}

/// <summary>A place that a device is named after. Towns, rivers and sights are real, that something stands there is not.</summary>
/// <param name="Place">Code of the community whose name it bears, else of the district.</param>
/// <param name="Zh">Chinese name of the device.</param>
/// <param name="En">English name of the device.</param>
/// <param name="Share">How much of the story's flood it sees.</param>
/// <param name="LagMinutes">How much later.</param>
internal sealed record Site(string Place, string Zh, string En, double Share = 0, double LagMinutes = 0)
{
    /// <summary>Code of the district.</summary>
    public string Town => Place[..9];
}
