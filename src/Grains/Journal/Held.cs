namespace CityBrain.Grains.Journal;

/// <summary>The state of a stream that may not have begun: nothing, or the aggregate.</summary>
/// <typeparam name="T">The aggregate's state.</typeparam>
/// <param name="Value">Null before the stream's first fact.</param>
public sealed record Held<T>(T? Value)
    where T : class
{
    /// <summary>Before the first fact.</summary>
    internal static Held<T> Nothing { get; } = new((T?)null);
}
