using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Sqlite;

/// <summary>What only a file can suffer: another writer, damage from outside, a version of another program.</summary>
public sealed class SqliteJournalTests : IDisposable
{
    private readonly City _city = new City().WithTenBatches();

    public void Dispose() => _city.Dispose();

    [Fact]
    public async Task While_another_process_holds_the_right_to_write_the_store_is_unavailable_and_reads_go_on()
    {
        using (var other = _city.Connect())
        {
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();

            Should.Throw<StoreUnavailableException>(() => _city.Store.Begin());
            (await _city.Reader.ReadStream("desk/1")).Count.ShouldBe(10);
            (await _city.History.Count(new ReadingQuery { Stream = "device/a" })).ShouldBe(20);
        }

        _city.Journalist.Write(Journalist.Of(_city.Journalist.Fact("desk/1")));
        (await _city.Reader.ReadStream("desk/1")).Count.ShouldBe(11);
    }

    [Fact]
    public async Task A_reader_is_not_held_up_by_an_open_batch_and_does_not_see_it()
    {
        using var transaction = _city.Store.Begin();
        _city.Journalist.WriteTo(transaction, Journalist.Of(_city.Journalist.Fact("desk/1")));
        (await _city.Reader.ReadStream("desk/1")).Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("UPDATE fact SET payload='[]' WHERE seq=4 AND type='something-happened' AND stream=(SELECT id FROM stream WHERE name='desk/1')", 4)]
    [InlineData("UPDATE fact SET hash=x'00' WHERE seq=4 AND stream=(SELECT id FROM stream WHERE name='desk/1')", 4)]
    [InlineData("DELETE FROM fact WHERE seq=4 AND stream=(SELECT id FROM stream WHERE name='desk/1')", 4)]
    [InlineData("DELETE FROM fact WHERE seq=1 AND stream=(SELECT id FROM stream WHERE name='desk/1')", 1)]
    public async Task A_damaged_stream_is_never_served(string sql, long seq)
    {
        _city.Tamper(sql);
        var damage = await Should.ThrowAsync<DamagedStreamException>(async () => await _city.Reader.ReadStream("desk/1"));
        (damage.Stream, damage.Seq).ShouldBe(("desk/1", seq));
        (await _city.Reader.ReadStream("incident/1")).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_damaged_fact_is_not_delivered()
    {
        _city.Tamper("UPDATE fact SET payload='[]' WHERE seq=4 AND stream=(SELECT id FROM stream WHERE name='desk/1')");
        (await Should.ThrowAsync<DamagedStreamException>(async () => await _city.Reader.ReadLane(new Position(1, 0, 0), 100))).Seq.ShouldBe(4);
    }

    [Fact]
    public async Task A_damaged_reading_is_neither_listed_nor_taken_for_a_window_nor_counted_in_statistics()
    {
        _city.Tamper("UPDATE reading SET points='{\"level\":99}' WHERE number=20 AND stream=(SELECT id FROM stream WHERE name='device/a')");
        var query = new ReadingQuery { Stream = "device/a" };
        await Should.ThrowAsync<DamagedStreamException>(async () => await _city.History.Read(query));
        await Should.ThrowAsync<DamagedStreamException>(async () => await _city.History.ReadLatest("device/a", 1));
        var damage = await Should.ThrowAsync<DamagedStreamException>(async () => await _city.History.ReadPoints(new PointQuery { Points = ["level"] }).CountAsync());
        (damage.Stream, damage.Seq).ShouldBe(("device/a", 20));
    }

    [Fact]
    public void A_journal_of_another_version_is_refused()
    {
        using var folder = new ScratchFolder();
        using (new SqliteDatabase(folder.File("city.db")))
        {
        }

        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.File("city.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        Should.Throw<InvalidDataException>(() => new SqliteDatabase(folder.File("city.db"))).Message.ShouldContain("99");
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.File("city.db"), new string('x', 10_000));
        Should.Throw<StoreUnavailableException>(() => new SqliteDatabase(folder.File("city.db")));
    }

    [Fact]
    public async Task Marks_that_wait_for_a_batch_are_kept_when_the_store_is_closed()
    {
        using var folder = new ScratchFolder();
        using (var database = new SqliteDatabase(folder.File("city.db")))
        using (new SqliteJournalStore(database))
        {
            await new SqliteJournalReader(database).WriteMark("roll-up", new Position(1, 3, 1));
        }

        using var reopened = new SqliteDatabase(folder.File("city.db"));
        (await new SqliteJournalReader(reopened).ReadMark("roll-up", 1)).ShouldBe(new Position(1, 3, 1));
    }

    [Fact]
    public async Task A_journal_that_was_closed_is_one_file()
    {
        using var folder = new ScratchFolder();
        using (var database = new SqliteDatabase(folder.File("city.db")))
        using (var store = new SqliteJournalStore(database))
        {
            var journalist = new Journalist(store);
            journalist.Write(Journalist.Of(journalist.Fact("city")));
            await new SqliteJournalReader(database).ReadStream("city");
        }

        Directory.GetFiles(folder.FullPath).ShouldBe([folder.File("city.db")]);
    }

    [Fact]
    public async Task Readers_on_many_threads_see_only_whole_batches()
    {
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var page = await _city.Reader.ReadLane(new Position(1, 0, 0), int.MaxValue);
                (page.Facts.Count % 4).ShouldBe(0);
            }
        })).ToList();
        _city.WithTenBatches().WithTenBatches();
        await done.CancelAsync();
        await Task.WhenAll(readers);
    }
}
