using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Retention;

public sealed class ReadingRetentionTests : IDisposable
{
    private readonly RecordedCity _city = new();

    public void Dispose() => _city.Dispose();

    [Fact]
    public async Task Days_older_than_the_policy_go_oldest_first_and_younger_ones_stay()
    {
        _city.WithDays(4).UntilDue(2);
        var steps = await _city.Retain();

        steps.Select(step => (step.Deed, step.Day?.DayNumber - RecordedCity.FirstDay.DayNumber, step.Readings)).ShouldBe(
            [(RetentionDeed.Stubbed, 0, 8), (RetentionDeed.Removed, 0, 8), (RetentionDeed.Stubbed, 1, 6), (RetentionDeed.Removed, 1, 6), (RetentionDeed.Idle, null, 0)]);
        (await _city.History.Read(new ReadingQuery { Stream = "device/a" })).Readings.Select(stored => stored.Row.Number).ShouldBe(Enumerable.Range(13, 12).Select(n => (long)n));
        (await _city.Reader.ReadStream("desk/1")).Count.ShouldBe(4);
        (await _city.Retain()).ShouldHaveSingleItem().Deed.ShouldBe(RetentionDeed.Idle);
    }

    [Fact]
    public async Task Verification_lists_the_dropped_days_with_their_stubs_and_finds_nothing_wrong()
    {
        _city.WithDays(4).UntilDue(2);
        await _city.Retain();

        var report = _city.Verify();
        report.Findings.ShouldBeEmpty();
        report.Dropped.Select(day => (day.Day.DayNumber - RecordedCity.FirstDay.DayNumber, day.Readings, day.Left, day.KeepDays)).ShouldBe([(0, 8, 0, 32), (1, 6, 0, 32)]);
        report.Dropped.ShouldAllBe(day => day.Key.Length == 16 && day.StubbedMs > 0);
        report.Readings.ShouldBe(12);

        _city.Report("device/a", 2);
        _city.Report("device/b", 2);
        _city.Verify().Findings.ShouldBeEmpty("a device goes on from where it was cut, also one of which nothing is left");
    }

    [Fact]
    public async Task The_stub_is_durable_before_the_first_reading_goes_and_readings_go_in_runs()
    {
        _city.WithDays(2, readings: 1_250).UntilDue(1);
        using var retention = _city.Retention();
        RetentionStep step;
        while ((step = await retention.Step()).Deed == RetentionDeed.Looked)
        {
            _city.Count("SELECT count(*) FROM reading").ShouldBe(5_002);
        }

        step.Deed.ShouldBe(RetentionDeed.Stubbed);
        _city.Count("SELECT count(*) FROM reading").ShouldBe(5_002);
        (await _city.Reader.ReadStream("history/1")).ShouldHaveSingleItem().Type.ShouldBe("readings-dropped");

        foreach (var left in new[] { 4_002, 3_002, 2_500 })
        {
            (await retention.Step()).Deed.ShouldBe(RetentionDeed.Removed);
            _city.Count("SELECT count(*) FROM reading").ShouldBe(left);
            _city.Verify().Findings.ShouldBeEmpty("a day that is going is no damage");
        }
    }

    [Fact]
    public async Task A_city_that_died_between_two_runs_goes_on_from_the_stub_also_without_a_policy()
    {
        _city.WithDays(2, readings: 1_250).UntilDue(1);
        using (var retention = _city.Retention())
        {
            while ((await retention.Step()).Deed != RetentionDeed.Removed)
            {
                // Until the first run has gone.
            }
        }

        _city.Reopen();
        _city.Verify().Dropped.ShouldHaveSingleItem().Left.ShouldBe(1_502);
        (await _city.Retain(keepDays: null)).Sum(step => step.Readings).ShouldBe(1_502);
        _city.Verify().ShouldSatisfyAllConditions(report => report.Findings.ShouldBeEmpty(), report => report.Dropped.ShouldHaveSingleItem().Left.ShouldBe(0));
    }

