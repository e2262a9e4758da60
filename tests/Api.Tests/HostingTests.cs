using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityBrain.Api.Access;
using CityBrain.Api.Hosting;
using CityBrain.Api.Mqtt;
using MQTTnet;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Tests;

/// <summary>How the process starts, and when it does not.</summary>
public sealed class HostingTests
{
    [Theory]
    [InlineData("--Access:DemonstrationAccounts=true", "development only")]
    [InlineData("--Access:Clients:0:Id=police", "SecretHash")]
    public async Task Production_refuses_to_start_with_what_everybody_knows(string setting, string words) => await Refused([setting], words);

    [Fact]
    public async Task Production_refuses_to_start_with_a_demonstration_secret_under_another_name() => await Refused(
        ["--Access:Clients:0:Id=police", $"--Access:Clients:0:SecretHash={SecretHash.Of("department-demo", "12345678"u8)}"], "demonstration account");

    [Theory]
    [InlineData("--data")]
    [InlineData("--demo", "maybe")]
    [InlineData("--mqtt", "0")]
    [InlineData("--mqtt", "99999")]
    [InlineData("--urls", "localhost:5080")]
    [InlineData("--nonsense")]
    [InlineData("stray")]
    public void A_command_line_that_is_not_understood_is_refused_in_words(params string[] arguments)
    {
        ServeOptions.TryRead(arguments[0] == "--data" ? ["--data", ""] : arguments, out _, out var words).ShouldBeFalse();
        words.ShouldContain("--demo on|off");
    }

    [Fact]
    public void A_relative_folder_starts_at_the_solution_and_not_at_the_working_directory()
    {
        ServeOptions.TryRead([], out var serve, out _).ShouldBeTrue();
        File.Exists(Path.Combine(Path.GetDirectoryName(serve!.DataFolder)!, "CityBrain.sln")).ShouldBeTrue();
        (serve.Demo, serve.MqttPort).ShouldBe((null, 1883));
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("1884", 1884)]
    public void Mqtt_has_the_port_that_was_chosen_or_none(string choice, int? port)
    {
        ServeOptions.TryRead(["--mqtt", choice], out var serve, out _).ShouldBeTrue();
        (serve!.MqttPort, serve.MqttPortChosen).ShouldBe((port, true));
    }

    [Fact]
    public async Task A_chosen_port_for_mqtt_that_is_taken_stops_the_start_in_words_and_the_default_one_does_not()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
        await using (var refusing = CityOverHttp.Compose(folder, Environments.Development, builder => Quiet(builder, isChosen: true)))
        {
            (await Should.ThrowAsync<OptionsValidationException>(() => refusing.StartAsync())).Message.ShouldContain("--mqtt off");
        }

        await using var going = CityOverHttp.Compose(folder + "b", Environments.Development, builder => Quiet(builder, isChosen: false));
        await going.StartAsync();
        Directory.Delete(folder, recursive: true);

        void Quiet(WebApplicationBuilder builder, bool isChosen)
        {
            builder.Logging.ClearProviders();
            builder.Services.PostConfigure<MqttOptions>(options => (options.Port, options.PortChosen) = (taken, isChosen));
        }
    }

    [Fact]
    public async Task Devices_may_speak_mqtt_over_tls()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        var (pem, keyFile) = (Path.Combine(folder, "city.pem"), Path.Combine(folder, "city.key"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        await using var app = CityOverHttp.Compose(
            folder, Environments.Development, builder => builder.Logging.ClearProviders(), "--Mqtt:TlsPort=0", $"--Mqtt:CertificateFile={pem}", $"--Mqtt:KeyFile={keyFile}");
        await app.StartAsync();
        await using var stranger = new MqttDevice();
        var options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", app.Services.GetRequiredService<MqttDoor>().TlsPort!.Value)
            .WithCredentials("stranger", string.Empty).WithTlsOptions(tls => tls.UseTls().WithCertificateValidationHandler(_ => true));
        (await stranger.Connect(options)).ShouldBe(MqttClientConnectResultCode.BadUserNameOrPassword);
    }

    [Theory]
    [InlineData("a-secret-of-its-own", true)]
    [InlineData("another", false)]
    public void A_secret_matches_its_hash_only(string secret, bool matches) =>
        SecretHash.Matches(SecretHash.Of("a-secret-of-its-own", "12345678"u8), secret).ShouldBe(matches);

    private static async Task Refused(string[] settings, string words)
    {
        var folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
        await using var app = CityOverHttp.Compose(folder, Environments.Production, builder => builder.Logging.ClearProviders(), settings);
        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync());
        refusal.Message.ShouldContain(words);
        Directory.Exists(Path.Combine(folder, "data", "keys")).ShouldBeFalse();
    }
}
