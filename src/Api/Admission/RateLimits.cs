using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Admission;

/// <summary>
/// How often each caller may ask: by credential, and by address where there is none. Devices are known by the token in their path, everybody
/// else only once their token was checked; so there are two gates, one before and one after signing in, and each request is counted at one.
/// </summary>
internal sealed class RateLimits
{
    private const string Print = "CityBrain.TokenPrint";

    private readonly AdmissionOptions _options;
    private readonly ProvenTokens _proven;
    private readonly EdgeMeters _meters;

    /// <summary>Made by the host.</summary>
    public RateLimits(IOptions<AdmissionOptions> options, ProvenTokens proven, EdgeMeters meters)
    {
        (_options, _proven, _meters) = (options.Value, proven, meters);
        (BeforeSigningIn, AfterSigningIn) = (Gate(KeyBefore), Gate(KeyAfter));
    }

    private enum Counted
    {
        Nobody,
        Device,
        Unproven,
        Credential,
        Address,
    }

    /// <summary>Counts devices, and those who sign in.</summary>
    public RateLimiterOptions BeforeSigningIn { get; }

    /// <summary>Counts everybody else.</summary>
    public RateLimiterOptions AfterSigningIn { get; }

    /// <summary>Learns from the answer whether a device's token is one.</summary>
    public void Learn(HttpContext context)
    {
        if (context.Items.TryGetValue(Print, out var kept) && kept is UInt128 print)
        {
            if (context.Response.StatusCode is >= 200 and < 300)
            {
                _proven.Accepted(print);
            }
            else if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            {
                _proven.Refused(print);
            }
        }
    }

    private RateLimiterOptions Gate(Func<HttpContext, Key> keyOf) => new()
    {
        GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Key>(context => PartitionOf(keyOf(context))),
        OnRejected = (rejected, _) => Refuse(rejected, keyOf(rejected.HttpContext)),
    };

    private static bool SignsIn(HttpContext context) => context.Request.Path.Value is "/connect/token" or "/sign-in";

    private Key KeyBefore(HttpContext context)
    {
        if (context.GetRouteValue("token") is not string token)
        {
            return SignsIn(context) ? new Key(Counted.Address, AddressOf(context)) : default;
        }

        var print = context.Items.TryGetValue(Print, out var kept) ? (UInt128)kept! : ProvenTokens.PrintOf(token);
        context.Items[Print] = print;
        return _proven.Knows(print) ? new Key(Counted.Device, string.Empty, print) : new Key(Counted.Unproven, AddressOf(context));
    }

    private static Key KeyAfter(HttpContext context)
    {
        // Health is asked by whoever watches the process, and must answer under any load.
        if (context.GetRouteValue("token") is not null || SignsIn(context) || context.Request.Path.StartsWithSegments("/health"))
        {
            return default;
        }

        return context.User.FindFirst(ClaimNames.Actor)?.Value is { } actor ? new Key(Counted.Credential, actor) : new Key(Counted.Address, AddressOf(context));
    }

    // A household of the newer protocol has 2^64 addresses and counts as one.
    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => new IPAddress([.. six.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]).ToString(),
        var four => four.ToString(),
    };

    private RateLimitPartition<Key> PartitionOf(Key key) => key.Counted switch
    {
        Counted.Device => Bucket(key, _options.DevicePerSecond, _options.DeviceBurst),
        Counted.Unproven => Bucket(key, _options.UnprovenPerSecond, _options.UnprovenBurst),
        Counted.Credential => Bucket(key, _options.CredentialPerSecond, _options.CredentialBurst),
        Counted.Address => Bucket(key, _options.AddressPerSecond, _options.AddressBurst),
        _ => RateLimitPartition.GetNoLimiter(key),
    };

    private static RateLimitPartition<Key> Bucket(Key key, int perSecond, int burst) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = burst,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });

    private ValueTask Refuse(OnRejectedContext rejected, Key key)
    {
        var by = key.Counted switch { Counted.Device => "device", Counted.Credential => "credential", _ => "address" };
        _meters.Limited(by);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        return new ValueTask(new Problem(EdgeRefusals.RateExceeded(by), StatusCodes.Status429TooManyRequests) { RetryAfter = wait }.ExecuteAsync(rejected.HttpContext));
    }

    private readonly record struct Key(Counted Counted, string Name, UInt128 Token = default);
}
