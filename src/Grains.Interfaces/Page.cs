namespace CityBrain.Grains.Interfaces;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
/// <param name="Count">How many rows match altogether, where it was asked for.</param>
[GenerateSerializer, Immutable, Alias("citybrain.page`1")]
public sealed record Page<T>([property: Id(0)] IReadOnlyList<T> Items, [property: Id(1)] string? Next, [property: Id(2)] long? Count = null);
