using System.Globalization;
using System.Net;
using CityBrain.Api.Hosting;

namespace CityBrain.Api.Mqtt;

/// <summary>Where and within which bounds the city speaks MQTT: section <c>Mqtt</c> of the configuration, and <c>--mqtt</c>.</summary>
internal sealed record MqttOptions
{
    /// <summary>Plain port, 0 for any that is free; null when MQTT is off.</summary>
    public int? Port { get; init; }

    /// <summary>Whether somebody chose the port: then a taken one stops the process, else the city goes on without MQTT and says so.</summary>
    public bool PortChosen { get; init; }

    /// <summary>Address to listen at: loopback unless told otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for TLS 1.2 and later, 0 for any that is free; null for none.</summary>
    public int? TlsPort { get; init; }

    /// <summary>PEM file with the certificate and its chain, for TLS.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file with its key; the certificate's file when not given.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Connections at once, signed in or not.</summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>Connections that have not signed in yet: further ones wait in the system's queue, so that a storm is slowed and not dropped.</summary>
    public int StrangersMax { get; init; } = 1_000;

    /// <summary>Sign-ins that are looked into at once.</summary>
    public int SignInsMax { get; init; } = 64;

    /// <summary>Sessions of one device, connected or sleeping.</summary>
    public int SessionsPerDeviceMax { get; init; } = 32;

    /// <summary>How long a stranger may take to sign in, TLS included.</summary>
    public TimeSpan SignInDurationMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a message is held while the city cannot write; then the connection is closed without an acknowledgement.</summary>
    public TimeSpan HoldDurationMax { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Reads the settings.</summary>
    public static MqttOptions Of(ServeOptions serve, IConfiguration configuration)
    {
        var section = configuration.GetSection("Mqtt");
        return new MqttOptions
        {
            Port = section["Port"] is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : serve.MqttPort,
            PortChosen = section["Port"] is not null || serve.MqttPortChosen,
            Address = section["Address"] is { } address ? IPAddress.Parse(address) : IPAddress.Loopback,
            TlsPort = section["TlsPort"] is { } tls ? int.Parse(tls, CultureInfo.InvariantCulture) : null,
            CertificateFile = section["CertificateFile"],
            KeyFile = section["KeyFile"],
        };
    }
}
