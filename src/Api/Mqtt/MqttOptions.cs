using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Mqtt;

/// <summary>Where and within which bounds the city speaks MQTT. Section <c>Mqtt</c>, and <c>--mqtt</c>.</summary>
internal sealed class MqttOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Mqtt";

    /// <summary>Plain port, 0 for any that is free; null when MQTT is off. What <c>--mqtt</c> says when the section does not.</summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }

    /// <summary>Whether somebody chose the port: then a taken one stops the process, else the city goes on without MQTT and says so.</summary>
    public bool PortChosen { get; internal set; }

    /// <summary>Address to listen at: loopback unless told otherwise.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port for TLS 1.2 and later, 0 for any that is free; null for none.</summary>
    [Range(0, 65_535)]
    public int? TlsPort { get; set; }

    /// <summary>PEM file with the certificate and its chain, for TLS.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file with its key; the certificate's file when not given.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Connections at once, signed in or not; never more than the process may have files open, less what the rest of the city needs.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = 10_000;

    /// <summary>Connections that have not signed in yet: further ones wait in the system's queue, so that a storm is slowed and not dropped.</summary>
    [Range(1, 100_000)]
    public int StrangersMax { get; set; } = 1_000;

    /// <summary>Connections that may wait in the system's queue; the system itself may allow fewer (<c>net.core.somaxconn</c>).</summary>
    [Range(1, 65_535)]
    public int QueueMax { get; set; } = 4_096;

    /// <summary>Sign-ins that are looked into at once: fewer than the calls of people that the city takes, so that a storm leaves room for them.</summary>
    [Range(1, 10_000)]
    public int SignInsMax { get; set; } = 64;

    /// <summary>How long a stranger may take to sign in, TLS included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SignInDurationMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Sessions of one device, connected or sleeping.</summary>
    [Range(1, 1_000)]
    public int SessionsPerDeviceMax { get; set; } = 32;

    /// <summary>How long a session is kept for a device that does not come, whatever it asked for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionSleepMax { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Messages to one session that wait to be sent; further commands are brought when there is room.</summary>
    [Range(1, 10_000)]
    public int PendingMessagesMax { get; set; } = 64;

    /// <summary>Devices that one line brings commands to because it carries them.</summary>
    [Range(1, 100_000)]
    public int CarriedPerLineMax { get; set; } = 10_000;

    /// <summary>How long a message is held while the city cannot write; then the connection is closed without an acknowledgement.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan HoldDurationMax { get; set; } = TimeSpan.FromMinutes(2);
}

/// <summary>An address that is none, or a certificate that cannot be used, keeps the city from starting, and says why.</summary>
internal sealed class MqttOptionsValidator : IValidateOptions<MqttOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MqttOptions options) => FaultOf(options) is { } fault
        ? ValidateOptionsResult.Fail($"{MqttOptions.Section}:{fault}")
        : ValidateOptionsResult.Success;

    private static string? FaultOf(MqttOptions options)
    {
        if (!IPAddress.TryParse(options.Address, out _))
        {
            return $"{nameof(options.Address)} is '{options.Address}'. Give an IP address such as 127.0.0.1, or 0.0.0.0 for all of this machine.";
        }

        if (options.TlsPort is null)
        {
            return null;
        }

        if (options.CertificateFile is not { } file)
        {
            return $"{nameof(options.TlsPort)} needs a certificate. Name its PEM file with {MqttOptions.Section}:{nameof(options.CertificateFile)}, or leave the port out.";
        }

        try
        {
            X509Certificate2.CreateFromPemFile(file, options.KeyFile).Dispose();
            return null;
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"{nameof(options.CertificateFile)}: the certificate or its key cannot be read: {lost.Message} Give PEM files, the key in {MqttOptions.Section}:{nameof(options.KeyFile)} unless it stands in the same one.";
        }
    }
}
