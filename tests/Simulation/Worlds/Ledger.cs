using System.Globalization;
using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Simulation.Worlds;

/// <summary>The state of every stream of the simulation. <paramref name="Trail"/> tells any two histories apart.</summary>
internal sealed record Ledger(long Seq, long Balance, ulong Trail, Head Readings)
{
    public static Ledger Empty { get; } = new(0, 0, 0, default);

    public override string ToString() => $"[{Seq}: {Balance}, {Trail:x16}, {Readings.Seq}]";

    public Ledger After(string trace, Draft draft) => this with
    {
        Seq = Seq + 1,
        Balance = Balance + Effect(draft.Type) * Number(draft.Payload),
        Trail = Follow(Trail, trace, draft.Type),
    };

    public Ledger After(FactRow row) => After(row.Mandate.Trace, new Draft(row.Type, row.Version, row.Payload, row.ObservedMs));

    private static int Effect(string type) => type switch { "added" or "opened" => 1, "taken" or "split" => -1, _ => 0 };

    private static long Number(ReadOnlyMemory<byte> payload) =>
        long.TryParse(payload.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static ulong Follow(ulong trail, string trace, string type)
    {
        foreach (var letter in trace)
        {
            trail = (trail ^ letter) * 1099511628211;
        }

        return Dice.Mix(trail ^ type[0] ^ ((ulong)type.Length << 8));
    }
}

/// <summary>What the streams of the simulation decide.</summary>
internal static class LedgerRules
{
    public const string Insufficient = "insufficient";

    public static readonly AnswerForm<long> Form = new(
        answer => Encoding.UTF8.GetBytes(answer.ToString(CultureInfo.InvariantCulture)),
        bytes => long.Parse(bytes.Span, CultureInfo.InvariantCulture));

    /// <summary>What the core adds when nothing else moves the stream.</summary>
    private static readonly Draft Note = new(Journal.Streams.Draft.DeliveryNoted, 1, "{}"u8.ToArray(), 0);

    private static readonly Refusal NotEnough = new(Insufficient, "The balance is below the amount.", "Take less.", RefusalKind.Conflict);

    /// <summary>The actor names the call, so that a row tells which try of a client wrote it.</summary>
    public static Mandate Mandate(Command command, int call) => new(command.Key, command.Body, $"person:{call}", "simulation", command.Trace);

    public static Proposal<Ledger, long> Decide(Ledger state, Command command, long nowMs)
    {
        Draft Fact(string type, long number = 0) => Draft(type, number, nowMs);
        return command.Deed switch
        {
            Deed.Add => Accept(state, command, [Fact("added", command.Amount)]),
            Deed.AddTwice => Accept(state, command, [Fact("added", command.Amount), Fact("added", command.Amount + 1)]),
            Deed.Take when state.Balance < command.Amount => new Proposal<Ledger, long>.Refused(NotEnough),
            Deed.Take => Accept(state, command, [Fact("taken", command.Amount)]),
            Deed.Split when state.Balance < command.Amount => new Proposal<Ledger, long>.Refused(NotEnough),
            Deed.Split => Accept(state, command, [Fact("split", command.Amount)]) with { NewStreams = Children(command, nowMs) },
            Deed.Spawn => Accept(state, command, []) with { NewStreams = Children(command with { Amount = 0 }, nowMs) },
            Deed.Show => Accept(state, command, []) with { Views = [View(state, command, nowMs)] },
            Deed.Peek => Accept(state, command, []),
            Deed.Curse => Accept(state, command, [Fact("cursed")]),
            Deed.Report => Report(state, command, [], nowMs),
            Deed.Alarm => Report(state, command, [Fact("raised", command.Amount)], nowMs),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
    }

    /// <summary>A desk notes every delivery with an odd number, and each fourth of its facts opens a stream; with an even number it decides nothing.</summary>
    public static Proposal<Ledger, bool> Receive(Ledger state, string desk, string trace, long number, long nowMs)
    {
        if (number % 2 == 0)
        {
            // The core notes the delivery itself, so that the cursor advances.
            return new Proposal<Ledger, bool>.Accepted(state.After(trace, Note), true);
        }

        var noted = Draft("noted", number, nowMs);
        return new Proposal<Ledger, bool>.Accepted(state.After(trace, noted), true)
        {
            Facts = [noted],
            NewStreams = state.Seq % 4 == 0 ? [new FirstFacts($"opened-by/{desk}/{trace}", [Draft("begun", 0, nowMs)])] : [],
        };
    }

    /// <summary>Which desk a fact is delivered to, if any.</summary>
    public static int? Route(FactRow row) =>
        row.Type is "added" or "raised" && Parse(row) % 3 is var desk and < 2 ? (int)desk : null;

    public static long Parse(FactRow row) => long.Parse(row.Payload.Span, CultureInfo.InvariantCulture);

    private static Proposal<Ledger, long>.Accepted Accept(Ledger state, Command command, Draft[] facts)
    {
        var own = facts.Length == 0 && command.Key.Length > 0 ? [Note] : facts;
        var after = own.Aggregate(state, (one, fact) => one.After(command.Trace, fact));
        return new Proposal<Ledger, long>.Accepted(after, after.Balance) { Facts = facts };
    }

    private static FirstFacts[] Children(Command command, long nowMs) =>
    [
        .. Enumerable.Range(0, 1 + (command.Number % 2)).Select(i => new FirstFacts(
            $"account/{command.Number}-{i}", [Draft("opened", i == 0 ? command.Amount : 0, nowMs), Draft("named", i, nowMs)])),
    ];

    private static ViewRow View(Ledger state, Command command, long nowMs) => new()
    {
        Kind = "account",
        Stream = command.Stream,
        Place = "341882",
        Topic = command.Trace,
        State = state.ToString(),
        Origin = Origin.Live,
        AtMs = nowMs,
        Payload = default,
    };

    private static Proposal<Ledger, long>.Accepted Report(Ledger state, Command command, Draft[] facts, long nowMs)
    {
        var accepted = Accept(state, command, facts);
        var (rows, head) = (new List<ReadingRow>(), state.Readings);
        for (var i = 0; i < command.Amount % 3; i++)
        {
            rows.Add(new ReadingRow
            {
                Stream = command.Stream,
                Number = head.Seq + 1,
                Parent = head.Hash,
                ObservedMs = nowMs + i,
                Variant = 0,
                Mark = ReadingMark.None,
                Origin = Origin.Live,
                Points = Encoding.UTF8.GetBytes($"{{\"level\":{i}}}"),
                Flags = default,
                Trace = command.Trace,
            }.Sealed());
            head = new Head(rows[^1].Number, rows[^1].Hash);
        }

        var after = accepted.After with { Readings = head };
        return new Proposal<Ledger, long>.Accepted(after, after.Balance)
        {
            Facts = facts,
            Readings = new ReadingAppend(command.Stream, state.Readings, rows, Encoding.UTF8.GetBytes($"{command.Trace}|{state}")),
        };
    }

    private static Draft Draft(string type, long number, long nowMs) =>
        new(type, 1, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)), nowMs);
}
