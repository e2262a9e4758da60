using System.Text.Json;
using CityBrain.Cli.Commands;
using CityBrain.Cli.Output;
using CityBrain.Cli.Tests.Sources;
using CityBrain.Cli.Tests.Stub;

namespace CityBrain.Cli.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("replay f.csv")]
    [InlineData("replay f.csv --as snow")]
    [InlineData("replay --as air")]
    [InlineData("replay f.csv --as air --speed 3600")]
    [InlineData("replay f.csv --as air --speed -1x")]
    [InlineData("replay f.csv --as air --place 341882")]
    [InlineData("replay f.csv --as air --url ftp://city")]
    [InlineData("replay f.csv --as air --connections 0")]
    [InlineData("replay f.csv --as air --user somebody")]
    [InlineData("replay f.csv --as air --user a --password b --client c --secret d")]
    [InlineData("replay f.csv --as air --patience -1")]
    [InlineData("replay f.csv --as air --patience long")]
    [InlineData("replay f.csv --as air --connections many")]
    [InlineData("verify")]
    [InlineData("import")]
    [InlineData("rebuild")]
    public async Task A_command_line_that_makes_no_sense_ends_with_2_and_says_why(string line)
    {
        (await Run(line.Split(' '))).ShouldBe(ExitCode.Usage);
        _error.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Help_lists_the_commands_and_the_exit_codes()
    {
        (await Run("help")).ShouldBe(ExitCode.Done);
        var text = _out.ToString();
        foreach (var word in new[] { "replay", "import", "verify", "Exit codes", "130" })
        {
            text.ShouldContain(word);
        }
    }

    [Fact]
    public async Task A_city_that_is_not_there_ends_with_3_and_says_how_to_start_it()
    {
        var file = _folder.Write("f.csv", SourceFileTests.WaterHeader);
        (await Run("replay", file, "--as", "water", "--url", "http://127.0.0.1:9", "--patience", "0", "--json")).ShouldBe(ExitCode.City);
        _error.ToString().ShouldContain("dotnet run --project src/Api");
        JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("city-unreachable");
    }

    [Fact]
    public async Task A_malformed_file_ends_with_1_before_anything_is_sent()
    {
        await using var city = await StubCity.Start();
        var file = _folder.Write("f.csv", SourceFileTests.WaterHeader + "2020-01-07T16:25:00Z,Y1,L,1,N\n2020-01-07T16:35:00Z,Y1,L,x,N\n");

        (await Run("replay", file, "--as", "water", "--url", city.Url)).ShouldBe(ExitCode.Findings);

        _error.ToString().ShouldContain("f.csv, line 3: 'x' in column water_level_mm is not a number.");
        city.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_ends_with_3()
    {
        await using var city = await StubCity.Start();
        var file = _folder.Write("f.csv", SourceFileTests.WaterHeader);
        (await Run("replay", file, "--as", "water", "--url", city.Url, "--user", "operator", "--password", "guess")).ShouldBe(ExitCode.City);
        _error.ToString().ShouldContain("does not let 'operator' in");
        _error.ToString().ShouldNotContain("guess");
    }

    [Fact]
    public async Task A_replay_prints_what_the_city_has_as_one_json_document()
    {
        await using var city = await StubCity.Start();
        var file = _folder.Write("f.csv", SourceFileTests.WaterHeader + "2020-01-07T16:25:00Z,Y1,L,1,N\n2020-01-07T16:35:00Z,Y1,L,2,N\n");

        (await Run("replay", file, "--as", "water", "--url", city.Url, "--json")).ShouldBe(ExitCode.Done);

        var report = JsonDocument.Parse(_out.ToString()).RootElement;
        report.GetProperty("run").GetProperty("stored").GetInt32().ShouldBe(2);
        report.GetProperty("city").GetProperty("readings").GetInt32().ShouldBe(2);
        report.GetProperty("city").GetProperty("alarms").GetInt32().ShouldBe(2);
        city.Devices["river-y1"].GetProperty("sourceStation").GetString().ShouldBe("Y1");
        city.Devices["river-y1"].GetProperty("place").GetString().ShouldBe("341882001");
    }

    [Fact]
    public async Task A_refused_reading_ends_with_1_and_is_named()
    {
        await using var city = await StubCity.Start();
        var file = _folder.Write("f.csv", SourceFileTests.WaterHeader + "2020-01-07T16:25:00Z,Y1,L,1e15,N\n2020-01-07T16:35:00Z,Y1,L,2,N\n");

        (await Run("replay", file, "--as", "water", "--url", city.Url)).ShouldBe(ExitCode.Findings);

        _out.ToString().ShouldContain("refused: river-y1 at 2020-01-07T16:25:00.0000000+00:00: Too large.");
        city.Stored["river-y1"].Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_import_sends_the_file_as_it_is_and_prints_the_receipt()
    {
        await using var city = await StubCity.Start();
        var file = _folder.Write("d.csv", "level,code,code12,name,parent_code12\n");

        (await Run("import", file, "--url", city.Url)).ShouldBe(ExitCode.Done);

        city.Imports.ShouldBe(["text/csv; charset=utf-8|level,code,code12,name,parent_code12\n"]);
        _out.ToString().Trim().ShouldBe("广德市 (341882): 13 districts, 139 communities; 152 added, 0 changed");
    }

    [Fact]
    public async Task An_import_that_the_city_finds_errors_in_ends_with_1_and_names_the_lines()
    {
        await using var city = await StubCity.Start();
        var file = _folder.Write("d.csv", "level,code,code12,name,parent_code12\nbad,1,1,x,\n");

        (await Run("import", file, "--url", city.Url)).ShouldBe(ExitCode.Findings);

        _error.ToString().ShouldContain("line 2: No such level. Write town.");
    }

    [Fact]
    public async Task Verifying_a_folder_without_a_journal_ends_with_1()
    {
        (await Run("verify", "--data", _folder.Path, "--json")).ShouldBe(ExitCode.Findings);
        JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe("journal-missing");
    }

    private Task<int> Run(params string[] arguments) => CommandLine.Run(arguments, new Terminal(_out, _error, Interactive: false), TimeProvider.System);
}
