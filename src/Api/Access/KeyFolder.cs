using System.Globalization;
using System.Security.Cryptography;
using CityBrain.Api.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace CityBrain.Api.Access;

/// <summary>
/// The keys of the edge, kept under <c>keys</c> of the data folder and readable by the owner only: signing keys (ES256, newest first; older
/// ones still validate), the encryption key that the token server asks for, and the key from which device tokens are derived.
/// </summary>
internal sealed class KeyFolder
{
    private const string SigningPattern = "signing-*.pem";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lazy<IReadOnlyList<SecurityKey>> _signing;
    private readonly Lazy<byte[]> _encryption;
    private readonly Lazy<byte[]> _deviceTokens;
    private readonly string _folder;

    /// <summary>Nothing is read or written before a key is asked for.</summary>
    public KeyFolder(ServeOptions serve, IOptions<AccessOptions> options, TimeProvider time)
    {
        _folder = Path.Combine(serve.DataFolder, "keys");
        _signing = new(() => SigningKeys(time.GetUtcNow(), options.Value.SigningKeyAgeMax));
        _encryption = new(() => Symmetric("encryption.key"));
        _deviceTokens = new(() => Symmetric("device-tokens.key"));
    }

    /// <summary>Signing keys, the one in use first.</summary>
    public IReadOnlyList<SecurityKey> Signing => _signing.Value;

    /// <summary>32 bytes.</summary>
    public SymmetricSecurityKey Encryption => new(_encryption.Value);

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> DeviceTokens => _deviceTokens.Value;

    private IReadOnlyList<SecurityKey> SigningKeys(DateTimeOffset now, TimeSpan ageMax)
    {
        Ensure();
        var newest = Directory.EnumerateFiles(_folder, SigningPattern).Order(StringComparer.Ordinal).LastOrDefault();
        if (newest is null || now - MadeAt(newest) > ageMax)
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Write(string.Create(CultureInfo.InvariantCulture, $"signing-{now.UtcDateTime:yyyyMMdd'T'HHmmss}.pem"), made.ExportPkcs8PrivateKeyPem());
        }

        return [.. Directory.EnumerateFiles(_folder, SigningPattern).OrderDescending(StringComparer.Ordinal).Select(ReadSigning)];
    }

    private static ECDsaSecurityKey ReadSigning(string file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return new ECDsaSecurityKey(key) { KeyId = Path.GetFileNameWithoutExtension(file) };
    }

    private static DateTimeOffset MadeAt(string file) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileNameWithoutExtension(file)["signing-".Length..], "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : DateTimeOffset.MinValue;

    private byte[] Symmetric(string name)
    {
        Ensure();
        var file = Path.Combine(_folder, name);
        if (!File.Exists(file))
        {
            Write(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return Convert.FromBase64String(File.ReadAllText(file));
    }

    private void Ensure()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            // Closed from the first moment on; and also where the folder was there before, made by somebody less careful.
            Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
            File.SetUnixFileMode(_folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    // Whole or not at all, and the first of two processes wins.
    private void Write(string name, string content)
    {
        var (file, draft) = (Path.Combine(_folder, name), Path.Combine(_folder, $".{name}.{Environment.ProcessId}"));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(content);
        }

        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
