using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CityBrain.Api.Admission;

/// <summary>
/// Device tokens under which something was accepted since the start. Strangers that try tokens by the thousand share what their address may
/// ask; a device that has proven itself is not held up by them. Tokens themselves are not kept.
/// </summary>
internal sealed class ProvenTokens
{
    /// <summary>Tokens remembered, five times the devices of a city; beyond it all prove themselves anew.</summary>
    private const int TokensMax = 100_000;

    private readonly ConcurrentDictionary<UInt128, byte> _proven = new();

    /// <summary>Whether a token was accepted.</summary>
    public bool Knows(UInt128 print) => _proven.ContainsKey(print);

    /// <summary>Remembers that it was.</summary>
    public void Accepted(UInt128 print)
    {
        if (_proven.Count >= TokensMax)
        {
            _proven.Clear();
        }

        _proven[print] = 0;
    }

    /// <summary>Forgets a token that is not accepted any more.</summary>
    public void Refused(UInt128 print) => _proven.TryRemove(print, out _);

    /// <summary>Half of the SHA-256 of a token: enough to tell tokens apart, too little to be one.</summary>
    public static UInt128 PrintOf(string token) => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
