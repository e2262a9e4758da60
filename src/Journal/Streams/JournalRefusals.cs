using CityBrain.Journal.Lane;

namespace CityBrain.Journal.Streams;

/// <summary>Every reason that the journal itself has not to do something.</summary>
public static class JournalRefusals
{
    /// <summary>The same key came with another body.</summary>
    public static Refusal KeyReused { get; } = new(
        "key-reused", "This idempotency key was used before with another body.", "Use a new key for a new command.", RefusalKind.Conflict);

    /// <summary>The writer's queue has no room for this class of service.</summary>
    public static Refusal Overloaded { get; } = new(
        "overloaded", "The city takes in more than it can write at this moment; nothing was written.", "Wait for the time in Retry-After and send it again.", RefusalKind.Unavailable);

    /// <summary>The store cannot be written.</summary>
    public static Refusal StoreUnavailable { get; } = new(
        "store-unavailable", "The city cannot write at this moment; nothing was written.", "Wait for the time in Retry-After and send it again.", RefusalKind.Unavailable);

    /// <summary>The activation decided on an outdated state.</summary>
    public static Refusal Outdated { get; } = new(
        "outdated", "Another copy of this object has written meanwhile; nothing of this command was written.", "Send it again with the same key.", RefusalKind.Unavailable);

    /// <summary>Neither success nor failure is known.</summary>
    public static Refusal Unknown { get; } = new(
        "outcome-unknown", "Whether the command was written is not known.", "Send it again with the same key: it is done once, and you get the first answer.", RefusalKind.Unknown);

    /// <summary>The store will never hold it.</summary>
    public static Refusal Unstorable { get; } = new(
        "not-storable", "The store cannot hold this command's facts; nothing was written.", "Do not send it again; tell the operator the trace id.", RefusalKind.Conflict);

    internal static Refusal Of(Fate fate) => fate switch
    {
        Fate.Refused => Outdated,
        Fate.NotWritten => StoreUnavailable,
        Fate.Unstorable => Unstorable,
        _ => Unknown,
    };
}
