using CityBrain.Journal.Lane;

namespace CityBrain.Simulation.Worlds;

/// <summary>What clients saw, and when what became durable, in the one order in which it happened.</summary>
internal sealed class History
{
    private readonly List<string> _log = [];

    public int Now { get; private set; }

    public List<Call> Calls { get; } = [];

    /// <summary>What happened, one line each.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>A digest of everything that happened: two runs of one seed have the same.</summary>
    public ulong Digest { get; private set; } = 14695981039346656037;

    public Call Invoke(string stream, Command? command)
    {
        var call = new Call { Number = Calls.Count, Stream = stream, Command = command, InvokedAt = ++Now };
        Calls.Add(call);
        Note($"call {call.Number} to {stream}: {(command is null ? "read" : command.ToString())}");
        return call;
    }

    public void Reply(Call call, Outcome outcome, long answer)
    {
        (call.Outcome, call.Answer, call.RepliedAt) = (outcome, answer, ++Now);
        Note($"call {call.Number} by activation {call.Activation?.Number}: {outcome} {answer} {call.Seen}");
    }

    /// <summary>Something happened to the store or to a process.</summary>
    public int Happened(string what)
    {
        Note(what);
        return ++Now;
    }

    private void Note(string line)
    {
        _log.Add($"{Now,5} {line}");
        foreach (var letter in _log[^1])
        {
            Digest = (Digest ^ letter) * 1099511628211;
        }
    }
}

/// <summary>One try of a client: invoked, perhaps answered.</summary>
internal sealed class Call
{
    public required int Number { get; init; }

    public required string Stream { get; init; }

    /// <summary>The command; null for a read.</summary>
    public required Command? Command { get; init; }

    public required int InvokedAt { get; init; }

    public int RepliedAt { get; set; } = int.MaxValue;

    public Outcome Outcome { get; set; } = Outcome.Unknown;

    public long Answer { get; set; }

    /// <summary>The activation that took it.</summary>
    public Activation? Activation { get; set; }

    /// <summary>The state that a read saw, or that a command was decided on.</summary>
    public Ledger? Seen { get; set; }

    /// <summary>Nothing was written, and the store was not to blame.</summary>
    public bool WithdrawnWithoutFailure { get; set; }

    /// <summary>When the activation took it.</summary>
    public int TakenAt { get; set; }
}

/// <summary>How a call ended for its client.</summary>
internal enum Outcome
{
    Unknown,
    Ok,
    Refused,
    KeyReused,
    Outdated,
    Unavailable,
    Overloaded,
    Unstorable,
}

/// <summary>What a command does.</summary>
internal enum Deed
{
    Add,
    AddTwice,
    Take,
    Split,
    Spawn,
    Show,
    Peek,
    Curse,
    Report,
    Alarm,
}

/// <summary>A client's command. Repeated, it stays the same; another body under the same key is another command.</summary>
internal sealed record Command(int Number, string Stream, Deed Deed, int Amount, string Key, ServiceClass Urgency)
{
    public string Body => $"{Deed}-{Amount}";

    public string Trace => $"c{Number}";

    public override string ToString() => $"{Trace} {Body} key '{Key}'";
}
