using System.Diagnostics.Metrics;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Admission;

/// <summary>What the edge counts. No figure is kept per device, person or address.</summary>
internal sealed class EdgeMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CityBrain.Edge";

    private readonly Histogram<double> _calls;
    private readonly Counter<long> _limited;
    private readonly Counter<long> _readings;

    /// <summary>Makes the instruments.</summary>
    public EdgeMeters(IMeterFactory meters, CallAdmission admission)
    {
        var meter = meters.Create(Name);
        _calls = meter.CreateHistogram<double>("citybrain.edge.call.duration", "s", "Calls from the edge into the city, by class and outcome (answered, refused, shed, lost, aborted, failed); waiting for a place included.");
        _limited = meter.CreateCounter<long>("citybrain.edge.limited", "{request}", "Requests over a rate limit, by what was counted.");
        _readings = meter.CreateCounter<long>("citybrain.edge.readings", "{reading}", "Readings that devices sent, by what became of them.");
        meter.CreateObservableGauge("citybrain.edge.calls.in_flight", () => Loads(admission, load => load.InFlight), "{call}", "Calls in the city now, by class.");
        meter.CreateObservableGauge("citybrain.edge.calls.waiting", () => Loads(admission, load => load.Waiting), "{call}", "Calls that wait for a place, by class.");
    }

    /// <summary>A call ended.</summary>
    /// <param name="urgency">Its class.</param>
    /// <param name="outcome"><c>answered</c>, <c>refused</c>, <c>lost</c>, <c>aborted</c>, <c>failed</c> or <c>shed</c>: found no place, and nothing was done.</param>
    /// <param name="took">How long it took.</param>
    public void Called(CallClass urgency, string outcome, TimeSpan took) =>
        _calls.Record(took.TotalSeconds, new KeyValuePair<string, object?>("class", NameOf(urgency)), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A request was over a limit.</summary>
    public void Limited(string by) => _limited.Add(1, new KeyValuePair<string, object?>("by", by));

    /// <summary>A device's report was taken or not.</summary>
    public void Reported(ReportReceipt receipt)
    {
        Count(receipt.Stored, "stored");
        Count(receipt.Duplicates, "duplicate");
        Count(receipt.Conflicts, "conflict");
        Count(receipt.Refused.Count, "refused");
    }

    private static string NameOf(CallClass urgency) => urgency switch
    {
        CallClass.LifeSafety => "life-safety",
        CallClass.Telemetry => "telemetry",
        CallClass.Live => "live",
        _ => "ordinary",
    };

    private static IEnumerable<Measurement<long>> Loads(CallAdmission admission, Func<(long InFlight, long Waiting), long> which) =>
        Enum.GetValues<CallClass>().Select(urgency => new Measurement<long>(which(admission.Load(urgency)), new KeyValuePair<string, object?>("class", NameOf(urgency))));

    private void Count(int readings, string outcome)
    {
        if (readings > 0)
        {
            _readings.Add(readings, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
