using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Flood;

/// <summary>One fleet of simulated devices, let loose by the city's own command line in a process of its own.</summary>
internal sealed class FleetRun
{
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FleetRun(ProcessStartInfo start) => Result = Run(start);

    /// <summary>Done when all devices are registered and begin to report.</summary>
    public Task Registered => _registered.Task;

    /// <summary>What the command printed in the end.</summary>
    public Task<JsonElement> Result { get; }

    public static FleetRun Start(Workplace place, RunningCity city, params string[] words) => new(new ProcessStartInfo(
        "dotnet", [place.Cli, .. words, "--json", "--url", city.Url.TrimEnd('/')])
    {
        WorkingDirectory = place.Folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    });

    private async Task<JsonElement> Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            said.AppendLine(line.Data);
            if (line.Data?.Contains("are registered", StringComparison.Ordinal) == true)
            {
                _registered.TrySetResult();
            }
        };
        process.BeginErrorReadLine();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (output.StartsWith('{'))
        {
            return JsonSerializer.Deserialize<JsonElement>(output);
        }

        var failure = new InvalidOperationException($"{string.Join(' ', start.ArgumentList)}: {said}{output}");
        _registered.TrySetException(failure);
        throw failure;
    }
}
