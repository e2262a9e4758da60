using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;

namespace CityBrain.Storage.Sqlite;

/// <summary>One batch: begun with the right to write, begun anew when an append cannot be stored, committed with one sync.</summary>
internal sealed class SqliteJournalTransaction : IJournalTransaction
{
    private readonly SqliteHandle _handle;
    private readonly StreamNumbers _streams;
    private readonly FollowerMarks _marks;
    private readonly ChainTails _tails;
    private readonly AppendWriter _writer;
    private bool _superseded;

    public SqliteJournalTransaction(SqliteHandle handle, StreamNumbers streams, FollowerMarks marks)
    {
        _handle = handle;
        _streams = streams;
        _marks = marks;
        _tails = new ChainTails(handle, streams);
        _writer = new AppendWriter(handle, streams, _tails);
        _handle.Execute("BEGIN IMMEDIATE");
    }

    public IReadOnlyDictionary<Chain, Head> ReadHeads(IReadOnlyCollection<Chain> chains)
    {
        try
        {
            var heads = new Dictionary<Chain, Head>(chains.Count);
            foreach (var chain in chains)
            {
                heads[chain] = _tails.Read(chain);
            }

            return heads;
        }
        catch (SqliteFailedException failure)
        {
            throw failure.AsUnavailable("The heads cannot be read");
        }
    }

    public void Write(BatchRow batch, IReadOnlyList<PlacedAppend> appends)
    {
        var index = -1;
        try
        {
            if (!TryWriteBatch(batch, appends))
            {
                _superseded = true;
                return;
            }

            for (index = 0; index < appends.Count; index++)
            {
                _writer.Write(batch, appends[index]);
            }
        }
        catch (Exception failure) when (index >= 0 && failure is SqliteFailedException { BlamesTheRow: true } or ArgumentException or DisconnectedRowException)
        {
            Undo();
            throw new PoisonedAppendException(index, failure);
        }
        catch (SqliteFailedException failure)
        {
            _handle.RollBackIfOpen();
            throw failure.AsUnavailable("The batch cannot be written");
        }
    }

    public bool TryAdvance(LaneHead expected, LaneHead advanced)
    {
        if (_superseded)
        {
            return false;
        }

        try
        {
            _handle.Prepare("UPDATE lane SET epoch=?, batch=?, chain=?, recorded=? WHERE id=? AND epoch=? AND batch=?")
                .Bind(advanced.Epoch).Bind(advanced.Batch).Bind(advanced.Chain).Bind(advanced.RecordedMs)
                .Bind(expected.Lane).Bind(expected.Epoch).Bind(expected.Batch).Run();
            if (_handle.Changes == 1)
            {
                return true;
            }

            if (expected is not { Epoch: 0, Batch: 0 })
            {
                return false;
            }

            _handle.Prepare("INSERT INTO lane(id, epoch, batch, chain, recorded) VALUES(?,?,?,?,?) ON CONFLICT DO NOTHING")
                .Bind(advanced.Lane).Bind(advanced.Epoch).Bind(advanced.Batch).Bind(advanced.Chain).Bind(advanced.RecordedMs).Run();
            return _handle.Changes == 1;
        }
        catch (SqliteFailedException failure)
        {
            _handle.RollBackIfOpen();
            throw failure.AsUnavailable("The lane cannot be advanced");
        }
    }

    public void Commit()
    {
        IReadOnlyCollection<KeyValuePair<(string Follower, int Lane), long>> marks;
        try
        {
            marks = _marks.WriteTo(_handle);
        }
        catch (SqliteFailedException failure)
        {
            _handle.RollBackIfOpen();
            throw failure.AsUnavailable("The batch cannot be written");
        }

        try
        {
            _handle.Execute("COMMIT");
        }
        catch (SqliteFailedException failure)
        {
            _handle.RollBackIfOpen();
            throw failure.LeavesCommitUndone
                ? failure.AsUnavailable("The batch cannot be committed")
                : new OutcomeUnknownException($"A commit was begun and its outcome is not known: {failure.Message}", failure);
        }

        _streams.Commit();
        _marks.Forget(marks);
    }

    public void Dispose()
    {
        _streams.Undo();
        _handle.RollBackIfOpen();
    }

    /// <summary>The batch's own row comes first: where one stands already, a late commit or another writer was there before and no append is to blame.</summary>
    private bool TryWriteBatch(BatchRow batch, IReadOnlyList<PlacedAppend> appends)
    {
        _handle.Prepare("INSERT INTO batch(position, epoch, recorded, rows, digest, chain, prints) VALUES(?,?,?,?,?,?,?) ON CONFLICT DO NOTHING")
            .Bind(PackedPosition.Pack(batch.Lane, batch.Batch, 0)).Bind(batch.Epoch).Bind(batch.RecordedMs).Bind(batch.Rows)
            .Bind(batch.Digest).Bind(batch.Chain).BindBlob(RowPrints.Of(appends)).Run();
        return _handle.Changes == 1;
    }

    /// <summary>
    /// Begins again. A savepoint would undo without giving up the right to write, but it copies every page before its first change, which
    /// costs each batch a tenth to a fifth of its time (measured) for what hardly ever happens. Whoever slipped in between has advanced the
    /// lane, and <see cref="TryAdvance"/> tells.
    /// </summary>
    private void Undo()
    {
        try
        {
            _tails.Forget();
            _streams.Undo();
            _handle.RollBackIfOpen();
            _handle.Execute("BEGIN IMMEDIATE");
        }
        catch (SqliteFailedException failure)
        {
            throw failure.AsUnavailable("The right to write could not be had again");
        }
    }
}