    [Fact]
    public async Task Without_its_stub_no_reading_goes()
    {
        _city.WithDays(2).UntilDue(1);
        var drop = new ReadingDrop(new Position(1, 1, 0), new Position(1, 3, 0));
        var onNoStub = new Append { Class = ServiceClass.Views, DecidedOn = new Standpoint("history/1", new Head(1, default), null), Drop = drop };

        _city.Submit(onNoStub).ShouldBe(Fate.Refused);
        (await _city.History.Count(new ReadingQuery { Stream = "device/a" })).ShouldBe(12);
    }

    [Theory]
    [InlineData("UPDATE reading SET points='{\"level\":9}' WHERE number=4 AND stream=(SELECT id FROM stream WHERE name='device/a')")]
    [InlineData("DELETE FROM reading WHERE number=4 AND stream=(SELECT id FROM stream WHERE name='device/a')")]
    [InlineData("UPDATE fact SET payload='[]' WHERE position=(SELECT min(position) FROM fact)")]
    [InlineData("UPDATE batch SET digest=zeroblob(32) WHERE position=(SELECT min(position) FROM reading)&~262143")]
    public async Task A_day_that_does_not_hold_what_was_written_is_evidence_and_stays(string sql)
    {
        _city.WithDays(2).UntilDue(1);
        _city.Tamper(sql);
        var before = _city.Count("SELECT count(*) FROM reading");

        (await _city.Retain()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            step => step.Deed.ShouldBe(RetentionDeed.Damaged), step => step.Day.ShouldBe(RecordedCity.FirstDay), step => step.Why.ShouldNotBeNullOrEmpty());
        _city.Count("SELECT count(*) FROM reading").ShouldBe(before);
        (await _city.Reader.ReadStream("history/1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_of_facts_alone_needs_no_stub()
    {
        _city.Happen("desk/1");
        _city.Clock.Advance(TimeSpan.FromDays(1));
        _city.Report("device/a", 2);
        _city.UntilDue(2);

        (await _city.Retain()).Select(step => (step.Deed, step.Readings)).ShouldBe([(RetentionDeed.Stubbed, 2), (RetentionDeed.Removed, 2), (RetentionDeed.Idle, 0)]);
        _city.Verify().Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_policy_everything_stays()
    {
        _city.WithDays(2).UntilDue(2);
        (await _city.Retain(keepDays: null)).ShouldHaveSingleItem().Deed.ShouldBe(RetentionDeed.Idle);
        Should.Throw<ArgumentOutOfRangeException>(() => _city.Retention(31)).Message.ShouldContain("31 days");
    }

    [Fact]
    public async Task The_ledger_counts_readings_by_day_and_says_which_are_dropped_and_what_a_day_brings()
    {
        _city.WithDays(4).UntilDue(2);
        await _city.Retain();

        var ledger = HistoryLedger.Read(_city.DatabasePath);
        ledger.Days.Take(4).Select(day => (day.Recorded, day.Kept, day.KeepDays)).ShouldBe([(8, 0, 32), (6, 0, 32), (6, 6, null), (6, 6, null)]);
        ledger.Days.Skip(4).ShouldAllBe(day => day.Recorded == 0);
        ledger.Kept.ShouldBe(12);
        ledger.UsedBytes.ShouldBeGreaterThan(0);
        ledger.BytesPerReading.ShouldBe(ledger.UsedBytes / 12.0);
        ledger.ReadingsPerDay.ShouldBe(6.5, "the last day of recording is not over");
    }

    [Fact]
    public void A_journal_of_before_retention_is_verified_as_it_is_and_takes_the_new_table_at_the_next_start()
    {
        _city.WithDays(1);
        _city.Tamper("DROP TABLE reading_cut; PRAGMA user_version=1");
        _city.Verify().Findings.ShouldBeEmpty();
        HistoryLedger.Read(_city.DatabasePath).Kept.ShouldBe(8);

        _city.Reopen();
        _city.Verify().Findings.ShouldBeEmpty();
        _city.Count("SELECT count(*) FROM reading_cut").ShouldBe(0);
    }
}
