using System.Diagnostics.Metrics;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using Microsoft.Extensions.Hosting;

namespace CityBrain.Silo;

/// <summary>What the silo counts: batches of its lane, and what waits to be delivered. No figure is kept per stream or receiver.</summary>
public sealed class CityMeters : IHostedService
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CityBrain.Journal";

    private readonly LaneWriter _writer;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _failed;

    /// <summary>Makes the instruments.</summary>
    public CityMeters(IMeterFactory meters, LaneWriter writer, Dispatcher dispatcher)
    {
        _writer = writer;
        var meter = meters.Create(Name);
        _batch = meter.CreateHistogram<int>("citybrain.journal.batch.rows", "{row}", "Facts and readings that became durable with one sync.");
        _commit = meter.CreateHistogram<double>("citybrain.journal.commit.duration", "s", "How long a commit took, the sync and writing the anchor included.");
        _rows = meter.CreateCounter<long>("citybrain.journal.rows", "{row}", "Rows that became durable, by kind: fact or reading.");
        _failed = meter.CreateCounter<long>("citybrain.journal.batches.failed", "{batch}", "Batches that could not be written or whose fate was unknown.");
        meter.CreateObservableGauge("citybrain.journal.writable", () => writer.Writable ? 1 : 0, null, "1 while the store can be written, else 0.");
        meter.CreateObservableGauge("citybrain.dispatch.backlog", () => dispatcher.Load.Waiting, "{fact}", "Facts read from the lane that no receiver has taken yet.");
        meter.CreateObservableGauge("citybrain.dispatch.held_up", () => dispatcher.Load.HeldUp, "{receiver}", "Receivers that could not take their last delivery.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writer.Committed += Count;
        _writer.Failed += Count;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _writer.Committed -= Count;
        _writer.Failed -= Count;
        return Task.CompletedTask;
    }

    // On the pumping thread: a few additions.
    private void Count(CommittedBatch batch)
    {
        var (facts, readings) = (0, 0);
        foreach (var (append, _) in batch.Appends)
        {
            facts += append.Facts.Count;
            readings += append.Readings?.Rows.Count ?? 0;
        }

        _batch.Record(facts + readings);
        _commit.Record(batch.Took.TotalSeconds);
        _rows.Add(facts, new KeyValuePair<string, object?>("kind", "fact"));
        _rows.Add(readings, new KeyValuePair<string, object?>("kind", "reading"));
    }

    private void Count(Exception failure) => _failed.Add(1);
}
