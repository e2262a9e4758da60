using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.Sources;

/// <summary>A file of readings, <c>.csv</c> or <c>.csv.gz</c>, checked as a whole before anything of it is sent.</summary>
public sealed class SourceFile
{
    private readonly string _path;

    private SourceFile(string path, SourceMapping mapping, string hash) => (_path, Mapping, Hash) = (path, mapping, hash);

    /// <summary>The file's name, never its path.</summary>
    public string Name => Path.GetFileName(_path);

    /// <summary>How its rows become readings.</summary>
    public SourceMapping Mapping { get; }

    /// <summary>SHA-256 of the file as it lies there, lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Number of readings.</summary>
    public long Readings { get; private set; }

    /// <summary>Stations by device key, in the file's order.</summary>
    public IReadOnlyDictionary<string, string> Stations { get; private set; } = new Dictionary<string, string>();

    /// <summary>Reads the file through once: every row must map, no two stations may share a device key.</summary>
    /// <exception cref="CommandFailedException">It cannot be read, or a row is malformed; the message names the line and a remedy.</exception>
    public static SourceFile Check(string path, SourceMapping mapping)
    {
        var file = new SourceFile(path, mapping, HashOf(path));
        var stations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (reading, row) in file.ReadRows())
        {
            if (!stations.TryAdd(reading.Device, reading.Station) && stations[reading.Device] != reading.Station)
            {
                throw row.Malformed(
                    "station-ambiguous",
                    $"Stations '{stations[reading.Device]}' and '{reading.Station}' would both be device {reading.Device}.",
                    "Give stations ids that differ in more than upper and lower case.");
            }

            file.Readings++;
        }

        file.Stations = stations;
        return file;
    }

    /// <summary>The readings, in the file's order, as they stream in.</summary>
    public IEnumerable<SourceReading> Read() => ReadRows().Select(row => row.Reading);

    private static string HashOf(string path)
    {
        using var stream = Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCode.Findings, "file-unreadable", $"{Path.GetFileName(path)} cannot be read: {missing.Message}", "Check the file's name and rights.", missing);
        }
    }

    private IEnumerable<(SourceReading Reading, CsvRecords Row)> ReadRows()
    {
        using var bytes = Open(_path);
        var compressed = bytes.ReadByte() == 0x1f && bytes.ReadByte() == 0x8b;
        bytes.Position = 0;
        using Stream plain = compressed ? new GZipStream(bytes, CompressionMode.Decompress) : bytes;
        using var text = new StreamReader(plain, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16);
        var rows = new CsvRecords(Name, text, Mapping.Columns);
        while (rows.Read())
        {
            yield return (Mapping.Map(rows), rows);
        }
    }
}
