namespace CityBrain.Grains.Journal;

/// <summary>A grain that has deadlines. They stand as rows of the list <c>due</c>, written with the facts that set them.</summary>
[Alias("citybrain.due-receiver"), GrainInterfaceType("citybrain.due-receiver")]
public interface IDueReceiver : IGrainWithStringKey
{
    /// <summary>A deadline fell. The grain looks again whether it stands; one that falls twice does nothing the second time.</summary>
    [Alias("fall")]
    Task<FallReceipt> Fall(DeadlineFall fall);
}

/// <summary>A deadline that fell.</summary>
/// <param name="Item">Which of the grain's deadlines.</param>
/// <param name="ListeningFrom">Since when the city could hear: what it slept through counts against nobody.</param>
/// <param name="Trace">The trace that begins here.</param>
[GenerateSerializer, Immutable, Alias("citybrain.deadline-fall")]
public sealed record DeadlineFall([property: Id(0)] string Item, [property: Id(1)] DateTimeOffset ListeningFrom, [property: Id(2)] string Trace);

/// <summary>Whether a fallen deadline was dealt with; a refusal has it fall again.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.fall-receipt")]
public sealed record FallReceipt([property: Id(0)] Refusal? Refusal);
