namespace CityBrain.Silo;

/// <summary>What keeps the city from starting, in words for whoever started it.</summary>
public sealed class CityNotStartedException : Exception
{
    /// <summary>Says why and what to do.</summary>
    public CityNotStartedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The journal lacks what its anchor has seen: it was cut or replaced, and starting would overwrite the evidence.</summary>
    internal static CityNotStartedException JournalCut(string what) => new(
        $"The journal does not hold what was anchored: {what} Restore it, and run `citybrain verify`. "
        + "If the data was removed on purpose, remove the anchor folder beside it too.");
}
