using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    public static TheoryData<string> Poisons => ["a gap", "another parent", "a seq twice", "readings on an old head", "a command answered before", "no payload type"];

    [Theory]
    [MemberData(nameof(Poisons))]
    public async Task A_poisoned_append_is_named_and_the_transaction_is_usable_again(string poison)
    {
        var first = Journalist.Fact("city");
        var oldReadings = Journalist.Read("device/a", "{}");
        Journalist.Write(Journalist.Of(oldReadings, first) with { Answer = Answer("city", "key-1") });
        var poisoned = Poisoned(poison, first, oldReadings);
        var good = Journalist.Of(Journalist.Read("device/b", "{}"), Journalist.Fact("desk/1"), Journalist.Fact("desk/1"));

        using var transaction = Store.Begin();
        Should.Throw<PoisonedAppendException>(() => Journalist.WriteTo(transaction, good, poisoned, Journalist.Of(Journalist.Fact("desk/2"))))
            .Index.ShouldBe(1);
        var batch = Journalist.WriteTo(transaction, good);
        transaction.TryAdvance(Journalist.Lane, Journalist.Advanced(batch)).ShouldBeTrue();
        transaction.Commit();

        (await Reader.ReadStream("desk/1")).Count.ShouldBe(2);
        (await Reader.ReadStream("desk/2")).ShouldBeEmpty();
        (await Reader.ReadStream("city")).Count.ShouldBe(1);
        (await History.Count(new ReadingQuery { Stream = "device/b" })).ShouldBe(1);
    }

    [Fact]
    public async Task Two_appends_of_one_batch_that_claim_the_same_place_are_not_both_stored()
    {
        var fact = Journalist.Fact("city");
        using var transaction = Store.Begin();
        Should.Throw<PoisonedAppendException>(() => Journalist.WriteTo(transaction, Journalist.Of(fact), Journalist.Of(fact))).Index.ShouldBe(1);
        transaction.Dispose();
        (await Reader.ReadStream("city")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stale_writer_that_pipelines_behind_anothers_row_gets_none_of_its_rows_in()
    {
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        var stale = new Journalist(Store);
        var (a, b, c) = (stale.Fact("city", "1"), stale.Fact("city", "2"), stale.Fact("city", "3"));

        foreach (var append in new[] { Journalist.Of(a), Journalist.Of(b), Journalist.Of(c) })
        {
            using var transaction = Store.Begin();
            Should.Throw<PoisonedAppendException>(() => stale.WriteTo(transaction, append));
        }

        (await Reader.ReadStream("city")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_transaction_after_one_that_was_given_up_gives_streams_their_numbers_anew()
    {
        for (var i = 0; i < 3; i++)
        {
            using var transaction = Store.Begin();
            new Journalist(Store).WriteTo(transaction, Journalist.Of(new Journalist(Store).Fact($"given-up/{i}")));
        }

        Journalist.Write(Journalist.Of(Journalist.Fact("kept/1")), Journalist.Of(Journalist.Fact("kept/2")));
        (await Reader.ReadStream("kept/1")).ShouldHaveSingleItem();
        (await Reader.ReadStream("kept/2")).ShouldHaveSingleItem();
        (await Reader.ReadStream("given-up/0")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_answer_to_a_command_is_kept_with_its_facts()
    {
        Journalist.Write(Journalist.Of(Journalist.Fact("city")) with { Answer = Answer("city", "key-1") });

        var kept = (await Reader.FindAnswer("city", "key-1")).ShouldNotBeNull();
        (kept.Body, kept.Seq, Encoding.UTF8.GetString(kept.Answer.Span)).ShouldBe(("b0d7", 1, """{"done":true}"""));
        (await Reader.FindAnswer("city", "key-2")).ShouldBeNull();
        (await Reader.FindAnswer("desk/1", "key-1")).ShouldBeNull();
    }

    [Fact]
    public async Task Reopening_loses_nothing()
    {
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}"), Journalist.Fact("city")));
        Store.Reopen();
        Store.ReadLane(1).ShouldBe(Journalist.Lane);
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}"), Journalist.Fact("city")));
        (await Reader.ReadStream("city")).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("户/广德 — Üß 🚰")]
    [InlineData("' OR 1=1 --")]
    [InlineData("a b\tc\n")]
    [InlineData("%_*?[")]
    [InlineData("")]
    public async Task Odd_keys_are_keys_like_any_other(string key)
    {
        var view = View("device", key) with { Item = key, Topic = key, State = key };
        Journalist.Write(Journalist.Of(Journalist.Read(key, "{}"), Journalist.Fact(key, "\"" + key + "\"", key)) with { Views = [view], Answer = Answer(key, key) });

        (await Reader.ReadStream(key)).ShouldHaveSingleItem().Mandate.Command.ShouldBe(key);
        (await Reader.ReadReadingChain(key)).ShouldNotBeNull().Head.Seq.ShouldBe(1);
        (await Reader.FindAnswer(key, key)).ShouldNotBeNull().Stream.ShouldBe(key);
        (await Views.Query(new ViewQuery { Kind = "device", Stream = key, Topic = key, States = [key] })).Rows.ShouldHaveSingleItem().Item.ShouldBe(key);
        (await Reader.ReadStream(key + "x")).ShouldBeEmpty();
    }

    private static KeptAnswer Answer(string stream, string command) => new(stream, command, "b0d7", 1, """{"done":true}"""u8.ToArray());

    private static Append Poisoned(string poison, FactRow first, ReadingAppend oldReadings) => poison switch
    {
        "a gap" => Journalist.Of((first with { Seq = 3, Parent = first.Hash }).Sealed()),
        "another parent" => Journalist.Of((first with { Seq = 2 }).Sealed()),
        "a seq twice" => Journalist.Of(first),
        "readings on an old head" => Journalist.Of(oldReadings),
        "a command answered before" => Journalist.Of() with { Answer = Answer("city", "key-1") },
        _ => Journalist.Of((first with { Seq = 2, Parent = first.Hash }).Sealed() with { Type = null! }),
    };
}
