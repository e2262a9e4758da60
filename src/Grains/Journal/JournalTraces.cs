using System.Diagnostics;

namespace CityBrain.Grains.Journal;

/// <summary>Where a trace enters the journal. It costs nothing while nobody listens.</summary>
internal static class JournalTraces
{
    private static readonly ActivitySource Source = new("CityBrain.Journal");

    /// <summary>Deciding a command and waiting until all that it was decided on is durable; told by kind of stream, never by its key.</summary>
    public static Activity? Command(string kind) => Source.StartActivity("journal.command")?.SetTag("citybrain.stream.kind", kind);
}
