using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Simulation.Stores;

namespace CityBrain.Simulation.Worlds;

/// <summary>
/// One run: clients, processes and a store in one thread, every choice taken by the dice. First everything goes wrong that the hazards
/// hold, then everything works and what is left comes to rest.
/// </summary>
internal sealed class World
{
    public const string Device = "device/0";

    private const int StepsMax = 60_000;

    // Enough to meet every kind of takeover, few enough that clients get their work done.
    private const int ProcessesMax = 15;

    private readonly List<string> _streams = ["account/a", "account/b", Device, Desk(0)];
    private readonly int _commandsMax;
    private readonly List<Exception> _broken = [];
    private int _commands;
    private int _activations;
    private int _started;
    private int _clients;

    public World(ulong seed, PlantedBug bug, int? commandsMax)
    {
        Bug = bug;
        Dice = new Dice(seed);
        Hazards = new Hazards(Dice);
        Outside = new Strand(Turns);
        Options = new LaneOptions
        {
            BatchRowsMax = Dice.Once(2) ? 1 + Dice.Below(6) : 2_000,
            QueueRowsMax = Dice.Once(6) ? 6 : 100_000,
        };
        Store = new SimulatedStore(Options.Lane, Dice, Hazards, Counters, History);
        Anchor = new SimulatedAnchor(Dice, Hazards, Counters, History);
        Store.Durable.Advanced += WatchAnchor;
        _commandsMax = Math.Min(15 + Dice.Below(45), commandsMax ?? int.MaxValue);
    }

    public PlantedBug Bug { get; }

    public Dice Dice { get; }

    public Hazards Hazards { get; }

    public Turns Turns { get; } = new();

    public SimulatedClock Clock { get; } = new();

    public LaneOptions Options { get; }

    public SimulatedStore Store { get; }

    public SimulatedAnchor Anchor { get; }

    public History History { get; } = new();

    public Counters Counters { get; } = new();

    /// <summary>The strand of everything that is not in a process.</summary>
    public Strand Outside { get; }

    public List<Process> Processes { get; } = [];

    public IReadOnlyList<string> Streams => _streams;

    /// <summary>Exceptions that should not have happened, and a world that does not come to rest.</summary>
    public IReadOnlyList<Exception> Failures => _broken;

    /// <summary>What was seen of the anchor that should not have been.</summary>
    public List<string> AnchorFindings { get; } = [];

    public static string Desk(int number) => $"desk/{number}";

