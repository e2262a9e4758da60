namespace CityBrain.Grains.Journal;

/// <summary>Reasons that belong to no aggregate.</summary>
public static class GrainRefusals
{
    /// <summary>The stream cannot be read as it was written.</summary>
    public static Refusal Damaged(string what) => new(
        "stream-damaged", what, "An operator runs `citybrain verify` and mends the stream by a correcting fact; until then it is not served.", RefusalKind.Conflict);

    /// <summary>The queried thing is not there.</summary>
    public static Refusal Missing(string code, string what) => new(code, $"There is no {what} with this key.", "Check the key; lists show the keys there are.", RefusalKind.Missing);
}
