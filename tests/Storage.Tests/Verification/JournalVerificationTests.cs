using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Tests.Building;
using CityBrain.Storage.Verification;

namespace CityBrain.Storage.Tests.Verification;

/// <summary>Each class of tampering is found and its row, or the first missing batch, is named; an untouched journal gives no finding.</summary>
public sealed class JournalVerificationTests : IDisposable
{
    // Batch 5 of lane 1; its ordinals: 0 fact device/a, 1 and 2 readings device/a, 3 desk/1, 4 and 5 incident/1, 6 reading device/b.
    private const long Batch5 = (1L << 56) | (5L << 18);
    private const long Batch7 = (1L << 56) | (7L << 18);

    private readonly City _city = new City().WithTenBatches();

    public void Dispose() => _city.Dispose();

    [Fact]
    public void An_untouched_journal_gives_no_finding_and_is_counted()
    {
        var report = _city.Verify();
        report.Findings.ShouldBeEmpty();
        (report.Batches, report.Facts, report.Readings).ShouldBe((10, 40, 30));
    }

    [Fact]
    public void An_empty_journal_gives_no_finding()
    {
        using var city = new City();
        city.Verify().Findings.ShouldBeEmpty();
    }

    public static TheoryData<string, FindingKind, string, long, int, int> RowTamperings => new()
    {
        { $"UPDATE fact SET payload='[]' WHERE position={Batch5 + 4}", FindingKind.RowChanged, "incident/1", 9, 5, 4 },
        { $"UPDATE fact SET actor='person:2' WHERE position={Batch5}", FindingKind.RowChanged, "device/a", 5, 5, 0 },
        { $"UPDATE fact SET observed=observed+1 WHERE position={Batch5 + 3}", FindingKind.RowChanged, "desk/1", 5, 5, 3 },
        { $"UPDATE fact SET version=version+4294967296 WHERE position={Batch5 + 3}", FindingKind.RowChanged, "desk/1", 5, 5, 3 },
        { $"UPDATE fact SET cause=1 WHERE position={Batch5 + 3}", FindingKind.RowChanged, "desk/1", 5, 5, 3 },
        { $"UPDATE fact SET hash=zeroblob(32) WHERE position={Batch5 + 3}", FindingKind.RowChanged, "desk/1", 5, 5, 3 },
        { $"UPDATE fact SET parent=zeroblob(32) WHERE position={Batch5 + 3}", FindingKind.ChainBroken, "desk/1", 5, 5, 3 },
        { $"UPDATE fact SET seq=99 WHERE position={Batch5 + 3}", FindingKind.ChainBroken, "desk/1", 5, 5, 3 },
        { $"UPDATE reading SET points='{{\"level\":9}}' WHERE position={Batch5 + 2}", FindingKind.RowChanged, "device/a", 10, 5, 2 },
        { $"UPDATE reading SET flags='{{\"level\":\"spike\"}}' WHERE position={Batch5 + 6}", FindingKind.RowChanged, "device/b", 5, 5, 6 },
        { $"UPDATE reading SET claimed=0 WHERE position={Batch5 + 6}", FindingKind.RowChanged, "device/b", 5, 5, 6 },
        { $"UPDATE reading SET observed=1 WHERE position={Batch5 + 6}", FindingKind.RowChanged, "device/b", 5, 5, 6 },
        { $"UPDATE reading SET number=77 WHERE position={Batch5 + 6}", FindingKind.ChainBroken, "device/b", 5, 5, 6 },
    };

