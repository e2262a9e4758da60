using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;
using CityBrain.Storage.Verification;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Storage.Tests.Building;

/// <summary>
/// A journal on disk under its real writer and a clock of its own, so that days pass: what is submitted is written at once. It can be
/// stopped and opened again, and be damaged from outside.
/// </summary>
public sealed class RecordedCity : IDisposable
{
    public const int KeepDays = 32;
    public static readonly DateOnly FirstDay = new(2026, 3, 1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<Chain, Head> _heads = [];
    private SqliteDatabase _database = null!;
    private SqliteJournalStore _store = null!;
    private FileAnchor _anchor = null!;

    public RecordedCity() => Open();

    public FakeTimeProvider Clock { get; } = new(CityTime.StartOf(FirstDay).AddHours(12));

    public string Folder => Path.Combine(_folder.FullPath, "data");

    public string DatabasePath => Path.Combine(Folder, "city.db");

    public string AnchorFolder => Path.Combine(_folder.FullPath, "data.anchor");

    public LaneWriter Writer { get; private set; } = null!;

    public SqliteJournalReader Reader => new(_database);

    public SqliteReadingHistory History => new(_database);

    public HistoryKeys Keys => new(Folder, AnchorFolder);

    /// <summary>So many days on each of which two devices report and something happens; the second device is silent after the first day.</summary>
    public RecordedCity WithDays(int days, int readings = 3)
    {
        for (var day = 0; day < days; day++)
        {
            Report("device/a", readings);
            Happen("desk/1");
            if (day == 0)
            {
                Report("device/b", 2);
            }

            Report("device/a", readings);
            Clock.Advance(TimeSpan.FromDays(1));
        }

        return this;
    }

    /// <summary>Lets it become the day on which the first so many days are due to go.</summary>
    public RecordedCity UntilDue(int days)
    {
        var today = CityTime.StartOf(FirstDay).AddDays(days + KeepDays).AddHours(1);
        Clock.Advance(today - Clock.GetUtcNow());
        return this;
    }

    public void Report(string stream, int readings)
    {
        var chain = new Chain(stream, OfReadings: true);
        var (from, rows) = (_heads.GetValueOrDefault(chain), new List<ReadingRow>());
        var head = from;
        for (var i = 0; i < readings; i++)
        {
            var row = (Journalist.Reading(stream, head) with { ObservedMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() + (head.Seq % 1_000_000) }).Sealed();
            rows.Add(row);
            head = new Head(row.Number, row.Hash);
        }

        Submit(new Append { Class = ServiceClass.Telemetry, Readings = new ReadingAppend(stream, from, rows, "{}"u8.ToArray()) }).ShouldBe(Fate.Durable);
        _heads[chain] = head;
    }

    public void Happen(string stream)
    {
        var chain = new Chain(stream, OfReadings: false);
        var head = _heads.GetValueOrDefault(chain);
        var fact = new FactRow
        {
            Stream = stream,
            Seq = head.Seq + 1,
            Parent = head.Hash,
            Type = "something-happened",
            Version = 1,
            Payload = "{}"u8.ToArray(),
            Mandate = new Mandate(string.Empty, string.Empty, "city", "testing", "0af7651916cd43dd8448eb211c80319c"),
            ObservedMs = Clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }.Sealed();
        Submit(new Append { Class = ServiceClass.Cases, Facts = [fact] }).ShouldBe(Fate.Durable);
        _heads[chain] = new Head(fact.Seq, fact.Hash);
    }

    public Fate Submit(Append append)
    {
        var outcome = Writer.Submit(LaneWriter.Begin(), append);
        outcome.IsCompleted.ShouldBeTrue("what is submitted is written at once");
        return outcome.Result.Fate;
    }

    public ReadingRetention Retention(int? keepDays = KeepDays) => new(_database, Reader, Writer, Keys, Clock, keepDays, Patience);

    /// <summary>Takes steps until there is nothing to do or it cannot go on; gives what was done, without the looking.</summary>
    public async Task<List<RetentionStep>> Retain(int? keepDays = KeepDays)
    {
        using var retention = Retention(keepDays);
        var steps = new List<RetentionStep>();
        while (true)
        {
            var step = await retention.Step();
            if (step.Deed != RetentionDeed.Looked)
            {
                steps.Add(step);
            }

            if (step.Deed is RetentionDeed.Idle or RetentionDeed.Damaged or RetentionDeed.HeldUp)
            {
                return steps;
            }
        }
    }

    public long Count(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public VerificationReport Verify() => Files.Verify();

    /// <summary>Changes the file behind the city's back.</summary>
    public void Tamper(string sql) => Files.Tamper(sql);

    /// <summary>The process ends without a word, and another one takes the folder over.</summary>
    public void Reopen()
    {
        Close();
        Open();
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    private SqliteConnection Connect() => Files.Connect();

    private CityFiles Files => new(DatabasePath, AnchorFolder, Keys);

    private void Open()
    {
        Directory.CreateDirectory(Folder);
        _database = new SqliteDatabase(DatabasePath, TimeSpan.FromMilliseconds(50));
        _store = new SqliteJournalStore(_database);
        _anchor = new FileAnchor(AnchorFolder);
        Writer = new LaneWriter(_store, _anchor, Clock, new LaneOptions());
        Writer.Submitted += () => Writer.PumpOnce();
    }

    private void Close()
    {
        _store.Dispose();
        _database.Dispose();
        _anchor.Dispose();
    }
}
