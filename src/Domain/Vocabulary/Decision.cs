namespace CityBrain.Domain.Vocabulary;

/// <summary>What a rule decided: facts to record, or why it refused. Never both.</summary>
/// <typeparam name="TFact">The closed set of facts of one aggregate.</typeparam>
public abstract record Decision<TFact>
{
    private Decision()
    {
    }

    /// <summary>The command is accepted; an empty list means that it holds already and nothing has to change.</summary>
    /// <param name="Facts">What happened, in order.</param>
    public sealed record Accepted(IReadOnlyList<TFact> Facts) : Decision<TFact>;

    /// <summary>The command is refused and changes nothing.</summary>
    /// <param name="Why">The reason and the remedy.</param>
    public sealed record Refused(Refusal Why) : Decision<TFact>;

    /// <summary>Accepts with the facts given.</summary>
    public static implicit operator Decision<TFact>(TFact[] facts) => new Accepted(facts);

    /// <summary>Refuses.</summary>
    public static implicit operator Decision<TFact>(Refusal why) => new Refused(why);
}
