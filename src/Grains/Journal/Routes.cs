namespace CityBrain.Grains.Journal;

/// <summary>Which facts go to which grains. A fact without a route stays where it is.</summary>
public sealed class Routes
{
    private readonly Dictionary<string, Func<string, object, GrainId>> _routes = new(StringComparer.Ordinal);

    /// <summary>Delivers facts of this name to the grain that the selector names by the fact's stream and the fact.</summary>
    public Routes Add<TFact>(string type, Func<string, TFact, GrainId> receiver)
    {
        _routes.Add(type, (stream, fact) => receiver(stream, (TFact)fact));
        return this;
    }

    /// <summary>Whether facts of this name go anywhere.</summary>
    public bool Has(string type) => _routes.ContainsKey(type);

    /// <summary>The receiver of a fact.</summary>
    public GrainId Of(string type, string stream, object fact) => _routes[type](stream, fact);
}
