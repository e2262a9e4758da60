using System.Globalization;
using System.Security.Cryptography;

namespace CityBrain.Storage.Retention;

/// <summary>
/// The keys that stubs of dropped days are signed with, ECDSA P-256. The private key lies with the city's other keys, readable by the owner
/// only. Its public part lies beside it and, as a copy, with the anchors: it stays when the private key is lost or replaced, so that what
/// was signed can always be checked.
/// </summary>
public sealed class HistoryKeys
{
    private const string Private = "history-*.private.pem";
    private const string Public = "history-*.public.pem";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private readonly string _copies;

    /// <summary>Uses the keys of a city.</summary>
    /// <param name="dataFolder">The city's folder; keys stand in its folder <c>keys</c>.</param>
    /// <param name="anchorFolder">The folder of its anchors, for copies of public keys.</param>
    public HistoryKeys(string dataFolder, string anchorFolder) => (_folder, _copies) = (Path.Combine(dataFolder, "keys"), anchorFolder);

    /// <summary>The key as people compare it: the first 16 hexadecimal digits of its SHA-256.</summary>
    /// <param name="key">SubjectPublicKeyInfo, Base64; what is no Base64 has no fingerprint, and reads as a dash.</param>
    public static string FingerprintOf(string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length) ? Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length)))[..16] : "—";
    }

    /// <summary>The newest private key, or a new one where there is none.</summary>
    /// <param name="now">Names a new key.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="CryptographicException">It is damaged.</exception>
    public ECDsa OpenForSigning(DateTimeOffset now)
    {
        var newest = Files(_folder, Private).LastOrDefault() ?? Make(now);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(newest));
            WritePublic(key, Path.GetFileName(newest).Replace("private", "public", StringComparison.Ordinal));
            return key;
        }
        catch (ArgumentException unreadable)
        {
            key.Dispose();
            throw new CryptographicException($"{Path.GetFileName(newest)} is no key.", unreadable);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The public keys that are known here, as SubjectPublicKeyInfo in Base64.</summary>
    public IReadOnlySet<string> ReadKnown()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files(_folder, Public).Concat(Files(_copies, Public)))
        {
            using var key = ECDsa.Create();
            try
            {
                key.ImportFromPem(File.ReadAllText(file));
                known.Add(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
            }
            catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
            {
                // A file that is no key makes no key known; its copy may.
            }
        }

        return known;
    }

    private string Make(DateTimeOffset now)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"history-{now.UtcDateTime:yyyyMMdd'T'HHmmss}.private.pem"));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(made.ExportPkcs8PrivateKeyPem());
        return file;
    }

    /// <summary>Before the first signature, and again wherever a copy is missing.</summary>
    private void WritePublic(ECDsa key, string name)
    {
        foreach (var folder in (string[])[_folder, _copies])
        {
            Directory.CreateDirectory(folder);
            var file = Path.Combine(folder, name);
            if (!File.Exists(file))
            {
                File.WriteAllText(file, key.ExportSubjectPublicKeyInfoPem());
            }
        }
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}
