namespace CityBrain.Simulation.Worlds;

/// <summary>Everything that is ready to run, in all processes and clients, run one at a time in an order that the dice choose.</summary>
internal sealed class Turns
{
    private readonly List<(Strand Strand, SendOrPostCallback Run, object? State)> _ready = [];

    public int Ready => _ready.Count;

    public void Add(Strand strand, SendOrPostCallback run, object? state) => _ready.Add((strand, run, state));

    public void RunOne(Dice dice)
    {
        var at = dice.Below(_ready.Count);
        var (strand, run, state) = _ready[at];
        _ready[at] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (!strand.Dead)
        {
            SynchronizationContext.SetSynchronizationContext(strand);
            run(state);
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }
}

/// <summary>What runs in one process, or outside of all. When the process crashes, nothing of it runs any more.</summary>
internal sealed class Strand(Turns turns) : SynchronizationContext
{
    public bool Dead { get; set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!Dead)
        {
            turns.Add(this, d, state);
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing in a simulation blocks.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts a piece of asynchronous work on this strand.</summary>
    public void Start(Func<Task> work, Action<Exception> failed) => Post(
        async void (_) =>
        {
            try
            {
                await work();
            }
            catch (Exception failure)
            {
                failed(failure);
            }
        },
        null);
}
