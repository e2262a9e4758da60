namespace CityBrain.Journal.Lane;

/// <summary>
/// The writer's bounded queue. Graver classes go ahead, but never past an earlier append of their own session: a grave append takes the
/// whole line before it along.
/// </summary>
internal sealed class AppendQueue(int capacityRows)
{
    // Share of the capacity that each class may fill: when telemetry is told to wait, there is still room for an alarm.
    private static readonly double[] Shares = [1.0, 0.95, 0.9, 0.8, 0.5];

    private readonly Lock _lock = new();
    private readonly Queue<Session>[] _ready = [.. Shares.Select(_ => new Queue<Session>())];
    private int _rows;

    public bool HasRoom(ServiceClass urgency) => Volatile.Read(ref _rows) < capacityRows * Shares[(int)urgency];

    /// <summary>Queues the append, or settles it as not written when its session has failed.</summary>
    public void Add(Pending pending)
    {
        var (session, append) = (pending.Session, pending.Append);
        lock (_lock)
        {
            if (session.Failed)
            {
                pending.Settle(new AppendOutcome(Fate.NotWritten));
            }
            else
            {
                session.Waiting.Enqueue(pending);
                _ready[(int)append.Class].Enqueue(session);
                _rows += append.Rows;
            }
        }
    }

    /// <summary>Takes whole lines, gravest first, until at least <paramref name="rowsMax"/> rows are taken or nothing is left.</summary>
    public List<Pending> Take(int rowsMax)
    {
        var taken = new List<Pending>();
        var rows = 0;
        lock (_lock)
        {
            foreach (var ready in _ready)
            {
                while (rows < rowsMax && ready.TryDequeue(out var session))
                {
                    // One entry stands for each append, so that a line that was taken early leaves empty entries behind.
                    while (rows < rowsMax && session.Waiting.TryDequeue(out var pending))
                    {
                        taken.Add(pending);
                        rows += pending.Append.Rows;
                    }

                    if (session.Waiting.Count > 0)
                    {
                        ready.Enqueue(session);
                    }
                }
            }

            _rows -= rows;
        }

        return taken;
    }

    /// <summary>Ends the session: what still waits in it is withdrawn.</summary>
    public void Fail(Session session)
    {
        lock (_lock)
        {
            session.Failed = true;
            while (session.Waiting.TryDequeue(out var pending))
            {
                _rows -= pending.Append.Rows;
                pending.Settle(new AppendOutcome(Fate.NotWritten));
            }
        }
    }

    /// <summary>Ends every session that waits.</summary>
    public void FailAll()
    {
        List<Session> sessions;
        lock (_lock)
        {
            sessions = [.. _ready.SelectMany(ready => ready).Distinct()];
        }

        sessions.ForEach(Fail);
    }
}
