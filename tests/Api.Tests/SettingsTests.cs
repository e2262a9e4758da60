using CityBrain.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Api.Tests;

/// <summary>A setting that makes no sense keeps the city from starting, and says which one and what to give instead.</summary>
[Collection(Alone.Name)]
public sealed class SettingsTests
{
    [Theory]
    [InlineData("--Mqtt:Port=eighteen", "Mqtt:Port is 'eighteen'. Give a whole number")]
    [InlineData("--Mqtt:Port=70000", "Port must be between 0 and 65535")]
    [InlineData("--Mqtt:StrangersMax=0", "StrangersMax must be between 1 and 100000")]
    [InlineData("--Mqtt:HoldDurationMax=soon", "Mqtt:HoldDurationMax is 'soon'. Give a time such as 00:00:10")]
    [InlineData("--Mqtt:HoldDurationMax=02:00:00", "HoldDurationMax must be between 00:00:01 and 01:00:00")]
    [InlineData("--Mqtt:Address=everywhere", "Mqtt:Address is 'everywhere'. Give an IP address")]
    [InlineData("--Mqtt:TlsPort=8883", "Name its PEM file with Mqtt:CertificateFile")]
    [InlineData("--Mqtt:ConectionsMax=5", "Mqtt:ConectionsMax is no setting. Known are: Address, CarriedPerLineMax, CertificateFile")]
    [InlineData("--Live:ViewersMax=many", "Live:ViewersMax is 'many'. Give a whole number")]
    [InlineData("--Admission:DeviceBurst=2.5", "Admission:DeviceBurst is '2.5'. Give a whole number")]
    [InlineData("--Observability:TraceShare=2", "TraceShare must be between 0 and 1")]
    [InlineData("--Access:TokenLifetime=an hour", "Access:TokenLifetime is 'an hour'. Give a time")]
    public void It_is_said_in_words(string setting, string words)
    {
        var (code, said) = Start(setting);
        code.ShouldBe(Serving.WrongConfiguration);
        said.ShouldContain(words);
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public void Of_two_that_make_no_sense_both_are_said()
    {
        var (code, said) = Start("--Mqtt:SignInsMax=0", "--Observability:TraceShare=2");
        code.ShouldBe(Serving.WrongConfiguration);
        said.ShouldContain("SignInsMax");
        said.ShouldContain("TraceShare");
    }

    private static (int Code, string Said) Start(params string[] settings)
    {
        var folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
        var usual = Console.Error;
        using var words = new StringWriter();
        Console.SetError(words);
        try
        {
            return (Serving.Serve(() => CityOverHttp.Compose(folder, Environments.Production, Quiet, settings)), words.ToString());
        }
        finally
        {
            Console.SetError(usual);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        // A start that is not refused would go on for ever.
        static void Quiet(WebApplicationBuilder builder)
        {
            builder.Logging.ClearProviders();
            builder.Services.AddHostedService<EndsAtOnce>();
        }
    }

    private sealed class EndsAtOnce(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
