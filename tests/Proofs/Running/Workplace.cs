using System.Diagnostics;
using System.Globalization;

namespace CityBrain.Proofs.Running;

/// <summary>The published programs, the shared data, and a folder of this proof's own that is removed in the end.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly bool _keep;
    private readonly string _programs;
    private int _folders;

    private Workplace(string root, Arguments arguments)
    {
        (Root, _keep) = (root, arguments.Keep);
        Folder = Directory.CreateTempSubdirectory("citybrain-proof-").FullName;
        _programs = arguments.Programs ?? Path.Combine(Folder, "programs");
    }

    /// <summary>The folder of the solution.</summary>
    public string Root { get; }

    public string Folder { get; }

    public string Api => Path.Combine(_programs, "api", "CityBrain.Api.dll");

    public string Cli => Path.Combine(_programs, "cli", "CityBrain.Cli.dll");

    public string AirFile => DataFile("air/beijing_prsa_8stations_winter2016_17.csv");

    public string WaterFile => DataFile("water/hubeau_occitanie_2020_01_02_level_10min.csv.gz");

    public string NoiseFile => DataFile("noise/laeq_1min_2025_03_21_04_01.csv");

    public string GateFile => DataFile("crowd/hangzhou_metro_entries_56stations_10min.csv.gz");

    /// <summary>Publishes both programs, unless they are there.</summary>
    public static async Task<Workplace> Open(Arguments arguments)
    {
        var workplace = new Workplace(FindRoot(), arguments);
        foreach (var (project, folder) in arguments.Programs is null ? new[] { ("src/Api", "api"), ("src/Cli", "cli") } : [])
        {
            await Run("dotnet", workplace.Root, "publish", project, "-c", "Release", "-v", "q", "-nologo", "-o", Path.Combine(workplace._programs, folder));
        }

        return workplace;
    }

    /// <summary>A name for a fresh data folder.</summary>
    public string FreshFolder(string what) => Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{what}-{++_folders}"));

    /// <summary>Runs a program to its end; its output must be wanted, its failure is a failure of the proof.</summary>
    public static async Task<string> Run(string program, string folder, params string[] arguments)
    {
        var (code, output, error) = await RunToEnd(program, folder, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {error}{output}");
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunToEnd(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (_keep)
        {
            Console.WriteLine($"kept: {Folder}");
        }
        else
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private string DataFile(string name)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", name));
        return File.Exists(path) ? path : throw new FileNotFoundException("The proof needs the shared data beside the project.", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityBrain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The proofs run from the project's own build output.");
    }
}
