using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CityBrain.Api.Access;
using CityBrain.Api.Requests;

namespace CityBrain.Api.Devices;

/// <summary>
/// Tokens of devices: <c>{device}.{64 hexadecimal digits}</c>. They are derived from a key of the edge and the caller's key, so that a repeated
/// command shows the same token although nobody kept it.
/// </summary>
internal sealed class DeviceTokens(KeyFolder keys)
{
    private const int DigitsCount = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A key for a device whose operator gave none.</summary>
    public DeviceId NewDevice(Caller caller) => DeviceId.Parse($"dev-{Mac("device", caller.Actor, caller.Key)[..16]}");

    /// <summary>The token that this caller's command gives the device.</summary>
    public string Derive(DeviceId device, Caller caller) => $"{device}.{Mac("token", device.Value, caller.Actor, caller.Key)}";

    /// <summary>SHA-256 of a token, hexadecimal: all that the city keeps of it.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Takes a token apart; whether it is valid is for the device to say.</summary>
    public static bool TryRead(string token, out DeviceId device)
    {
        device = default;
        var dot = token.LastIndexOf('.');
        return dot > 0 && token.Length - dot - 1 == DigitsCount
            && token.AsSpan(dot + 1).IndexOfAnyExcept(HexDigits) < 0
            && DeviceId.TryParse(token[..dot], out device);
    }

    private string Mac(params string[] parts) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys.DeviceTokens, Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
