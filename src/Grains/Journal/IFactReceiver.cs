namespace CityBrain.Grains.Journal;

/// <summary>A grain that takes in facts of other streams, delivered from the journal at least once and in order of each lane.</summary>
[Alias("citybrain.fact-receiver"), GrainInterfaceType("citybrain.fact-receiver")]
public interface IFactReceiver : IGrainWithStringKey
{
    /// <summary>Takes facts in; answers when they are durably taken in.</summary>
    [Alias("deliver")]
    Task<DeliveryReceipt> Deliver(Deliveries deliveries);
}

/// <summary>Facts for one receiver, in order.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.deliveries")]
public sealed record Deliveries([property: Id(0)] IReadOnlyList<Delivery> Items);

/// <summary>A fact on its way to a receiver.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.delivery")]
public sealed record Delivery
{
    /// <summary>Lane of the fact.</summary>
    [Id(0)]
    public required int Lane { get; init; }

    /// <summary>Batch of the fact.</summary>
    [Id(1)]
    public required long Batch { get; init; }

    /// <summary>Ordinal of the fact.</summary>
    [Id(2)]
    public required int Ordinal { get; init; }

    /// <summary>Stream of the fact.</summary>
    [Id(3)]
    public required string Stream { get; init; }

    /// <summary>Its name.</summary>
    [Id(4)]
    public required string Type { get; init; }

    /// <summary>Its version.</summary>
    [Id(5)]
    public required int Version { get; init; }

    /// <summary>Its payload.</summary>
    [Id(6)]
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Its mandate: what follows from it goes on under its trace.</summary>
    [Id(7)]
    public required Mandate Mandate { get; init; }

    /// <summary>When it was observed.</summary>
    [Id(8)]
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it was recorded.</summary>
    [Id(9)]
    public required DateTimeOffset RecordedAt { get; init; }
}

/// <summary>Whether all of a delivery was taken in.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.delivery-receipt")]
public sealed record DeliveryReceipt([property: Id(0)] Refusal? Refusal);