    [Theory]
    [MemberData(nameof(RowTamperings))]
    public void An_edited_row_is_named(string sql, FindingKind kind, string stream, long seq, int batch, int ordinal)
    {
        _city.Tamper(sql);
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == kind && finding.Stream == stream && finding.Seq == seq && finding.At == new Position(1, batch, ordinal));
    }

    [Theory]
    [InlineData("fact", 4)]
    [InlineData("fact", 0)]
    [InlineData("reading", 6)]
    [InlineData("reading", 1)]
    public void A_deleted_row_is_named_by_its_place(string table, int ordinal)
    {
        _city.Tamper($"DELETE FROM {table} WHERE position={Batch5 + ordinal}");
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.RowMissing && finding.At == new Position(1, 5, ordinal));
    }

    [Fact]
    public void A_row_that_was_added_behind_a_batch_or_in_none_is_named()
    {
        _city.Tamper($"INSERT INTO reading SELECT {Batch5 + 7}, stream, number, observed+1, variant, mark, origin, claimed, points, flags, session, trace, parent, hash FROM reading WHERE position={Batch5 + 6}");
        _city.Tamper($"INSERT INTO fact SELECT {Batch5 + (9L << 18)}, stream, seq+90, parent, hash, type, version, observed, cause, command, body, actor, purpose, trace, payload FROM fact WHERE position={Batch5 + 3}");
        var extra = _city.Verify().Findings.Where(finding => finding.Kind == FindingKind.RowExtra).ToList();
        extra.Select(finding => finding.At).ShouldBe([new Position(1, 5, 7), new Position(1, 14, 0)]);
        extra[0].Stream.ShouldBe("device/b");
    }

    [Theory]
    [InlineData(9223372036854775807)]
    [InlineData(-5)]
    [InlineData(3)]
    public void A_row_at_a_place_that_no_writer_gives_is_found(long position)
    {
        _city.Tamper($"UPDATE fact SET position={position} WHERE position={Batch5 + 3}");
        var findings = _city.Verify().Findings;
        findings.ShouldContain(finding => finding.Kind == FindingKind.RowExtra && finding.Stream == "desk/1");
        findings.ShouldContain(finding => finding.Kind == FindingKind.RowMissing && finding.At == new Position(1, 5, 3));
    }

    [Theory]
    [InlineData(Batch5 + 3, Batch5 + 4, 5, 3, 5, 4)]
    [InlineData(Batch5 + 3, Batch7 + 3, 5, 3, 7, 3)]
    public void Rows_that_changed_places_are_both_named(long one, long other, int batch, int ordinal, int otherBatch, int otherOrdinal)
    {
        _city.Tamper($"UPDATE fact SET position=1 WHERE position={one}; UPDATE fact SET position={one} WHERE position={other}; UPDATE fact SET position={other} WHERE position=1");
        var replaced = _city.Verify().Findings.Where(finding => finding.Kind == FindingKind.RowReplaced).Select(finding => finding.At);
        replaced.ShouldBe([new Position(1, batch, ordinal), new Position(1, otherBatch, otherOrdinal)]);
    }

    [Fact]
    public async Task A_row_that_was_rewritten_together_with_its_hash_is_named()
    {
        var last = (await _city.Reader.ReadStream("desk/1"))[^1];
        var forged = (last with { Payload = "[]"u8.ToArray() }).Sealed();
        _city.Tamper($"UPDATE fact SET payload='[]', hash=x'{forged.Hash}' WHERE hash=x'{last.Hash}'");
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.RowReplaced && finding.Stream == "desk/1" && finding.Seq == 10 && finding.At == new Position(1, 10, 3));
    }

    [Theory]
    [InlineData("epoch=epoch+1")]
    [InlineData("recorded=recorded-1")]
    [InlineData("rows=rows+1")]
    [InlineData("digest=zeroblob(32)")]
    [InlineData("chain=zeroblob(32)")]
    [InlineData("prints=x''")]
    public void An_edited_row_of_a_batch_is_named_and_no_other_is_blamed(string edit)
    {
        _city.Tamper($"UPDATE batch SET {edit} WHERE position={Batch5}");
        var findings = _city.Verify().Findings;
        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(finding => finding.At!.Value.Batch == 5);
    }

    [Fact]
    public void The_first_of_missing_batches_is_named()
    {
        _city.Tamper($"DELETE FROM batch WHERE position BETWEEN {Batch5} AND {Batch5 + (1L << 18)}");
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.BatchMissing && finding.At == new Position(1, 5, 0));
    }

    [Theory]
    [InlineData("epoch=epoch+1", FindingKind.LaneChanged, 10)]
    [InlineData("chain=zeroblob(32)", FindingKind.LaneChanged, 10)]
    [InlineData("batch=8", FindingKind.LaneChanged, 9)]
    [InlineData("batch=12", FindingKind.BatchMissing, 11)]
    public void An_edited_row_of_a_lane_is_found(string edit, FindingKind kind, int batch)
    {
        _city.Tamper($"UPDATE lane SET {edit}");
        _city.Verify().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            finding => finding.Kind.ShouldBe(kind), finding => finding.At.ShouldBe(new Position(1, batch, 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void A_tail_that_was_cut_off_with_every_trace_is_found_by_the_anchor(int batches)
    {
        var kept = 10 - batches;
        TailCheck.Run(_city.DatabasePath, _city.Anchor).ShouldBeEmpty();
        CutTail(kept);
        TailCheck.Run(_city.DatabasePath, _city.Anchor).ShouldHaveSingleItem().At.ShouldBe(new Position(1, kept + 1, 0));
        _city.Verify().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            finding => finding.Kind.ShouldBe(FindingKind.AnchorLeads), finding => finding.At.ShouldBe(new Position(1, kept + 1, 0)));
    }

    [Fact]
    public void A_tail_that_was_cut_off_and_written_anew_is_found_by_the_anchor()
    {
        CutTail(8);
        var forger = new Journalist(_city.Store);
        for (var i = 0; i < 2; i++)
        {
            forger.Write(Journalist.Of(forger.Fact("forged/1")));
        }

        TailCheck.Run(_city.DatabasePath, _city.Anchor).ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.AnchorDiffers);

        _city.Verify().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            finding => finding.Kind.ShouldBe(FindingKind.AnchorDiffers), finding => finding.At.ShouldBe(new Position(1, 10, 0)));
    }

    [Fact]
    public void One_batch_behind_is_what_a_killed_process_leaves_and_two_are_a_finding()
    {
        var killed = new Journalist(_city.Store);
        killed.Write(Journalist.Of(killed.Fact("late/1")));
        killed.Write();
        _city.Verify().Findings.ShouldBeEmpty();

        killed.Write(Journalist.Of(killed.Fact("late/1")));
        _city.Verify().Findings.ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.AnchorLags);
    }

    [Fact]
    public void A_journal_that_is_gone_is_found_by_the_anchor_at_the_next_start()
    {
        using var folder = new ScratchFolder();
        TailCheck.Run(folder.File("city.db"), _city.Anchor).ShouldHaveSingleItem().At.ShouldBe(new Position(1, 1, 0));
        using var none = new FileAnchor(folder.FullPath);
        TailCheck.Run(folder.File("city.db"), none).ShouldBeEmpty();
    }

    [Fact]
    public void An_anchor_that_is_gone_is_a_finding()
    {
        Directory.Delete(_city.AnchorFolder, recursive: true);
        _city.Verify().Findings.ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.AnchorMissing);
    }

    [Theory]
    [InlineData("UPDATE reading_chain SET count=count-1 WHERE stream=1", 20)]
    [InlineData("UPDATE reading_chain SET head=zeroblob(32) WHERE stream=1", 20)]
    [InlineData("DELETE FROM reading_chain WHERE stream=1", 1)]
    public void A_head_of_readings_that_does_not_agree_is_found(string sql, long seq)
    {
        _city.Tamper(sql);
        _city.Verify().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            finding => finding.Kind.ShouldBe(FindingKind.ReadingHeadDiffers),
            finding => finding.Stream.ShouldBe("device/a"),
            finding => finding.Seq.ShouldBe(seq));
    }

    [Theory]
    [InlineData("DROP INDEX fact_by_stream")]
    [InlineData("DROP TABLE reading")]
    [InlineData("CREATE TRIGGER quiet AFTER INSERT ON fact BEGIN DELETE FROM fact WHERE position=new.position; END")]
    public void Another_schema_is_a_finding(string sql)
    {
        _city.Tamper(sql);
        _city.Verify().Findings.ShouldContain(finding => finding.Kind == FindingKind.SchemaChanged);
    }

    [Fact]
    public void A_stream_that_was_given_another_name_has_every_row_changed()
    {
        _city.Tamper("UPDATE stream SET name='desk/2' WHERE name='desk/1'");
        _city.Verify().FindingCount.ShouldBe(10);
    }

    private void CutTail(int kept)
    {
        var first = (1L << 56) | ((kept + 1L) << 18);
        _city.Tamper(
            $"""
            DELETE FROM fact WHERE position>={first}; DELETE FROM reading WHERE position>={first}; DELETE FROM batch WHERE position>={first};
            DELETE FROM reading_chain WHERE stream NOT IN (SELECT stream FROM reading);
            UPDATE reading_chain SET count=(SELECT max(number) FROM reading WHERE reading.stream=reading_chain.stream),
                head=(SELECT hash FROM reading WHERE reading.stream=reading_chain.stream ORDER BY position DESC LIMIT 1);
            DELETE FROM lane WHERE {kept}=0;
            UPDATE lane SET batch={kept}, chain=(SELECT chain FROM batch ORDER BY position DESC LIMIT 1), recorded=(SELECT recorded FROM batch ORDER BY position DESC LIMIT 1);
            """);
    }
}