    public void Run()
    {
        var outer = SynchronizationContext.Current;
        try
        {
            _clients = 2 + Dice.Below(4);
            for (var i = _clients; i > 0; i--)
            {
                Outside.Start(LiveOn, Broken);
            }

            Until(() => _clients == 0);
            Hazards.Cease();
            ComeToRest();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    public int NextActivation() => ++_activations;

    public int? NextCommandNumber() => _commands < _commandsMax ? ++_commands : null;

    public void Broken(Exception failure) => _broken.Add(failure);

    /// <summary>A stream that a command has opened can be called from now on.</summary>
    public void Learn(Command command)
    {
        if (command.Deed is Deed.Split or Deed.Spawn && _streams.Count < 8 && $"account/{command.Number}-0" is var opened && !_streams.Contains(opened))
        {
            _streams.Add(opened);
        }
    }

    /// <summary>More than one activation of a stream from here on, in whichever processes: none of them can promise the latest state.</summary>
    public void NoteDuplicates(string stream)
    {
        var alive = Processes.Where(process => !process.Strand.Dead).SelectMany(process => process.Activations).Where(one => one.Stream == stream).ToList();
        if (alive.Count > 1)
        {
            alive.ForEach(one => one.Shared = true);
        }
    }

    public async Task<Process> AnyProcess()
    {
        while (Processes.Count == 0)
        {
            await Clock.Pause(10);
        }

        return Dice.Pick(Processes);
    }

    private async Task LiveOn()
    {
        await new Client(this).Live();
        _clients--;
    }

    private void Until(Func<bool> done)
    {
        for (var steps = 0; !done() && _broken.Count == 0; steps++)
        {
            if (steps == StepsMax)
            {
                Broken(new TimeoutException("The world does not come to rest."));
            }

            Step();
        }
    }

    private void Step()
    {
        Clock.Advance(Dice.Below(2));
        Mishap();
        var pumps = Processes.Where(process => process.CanPump).ToList();
        if (pumps.Count > 0 && (Turns.Ready == 0 || Dice.Once(5)))
        {
            Dice.Pick(pumps).Pump();
        }
        else if (Turns.Ready > 0)
        {
            Turns.RunOne(Dice);
        }
        else
        {
            Clock.AdvanceToNext();
        }
    }

    private void Mishap()
    {
        if (Store.Underway > 0 && Dice.Once(30))
        {
            Store.LandOne();
        }

        var restless = _started < ProcessesMax;
        if (Processes.Count == 0 || (restless && Dice.Chance(Hazards.SecondWriter)))
        {
            StartProcess();
            return;
        }

        var process = Dice.Pick(Processes);
        if (Dice.Chance(process.Lost ? 500 : restless ? Hazards.Crash : 0))
        {
            End(process);
        }
        else if (Dice.Chance(Hazards.DuplicateActivation))
        {
            process.Duplicate(Dice.Pick(_streams));
        }
        else if (Dice.Chance(Hazards.Stall))
        {
            process.StuckUntilMs = Clock.NowMs + 3_000;
            Counters.Add(Happening.SlowReplies);
        }
        else if (Dice.Chance(Hazards.Deactivation) && process.Activations.ToList() is { Count: > 0 } activations)
        {
            Dice.Pick(activations).Core.End();
        }
    }

    private void End(Process process)
    {
        process.Crash();
        Processes.Remove(process);
    }

    private Process? StartProcess()
    {
        if (Processes.Count == 0)
        {
            Store.Recover();
            Counters.Add(Happening.CrashesAndReopens, _started > 0 ? 1 : 0);
        }

        try
        {
            var process = new Process(this, ++_started);
            Processes.Add(process);
            History.Happened($"process {process.Number} holds the lane in epoch {process.Writer.Head.Epoch}");
            for (var desk = 0; desk < 2; desk++)
            {
                process.Dispatchers.Add(new Dispatcher(this, process, desk));
                process.Strand.Start(process.Dispatchers[desk].Follow, Broken);
            }

            return process;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or LaneLostException)
        {
            Clock.Advance(Dice.Below(20));
            return null;
        }
    }

    private void ComeToRest()
    {
        Store.Settle();
        foreach (var process in Processes.Where(process => process.Lost || Processes.Count > 1 || Dice.Once(2)).ToList())
        {
            End(process);
        }

        if (Processes.Count == 0)
        {
            StartProcess();
        }

        var asked = 0;
        foreach (var stream in _streams)
        {
            var command = new Command(1_000_000 + asked, stream, Deed.Add, 3, $"last-{asked++}", ServiceClass.Views);
            Outside.Start(
                async () =>
                {
                    var outcome = await new Client(this).Insist(command, Client.Stubborn);
                    _ = outcome == Outcome.Ok ? asked-- : throw new InvalidOperationException($"{stream} takes no command any more: {outcome}.");
                },
                Broken);
        }

        Until(() => asked == 0);
        Until(() => Turns.Ready == 0 && Processes.All(process => !process.CanPump && process.Dispatchers.TrueForAll(IsDone)));
    }

    private bool IsDone(Dispatcher dispatcher) => dispatcher.At == new Position(Options.Lane, Store.Durable.Head.Batch, int.MaxValue);

    private void WatchAnchor()
    {
        var (head, anchored) = (Store.Durable.Head, Anchor.Head);
        if (anchored is { } anchor && (anchor.Batch > head.Batch || anchor.Chain != Store.Durable.Landings[(int)anchor.Batch - 1].Batch.Chain))
        {
            AnchorFindings.Add($"the anchor says batch {anchor.Batch}, the lane ends at {head.Batch} or has another one there");
        }

        if (head.Batch - (anchored?.Batch ?? 0) > 1)
        {
            AnchorFindings.Add($"the anchor says batch {anchored?.Batch}, the lane is at {head.Batch} already");
        }
    }
}
