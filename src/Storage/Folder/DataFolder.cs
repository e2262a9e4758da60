using System.Globalization;

namespace CityBrain.Storage.Folder;

/// <summary>
/// The folder of one city, held by one process: an exclusive lock on <c>city.lock</c> is taken before anything in it is opened. The
/// operating system frees the lock when the process ends, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "city.lock";
    private const string HolderName = "city.holder";

    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        FullPath = path;
        _lock = held;
    }

    /// <summary>The folder, as an absolute path.</summary>
    public string FullPath { get; }

    /// <summary>The journal's file.</summary>
    public string DatabasePath => DatabasePathOf(FullPath);

    /// <summary>The journal's file in a folder that need not be held, as for verification.</summary>
    public static string DatabasePathOf(string folder) => Path.Combine(Path.GetFullPath(folder), "city.db");

    /// <summary>Where anchors stand when nothing else is said: beside the folder, <c>data</c> → <c>data.anchor</c>.</summary>
    public static string DefaultAnchorFolder(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + ".anchor";

    /// <summary>Makes the folder if need be and takes its lock.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">Says since when it is held.</param>
    /// <exception cref="DataFolderHeldException">Another process holds it.</exception>
    public static DataFolder Take(string folder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var path = Path.GetFullPath(folder);
        Directory.CreateDirectory(path);
        var held = Lock(path);
        try
        {
            var since = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            var holder = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {since}");
            held.SetLength(0);
            using (var writer = new StreamWriter(held, leaveOpen: true))
            {
                writer.WriteLine(holder);
            }

            held.Flush();

            // Whoever is refused the lock cannot read the locked file through .NET either, so the same line stands beside it.
            File.WriteAllText(Path.Combine(path, HolderName), holder + Environment.NewLine);
            return new DataFolder(path, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Gives the folder up.</summary>
    public void Dispose()
    {
        File.Delete(Path.Combine(FullPath, HolderName));
        _lock.Dispose();
    }

    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new DataFolderHeldException(folder, ReadHolder(folder), failure);
        }
    }

    private static string ReadHolder(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, HolderName)).Trim();
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}

/// <summary>The folder belongs to another process now.</summary>
public sealed class DataFolderHeldException : Exception
{
    /// <summary>Names the folder and who holds it.</summary>
    public DataFolderHeldException(string folder, string holder, Exception inner)
        : base($"'{folder}' is held by {holder}: one process at a time runs a city. Stop it, or choose another folder with --data.", inner)
    {
        Holder = holder;
    }

    /// <summary>Who holds it and since when, as it says itself.</summary>
    public string Holder { get; }
}
