using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>A way by which readings reach a city. Sending again is harmless, because a reading's identity is its device and time.</summary>
internal interface ITelemetryLink : IAsyncDisposable
{
    /// <summary>Whether one message may carry readings of several devices; else all readings of a call are of one device.</summary>
    bool Mixes { get; }

    /// <summary>Sends readings in one message; returns those that the city has acknowledged, which then are durable.</summary>
    /// <exception cref="Output.CommandFailedException">The city stays away or refuses the message.</exception>
    Task<IReadOnlyList<SourceReading>> Send(IReadOnlyList<SourceReading> readings, CancellationToken cancellation);
}
