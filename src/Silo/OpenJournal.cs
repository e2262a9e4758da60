using CityBrain.Domain.History;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;
using CityBrain.Storage.Verification;
using Microsoft.Extensions.Logging;

namespace CityBrain.Silo;

/// <summary>The embedded journal of this process: the folder is locked before anything in it is opened, and freed last.</summary>
internal sealed partial class OpenJournal : IDisposable
{
    private readonly DataFolder _folder;
    private readonly SqliteDatabase _database;
    private readonly SqliteJournalStore _store;
    private readonly FileAnchor _anchor;
    private readonly LaneThread _thread;

    public OpenJournal(CityOptions options, TimeProvider clock, ILogger<OpenJournal> log)
    {
        if (RetentionRules.Fault(options.KeepDays) is { } fault)
        {
            throw new CityNotStartedException(fault);
        }

        _folder = Take(options, clock);
        var anchors = options.AnchorFolder ?? DataFolder.DefaultAnchorFolder(_folder.FullPath);
        _anchor = new FileAnchor(anchors);
        if (TailCheck.Run(_folder.DatabasePath, _anchor) is [var cut, ..])
        {
            _anchor.Dispose();
            _folder.Dispose();
            throw CityNotStartedException.JournalCut(cut.What);
        }

        _database = new SqliteDatabase(_folder.DatabasePath);
        _store = new SqliteJournalStore(_database);
        Reader = new SqliteJournalReader(_database);
        History = new SqliteReadingHistory(_database);
        Views = new SqliteViews(_database);
        Writer = new LaneWriter(_store, _anchor, clock, new LaneOptions());
        Writer.Failed += failure => LogNotWritten(log, failure);
        Retention = new ReadingRetention(
            _database, Reader, Writer, new HistoryKeys(_folder.FullPath, anchors), clock, options.KeepDays, new JournalOptions().Patience);
        _thread = new LaneThread(Writer, options.LaneLost ?? (lost => End(log, lost)));
    }

    public LaneWriter Writer { get; }

    public IJournalReader Reader { get; }

    public IReadingHistory History { get; }

    public IViews Views { get; }

    public ReadingRetention Retention { get; }

    public void Dispose()
    {
        _thread.Dispose();
        Retention.Dispose();
        _store.Dispose();
        _database.Dispose();
        _anchor.Dispose();
        _folder.Dispose();
    }

    private static DataFolder Take(CityOptions options, TimeProvider clock)
    {
        try
        {
            return DataFolder.Take(options.DataFolder, clock);
        }
        catch (DataFolderHeldException held)
        {
            throw new CityNotStartedException(held.Message, held);
        }
    }

    private static void End(ILogger log, Exception lost)
    {
        LogLost(log, lost);
        Environment.Exit(70);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch was not written, or its fate is not known; its callers were told to ask again")]
    private static partial void LogNotWritten(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The journal's lane is lost; the process ends so that nothing is answered that may not be there")]
    private static partial void LogLost(ILogger log, Exception lost);
}
