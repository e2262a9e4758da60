using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Admission;

/// <summary>What a call into the city is about: each class has places of its own, so that a flood of one never holds up another.</summary>
internal enum CallClass
{
    /// <summary>Incidents.</summary>
    LifeSafety,

    /// <summary>Everything that has no class of its own.</summary>
    Ordinary,

    /// <summary>What devices report.</summary>
    Telemetry,

    /// <summary>Questions of the live feed, which wait for what comes next.</summary>
    Live,
}

/// <summary>
/// Lets calls into the city, as many of each class at a time as may be there; the runtime behind it knows no priority. Who finds no place
/// waits in order, and only who finds no room to wait either is turned away.
/// </summary>
internal sealed class CallAdmission : IDisposable
{
    private readonly AdmissionOptions _options;
    private readonly ConcurrencyLimiter[] _places;

    /// <summary>Made by the host.</summary>
    public CallAdmission(IOptions<AdmissionOptions> options)
    {
        _options = options.Value;
        _places = [.. Enum.GetValues<CallClass>().Select(urgency => new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = PlacesOf(urgency),
            QueueLimit = _options.WaitingMax,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }))];
    }

    /// <summary>Waits for a place; it is free again when the lease is disposed. A lease that is not acquired is a refusal.</summary>
    /// <exception cref="OperationCanceledException">The time was over before there was a place.</exception>
    public ValueTask<RateLimitLease> Enter(CallClass urgency, CancellationToken cancellation) => _places[(int)urgency].AcquireAsync(1, cancellation);

    /// <summary>Calls of a class in the city now, and calls that wait for a place.</summary>
    public (long InFlight, long Waiting) Load(CallClass urgency)
    {
        var now = _places[(int)urgency].GetStatistics()!;
        return (PlacesOf(urgency) - now.CurrentAvailablePermits, now.CurrentQueuedCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var places in _places)
        {
            places.Dispose();
        }
    }

    private int PlacesOf(CallClass urgency) => urgency switch
    {
        CallClass.LifeSafety => _options.LifeSafetyInFlightMax,
        CallClass.Telemetry => _options.TelemetryInFlightMax,
        CallClass.Live => _options.LiveInFlightMax,
        _ => _options.OrdinaryInFlightMax,
    };
}
