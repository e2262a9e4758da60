namespace CityBrain.Grains.Interfaces;

/// <summary>What a grain answers: a value, or why there is none. Never both.</summary>
/// <typeparam name="T">The value's type.</typeparam>
[GenerateSerializer, Immutable, Alias("citybrain.answer`1")]
public sealed record Answer<T>
{
    /// <summary>The value; null when refused.</summary>
    [Id(0)]
    public T? Value { get; init; }

    /// <summary>Why there is no value; null when there is one.</summary>
    [Id(1)]
    public Refusal? Refusal { get; init; }

    /// <summary>Answers with a value.</summary>
    public static implicit operator Answer<T>(T value) => new() { Value = value };

    /// <summary>Refuses.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new() { Refusal = refusal };
}
