using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityBrain.Api.Access;

/// <summary>Secrets of departments as they are kept: <c>pbkdf2-sha256$iterations$salt$hash</c>, the last two in base 64.</summary>
internal static class SecretHash
{
    private const string Scheme = "pbkdf2-sha256";
    private const int HashBytes = 32;
    private const int IterationsMin = 100_000;

    /// <summary>Hashes a secret under a salt.</summary>
    public static string Of(string secret, ReadOnlySpan<byte> salt, int iterations = 210_000) => string.Join(
        '$', Scheme, iterations.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(salt), Convert.ToBase64String(Derive(secret, salt, iterations)));

    /// <summary>Whether a text is a hash as written here.</summary>
    public static bool IsWellFormed(string hash) => TryRead(hash, out _, out _, out _);

    /// <summary>Whether a secret is the one that was hashed; takes the same time either way.</summary>
    public static bool Matches(string hash, string secret) =>
        TryRead(hash, out var iterations, out var salt, out var expected) && CryptographicOperations.FixedTimeEquals(expected, Derive(secret, salt, iterations));

    private static byte[] Derive(string secret, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static bool TryRead(string hash, out int iterations, out byte[] salt, out byte[] expected)
    {
        (iterations, salt, expected) = (0, [], []);
        var parts = hash.Split('$');
        if (parts.Length != 4 || parts[0] != Scheme || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out iterations) || iterations < IterationsMin)
        {
            return false;
        }

        try
        {
            (salt, expected) = (Convert.FromBase64String(parts[2]), Convert.FromBase64String(parts[3]));
            return salt.Length >= 8 && expected.Length == HashBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
