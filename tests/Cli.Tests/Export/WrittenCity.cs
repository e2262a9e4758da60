using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Cli.Tests.Export;

/// <summary>A data folder as a city leaves it, with readings that a test chooses.</summary>
internal sealed class WrittenCity : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly SqliteDatabase _database;
    private readonly SqliteJournalStore _store;
    private readonly FileAnchor _anchor;
    private readonly LaneWriter _writer;
    private readonly LaneThread _thread;
    private readonly Dictionary<string, Head> _heads = [];

    public WrittenCity(string folder, TimeProvider? clock = null)
    {
        (_folder, _clock) = (folder, clock ?? TimeProvider.System);
        Directory.CreateDirectory(folder);
        _database = new SqliteDatabase(DataFolder.DatabasePathOf(folder));
        _store = new SqliteJournalStore(_database);
        _anchor = new FileAnchor(DataFolder.DefaultAnchorFolder(folder));
        _writer = new LaneWriter(_store, _anchor, _clock, new LaneOptions());
        _thread = new LaneThread(_writer, lost => throw lost);
    }

    /// <summary>Writes readings of one device, in one append.</summary>
    public async Task Write(string device, string model, string place, params Written[] readings)
    {
        var stream = $"device/{device}";
        var from = _heads.GetValueOrDefault(stream);
        var (head, rows) = (from, new List<ReadingRow>());
        foreach (var reading in readings)
        {
            var row = reading.ToRow(stream, head);
            head = new Head(row.Number, row.Hash);
            rows.Add(row);
        }

        _heads[stream] = head;
        var outcome = await _writer.Submit(LaneWriter.Begin(), new Append
        {
            Class = ServiceClass.Telemetry,
            Readings = new ReadingAppend(stream, from, rows, "{}"u8.ToArray()),
            Views = [new ViewRow { Kind = "device", Stream = stream, Place = place, Topic = model, State = "in-use", Origin = Origin.Live, AtMs = 0, Payload = "{}"u8.ToArray() }],
        }).WaitAsync(Patience);
        outcome.Fate.ShouldBe(Fate.Durable);
    }

    /// <summary>Lets the readings of all days go that a policy lets go.</summary>
    public async Task Retain(int keepDays)
    {
        var keys = new HistoryKeys(_folder, DataFolder.DefaultAnchorFolder(_folder));
        using var retention = new ReadingRetention(_database, new SqliteJournalReader(_database), _writer, keys, _clock, keepDays, Patience);
        RetentionStep step;
        while ((step = await retention.Step()).Deed != RetentionDeed.Idle)
        {
            step.Why.ShouldBeNull();
        }
    }

    public void Dispose()
    {
        _thread.Dispose();
        _store.Dispose();
        _database.Dispose();
        _anchor.Dispose();
    }

    /// <summary>A reading as a test says it.</summary>
    internal sealed record Written(DateTimeOffset At, string Points, string Flags = "", ReadingMark Mark = ReadingMark.None, int Variant = 0, DateTimeOffset? Claimed = null, string? Session = null)
    {
        public ReadingRow ToRow(string stream, Head head) => new ReadingRow
        {
            Stream = stream,
            Number = head.Seq + 1,
            Parent = head.Hash,
            ObservedMs = At.ToUnixTimeMilliseconds(),
            Variant = Variant,
            Mark = Mark,
            ClaimedMs = Claimed?.ToUnixTimeMilliseconds(),
            Origin = Session is null ? Origin.Live : Origin.Replayed(Session),
            Points = Encoding.UTF8.GetBytes(Points),
            Flags = Encoding.UTF8.GetBytes(Flags),
            Trace = "0af7651916cd43dd8448eb211c80319c",
        }.Sealed();
    }
}
