using System.Security.Cryptography;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Tests.Building;
using CityBrain.Storage.Verification;

namespace CityBrain.Storage.Tests.Verification;

/// <summary>A dropped day is told from a lost one: whatever is done to days, their stubs or what is left of them is found.</summary>
public sealed class DroppedDayTests : IAsyncLifetime, IDisposable
{
    private readonly RecordedCity _city = new();

    public async Task InitializeAsync()
    {
        _city.WithDays(4).UntilDue(2);
        await _city.Retain();
        _city.Verify().Findings.ShouldBeEmpty();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _city.Dispose();

    [Fact]
    public void A_day_that_was_taken_away_without_a_stub_is_named_by_its_first_missing_row()
    {
        var first = _city.Count("SELECT min(position) FROM reading");
        _city.Tamper(
            """
            INSERT INTO reading_cut(stream, number, hash, earliest, latest) SELECT stream, number, hash, observed, observed FROM reading WHERE number<=18 ORDER BY position
            ON CONFLICT DO UPDATE SET number=excluded.number, hash=excluded.hash, latest=excluded.latest;
            DELETE FROM reading WHERE number<=18
            """);

        var findings = _city.Verify().Findings;
        var at = new Position(1, (first >> 18) & ((1L << 38) - 1), (int)(first & 0x3FFFF));
        findings.ShouldContain(finding => finding.Kind == FindingKind.RowMissing && finding.At == at);
        findings.ShouldContain(finding => finding.Kind == FindingKind.CutDiffers);
    }

    [Fact]
    public void A_reading_missing_beyond_the_stub_is_named()
    {
        var first = _city.Count("SELECT min(position) FROM reading");
        _city.Tamper($"DELETE FROM reading WHERE position={first}");
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.RowMissing && finding.At!.Value.Ordinal == (int)(first & 0x3FFFF));
    }

    [Fact]
    public void A_stub_that_was_taken_away_leaves_its_day_lost()
    {
        _city.Tamper("DELETE FROM fact WHERE type='readings-dropped' AND seq=2");
        var findings = _city.Verify().Findings;
        findings.Count(finding => finding.Kind == FindingKind.RowMissing).ShouldBe(3, "two batches of the day, and the stub's own");
    }

    [Theory]
    [InlineData("\"readings\":6", "\"readings\":5")]
    [InlineData("\"keepDays\":32", "\"keepDays\":40")]
    [InlineData("\"day\":\"2026-03-02\"", "\"day\":\"2026-03-03\"")]
    public void A_stub_that_was_altered_is_named(string from, string to)
    {
        _city.Tamper($"UPDATE fact SET payload=replace(payload, '{from}', '{to}') WHERE type='readings-dropped' AND seq=2");
        var findings = _city.Verify().Findings;
        findings.ShouldContain(finding => finding.Kind == FindingKind.RowChanged && finding.Stream == "history/1" && finding.Seq == 2);
        findings.ShouldContain(finding => finding.Kind == FindingKind.StubForged && finding.Stream == "history/1" && finding.Seq == 2);
    }

    [Fact]
    public async Task A_stub_whose_signature_is_wrong_is_named_also_when_its_rows_hash_fits()
    {
        var row = (await _city.Reader.ReadStream("history/1"))[1];
        var stub = Stubs.Read(row.Payload.Span);
        var forged = (row with { Payload = Stubs.Write(stub with { Signature = Stubs.Read((await _city.Reader.ReadStream("history/1"))[0].Payload.Span).Signature }) }).Sealed();
        Replace(row, forged);
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.StubForged && finding.Seq == 2);
    }

    [Fact]
    public async Task A_stub_signed_by_a_stranger_is_told_from_one_of_the_city()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var row = (await _city.Reader.ReadStream("history/1"))[1];
        Replace(row, (row with { Payload = Stubs.Write(Stubs.Signed(Stubs.Read(row.Payload.Span), stranger)) }).Sealed());
        var findings = _city.Verify().Findings;
        findings.ShouldContain(finding => finding.Kind == FindingKind.StubKeyUnknown && finding.Seq == 2);
        findings.ShouldNotContain(finding => finding.Kind == FindingKind.StubForged);
    }

    [Theory]
    [InlineData("UPDATE fact SET payload='[]' WHERE stream=(SELECT id FROM stream WHERE name='desk/1') AND seq=1", FindingKind.RowChanged)]
    [InlineData("DELETE FROM fact WHERE stream=(SELECT id FROM stream WHERE name='desk/1') AND seq=2", FindingKind.ChainBroken)]
    [InlineData("DELETE FROM fact WHERE stream=(SELECT id FROM stream WHERE name='desk/1') AND seq=2", FindingKind.StubDiffers)]
    [InlineData("DELETE FROM batch WHERE position=(SELECT max(position) FROM batch WHERE recorded<1772467200000)", FindingKind.BatchMissing)]
    public void What_stays_of_a_dropped_day_is_proved(string sql, FindingKind kind)
    {
        _city.Tamper(sql);
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == kind);
    }

    [Fact]
    public async Task A_fact_of_a_dropped_day_that_was_rewritten_with_its_hash_is_found_by_the_stub()
    {
        var fact = (await _city.Reader.ReadStream("desk/1"))[0];
        Replace(fact, (fact with { Payload = "[]"u8.ToArray() }).Sealed());
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.StubDiffers && finding.Stream == "history/1" && finding.Seq == 1);
    }

    [Theory]
    [InlineData("UPDATE reading_cut SET latest=latest+1")]
    [InlineData("UPDATE reading_cut SET number=number-1; UPDATE reading_chain SET count=count-1 WHERE stream=(SELECT id FROM stream WHERE name='device/b')")]
    [InlineData("DELETE FROM reading_cut WHERE stream=(SELECT id FROM stream WHERE name='device/b')")]
    public void Where_dropped_readings_end_is_proved_also_of_a_device_of_which_nothing_is_left(string sql)
    {
        _city.Tamper(sql);
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.CutDiffers);
    }

    [Fact]
    public async Task A_lost_private_key_leaves_the_past_proved_and_the_next_stub_has_a_new_one()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_city.Folder, "keys"), "*.private.pem"))
        {
            File.Delete(file);
        }

        _city.Clock.Advance(TimeSpan.FromDays(1));
        await _city.Retain();
        var report = _city.Verify();
        report.Findings.ShouldBeEmpty();
        report.Dropped.Select(day => day.Key).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Public_keys_are_found_with_the_anchors_too_and_without_any_it_is_said_whose_the_stubs_are_cannot_be_told()
    {
        Directory.Delete(Path.Combine(_city.Folder, "keys"), recursive: true);
        _city.Verify().Findings.ShouldBeEmpty();

        foreach (var file in Directory.EnumerateFiles(_city.AnchorFolder, "*.public.pem"))
        {
            File.Delete(file);
        }

        var report = _city.Verify();
        report.Findings.Select(finding => finding.Kind).ShouldBe([FindingKind.StubKeyUnknown, FindingKind.StubKeyUnknown]);
        report.Dropped.Count.ShouldBe(2);
    }

    [Fact]
    public void The_private_key_is_its_owners_alone()
    {
        var file = Directory.EnumerateFiles(Path.Combine(_city.Folder, "keys"), "*.private.pem").ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>A forger who has read the documentation: the row with a hash that fits, and its print.</summary>
    private void Replace(FactRow row, FactRow forged) => _city.Tamper(
        $"UPDATE fact SET payload='{System.Text.Encoding.UTF8.GetString(forged.Payload.Span)}', hash=x'{forged.Hash}' WHERE hash=x'{row.Hash}'");
}
