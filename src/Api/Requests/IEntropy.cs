using System.Security.Cryptography;

namespace CityBrain.Api.Requests;

/// <summary>Where unguessable bytes come from; injected, so that tests can know them.</summary>
internal interface IEntropy
{
    /// <summary>So many random bytes, hexadecimal.</summary>
    string Hex(int bytes);
}

/// <summary>The operating system's randomness.</summary>
internal sealed class SystemEntropy : IEntropy
{
    /// <inheritdoc/>
    public string Hex(int bytes) => RandomNumberGenerator.GetHexString(bytes * 2, lowercase: true);
}
