namespace CityBrain.Grains.Journal;

/// <summary>Which facts go to which grains. A fact without a route stays where it is.</summary>
public sealed class Routes
{
    private readonly Dictionary<string, Func<object, GrainId>> _routes = new(StringComparer.Ordinal);

    /// <summary>Delivers facts of this name to the grain that the selector names.</summary>
    public Routes Add<TFact>(string type, Func<TFact, GrainId> receiver)
    {
        _routes.Add(type, fact => receiver((TFact)fact));
        return this;
    }

    /// <summary>Whether facts of this name go anywhere.</summary>
    public bool Has(string type) => _routes.ContainsKey(type);

    /// <summary>The receiver of a fact.</summary>
    public GrainId Of(string type, object fact) => _routes[type](fact);
}
