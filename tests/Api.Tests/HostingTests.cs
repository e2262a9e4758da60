using CityBrain.Api.Access;
using CityBrain.Api.Hosting;
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
        (serve.Demo, serve.MqttPort).ShouldBe((true, 1883));
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
