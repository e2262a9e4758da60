using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CityBrain.Domain.Incidents;

namespace CityBrain.Storage.Folder;

/// <summary>
/// Photos in the folder <c>evidence</c> of the city's data, one file each, named by its SHA-256. A file gets its name only when it is whole
/// and on disk, and the folder is synced before anybody hears of it. A file that no fact names, as a crash in between leaves one, harms nobody.
/// </summary>
public sealed class EvidenceFolder : IPhotoStore
{
    private readonly string _folder;

    /// <summary>Nothing is made before the first photo is kept.</summary>
    /// <param name="dataFolder">The city's data folder.</param>
    public EvidenceFolder(string dataFolder) => _folder = Path.Combine(Path.GetFullPath(dataFolder), "evidence");

    /// <inheritdoc/>
    public async Task Keep(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (!Directory.Exists(_folder))
        {
            Directory.CreateDirectory(_folder);
            Sync(Path.GetDirectoryName(_folder)!);
        }

        // What is there and whole stays; what is there and damaged is mended.
        if (await Read(hash, cancellation) is null)
        {
            var draft = Path.Combine(_folder, $".{Path.GetRandomFileName()}");
            try
            {
                await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                {
                    await file.WriteAsync(content, cancellation);
                    file.Flush(flushToDisk: true);
                }

                File.Move(draft, PathOf(hash), overwrite: true);
            }
            catch
            {
                File.Delete(draft);
                throw;
            }
        }

        Sync(_folder);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> Read(string hash, CancellationToken cancellation)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(PathOf(hash), cancellation);
            return Convert.ToHexStringLower(SHA256.HashData(content)) == hash ? content : null;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Where a photo's file is, or would be.</summary>
    /// <exception cref="ArgumentException">The text is no hash, so that no path is made of it.</exception>
    public string PathOf(string hash) => Photo.IsHash(hash)
        ? Path.Combine(_folder, $"{hash}.jpg")
        : throw new ArgumentException("A photo is named by 64 hexadecimal digits in lower case.", nameof(hash));

    // A file's name is durable when its folder is synced. .NET opens no folders; Windows syncs them with the file.
    private static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"'{folder}' cannot be opened to be synced (error {Marshal.GetLastPInvokeError()}).");
        }

        var (synced, error) = (FSync(handle), Marshal.GetLastPInvokeError());
        _ = Close(handle);
        if (synced != 0)
        {
            throw new IOException($"'{folder}' cannot be synced (error {error}).");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int handle);

    [DllImport("libc", EntryPoint = "close", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
