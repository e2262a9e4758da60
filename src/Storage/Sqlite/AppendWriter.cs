using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>Writes the rows of one append: facts, then readings with their chain's row, then lists and the kept answer; and takes out what it drops.</summary>
internal sealed class AppendWriter(SqliteHandle handle, StreamNumbers streams, ChainTails tails)
{
    private const string InsertFact =
        """
        INSERT INTO fact(position, stream, seq, parent, hash, type, version, observed, cause, command, body, actor, purpose, trace, payload)
        VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """;

    private const string InsertReading =
        """
        INSERT INTO reading(position, stream, number, observed, variant, mark, origin, claimed, points, flags, session, trace, parent, hash)
        VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)
        """;

    private const string InsertChain =
        """
        INSERT INTO reading_chain(rule_state, count, head, stream) VALUES(?,?,?,?)
        ON CONFLICT DO UPDATE SET rule_state=excluded.rule_state, count=excluded.count, head=excluded.head WHERE reading_chain.count=0
        """;

    private const string UpdateChain = "UPDATE reading_chain SET rule_state=?, count=?, head=? WHERE stream=? AND count=? AND head=?";

    // The last of a device's readings in the run is where what is gone of it ends; rows come in order of storing.
    private const string CutReadings =
        """
        INSERT INTO reading_cut(stream, number, hash, earliest, latest)
        SELECT stream, number, hash, observed, observed FROM reading WHERE position>=? AND position<=? ORDER BY position
        ON CONFLICT(stream) DO UPDATE SET number=excluded.number, hash=excluded.hash,
            earliest=min(earliest, excluded.earliest), latest=max(latest, excluded.latest)
        """;

    private const string UpsertView =
        """
        INSERT INTO view(kind, stream, item, at, place, topic, state, level, origin, session, payload) VALUES(?,?,?,?,?,?,?,?,?,?,?)
        ON CONFLICT DO UPDATE SET at=excluded.at, place=excluded.place, topic=excluded.topic, state=excluded.state, level=excluded.level,
            origin=excluded.origin, session=excluded.session, payload=excluded.payload
        """;

    public void Write(BatchRow batch, PlacedAppend placed)
    {
        var position = PackedPosition.Pack(batch.Lane, batch.Batch, placed.FirstOrdinal);
        _ = PackedPosition.Pack(batch.Lane, batch.Batch, placed.FirstOrdinal + placed.Append.Rows);
        foreach (var fact in placed.Append.Facts)
        {
            Write(position++, fact);
        }

        if (placed.Append.Readings is { } readings)
        {
            Write(position, readings);
        }

        foreach (var view in placed.Append.Views)
        {
            Write(view);
        }

        if (placed.Append.Drop is { } drop)
        {
            Write(drop);
        }

        if (placed.Append.Answer is { } answer)
        {
            handle.Prepare("INSERT INTO answer(stream, command, body, seq, answer) VALUES(?,?,?,?,?)")
                .Bind(streams.FindOrGive(handle, answer.Stream)).Bind(answer.Command).Bind(answer.Body).Bind(answer.Seq).BindUtf8(answer.Answer.Span).Run();
        }
    }

    private void Write(long position, FactRow fact)
    {
        tails.Connect(new Chain(fact.Stream, OfReadings: false), fact.Seq, fact.Parent, fact.Hash);
        var mandate = fact.Mandate;
        handle.Prepare(InsertFact)
            .Bind(position).Bind(streams.FindOrGive(handle, fact.Stream)).Bind(fact.Seq).Bind(fact.Parent).Bind(fact.Hash)
            .Bind(fact.Type).Bind(fact.Version).Bind(fact.ObservedMs).Bind(fact.Cause is { } cause ? PackedPosition.Pack(cause) : null)
            .Bind(mandate.Command).Bind(mandate.Body).Bind(mandate.Actor).Bind(mandate.Purpose).Bind(mandate.Trace)
            .BindUtf8(fact.Payload.Span).Run();
    }

    private void Write(long position, ReadingAppend readings)
    {
        var stream = streams.FindOrGive(handle, readings.Stream);
        var chain = new Chain(readings.Stream, OfReadings: true);
        if (tails.Read(chain) != readings.From)
        {
            throw new DisconnectedRowException(chain, readings.From.Seq, tails.Read(chain).Seq);
        }

        var insert = handle.Prepare(InsertReading);
        foreach (var row in readings.Rows)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(row.Stream, readings.Stream);
            tails.Connect(chain, row.Number, row.Parent, row.Hash);
            insert.Start()
                .Bind(position++).Bind(stream).Bind(row.Number).Bind(row.ObservedMs).Bind(row.Variant).Bind((long)row.Mark)
                .Bind((long)row.Origin.Kind).Bind(row.ClaimedMs).BindUtf8(row.Points.Span).BindUtf8(row.Flags.Span)
                .Bind(row.Origin.Session).Bind(row.Trace).Bind(row.Parent).Bind(row.Hash).Run();
        }

        WriteChain(stream, chain, readings);
    }

    /// <summary>Moves the chain's row only if it still has the count and head that the readings were decided on.</summary>
    private void WriteChain(long stream, Chain chain, ReadingAppend readings)
    {
        var isFirst = readings.From.Seq == 0;
        var statement = handle.Prepare(isFirst ? InsertChain : UpdateChain)
            .BindUtf8(readings.RuleState.Span).Bind(readings.To.Seq).Bind(readings.To.Hash).Bind(stream);
        if (!isFirst)
        {
            statement.Bind(readings.From.Seq).Bind(readings.From.Hash);
        }

        statement.Run();
        if (handle.Changes != 1)
        {
            throw new DisconnectedRowException(chain, readings.To.Seq, readings.From.Seq);
        }
    }

    private void Write(ReadingDrop drop)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(drop.From.Lane, drop.Through.Lane);
        var (from, through) = (PackedPosition.Pack(drop.From), PackedPosition.Pack(drop.Through));
        handle.Prepare(CutReadings).Bind(from).Bind(through).Run();
        handle.Prepare("DELETE FROM reading WHERE position>=? AND position<=?").Bind(from).Bind(through).Run();

        // What only tells which row was changed goes with the rows, batch by batch once all of one are through.
        handle.Prepare("UPDATE batch SET prints=x'' WHERE position>=? AND position<=? AND position+rows-1<=?")
            .Bind(PackedPosition.BatchOf(from)).Bind(through).Bind(through).Run();
    }

    private void Write(ViewRow view) => handle.Prepare(UpsertView)
        .Bind(view.Kind).Bind(streams.FindOrGive(handle, view.Stream)).Bind(view.Item).Bind(view.AtMs).Bind(view.Place)
        .Bind(view.Topic).Bind(view.State).Bind(view.Level).Bind((long)view.Origin.Kind).Bind(view.Origin.Session)
        .BindUtf8(view.Payload.Span).Run();
}
