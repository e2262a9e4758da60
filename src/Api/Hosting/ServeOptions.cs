using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CityBrain.Api.Hosting;

/// <summary>What the command line says about this process.</summary>
internal sealed record ServeOptions
{
    /// <summary>Exit code for a command line that is not understood (EX_USAGE).</summary>
    public const int WrongUsage = 64;

    /// <summary>Where the city answers unless told otherwise: loopback only.</summary>
    public const string DefaultUrl = "http://localhost:5080";

    private const int DefaultMqttPort = 1883;

    private const string Usage = """
        CityBrain.Api [--data DIR] [--urls URL] [--mqtt PORT|off] [--demo on|off]

          --data DIR     where the city is kept; a relative path starts at the solution's or the program's folder (default: data)
          --urls URL     where it answers (default: http://localhost:5080, loopback only)
          --mqtt PORT    where devices that speak MQTT connect, loopback only (default: 1883, or not at all where that is taken); off for none
          --demo on|off  whether a city without devices gets simulated ones, with a story to handle (default: on in development, else off)

        Further settings: --Section:Key=value.
        """;

    /// <summary>Folder of the journal, the keys and everything else that is kept; absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Port for MQTT, 1 to 65535; null when it is off.</summary>
    public required int? MqttPort { get; init; }

    /// <summary>Whether the command line named the port.</summary>
    public required bool MqttPortChosen { get; init; }

    /// <summary>Whether this is the demonstration city; null when the command line does not say, then it is one in development.</summary>
    public required bool? Demo { get; init; }

    /// <summary>What the host gets to read.</summary>
    public required string[] HostArguments { get; init; }

    /// <summary>Whether the process only runs to have its API described by the build: then nothing may listen, start or be written.</summary>
    public static bool DescribedOnly { get; } = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    /// <summary>Reads a command line; when it is not understood, or help was asked for, says so in words.</summary>
    public static bool TryRead(string[] arguments, [NotNullWhen(true)] out ServeOptions? options, out string words)
    {
        (options, words) = (null, Usage);
        Dictionary<string, string> own = new(StringComparer.Ordinal) { ["--data"] = "data", ["--urls"] = "", ["--mqtt"] = "", ["--demo"] = "" };
        List<string> host = [];
        for (var i = 0; i < arguments.Length; i++)
        {
            var (name, value, inline) = Split(arguments[i]);
            if (!own.ContainsKey(name))
            {
                if (!IsHostSetting(name, inline))
                {
                    words = $"'{arguments[i]}' is no option.{Environment.NewLine}{Environment.NewLine}{Usage}";
                    return false;
                }

                host.Add(arguments[i]);
                continue;
            }

            if (!inline && i + 1 < arguments.Length)
            {
                value = arguments[++i];
            }

            own[name] = value;
        }

        if (Fault(own) is { } fault)
        {
            words = $"{fault}{Environment.NewLine}{Environment.NewLine}{Usage}";
            return false;
        }

        options = new ServeOptions
        {
            DataFolder = Path.GetFullPath(own["--data"], HomeFolder()),
            MqttPort = own["--mqtt"] switch { "" => DefaultMqttPort, "off" => null, var port => int.Parse(port, CultureInfo.InvariantCulture) },
            MqttPortChosen = own["--mqtt"].Length > 0,
            Demo = own["--demo"] switch { "" => null, var choice => choice == "on" },
            HostArguments = own["--urls"].Length > 0 ? [.. host, $"--urls={own["--urls"]}"] : [.. host],
        };
        return true;
    }

    private static string? Fault(Dictionary<string, string> own) => own switch
    {
        _ when string.IsNullOrWhiteSpace(own["--data"]) => "--data needs a folder.",
        _ when own["--urls"].Split(';', StringSplitOptions.RemoveEmptyEntries).Any(url => !IsUrl(url)) => "--urls needs addresses such as http://localhost:5080.",
        _ when own["--mqtt"] is not ("" or "off") && (!int.TryParse(own["--mqtt"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) =>
            "--mqtt needs a port from 1 to 65535, or off.",
        _ when own["--demo"] is not ("" or "on" or "off") => "--demo is on or off.",
        _ => null,
    };

    private static bool IsUrl(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static (string Name, string Value, bool Inline) Split(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (argument[..at], argument[(at + 1)..], true) : (argument, string.Empty, false);

    // What tools of the platform pass (--environment=…, --contentRoot=…), and sections of the configuration.
    private static bool IsHostSetting(string name, bool inline) =>
        inline && name.StartsWith("--", StringComparison.Ordinal)
        && (name.Contains(':', StringComparison.Ordinal) || name[2..].ToUpperInvariant() is "ENVIRONMENT" or "CONTENTROOT" or "APPLICATIONNAME");

    /// <summary>Relative folders start at the solution, or at the published program, never at the working directory.</summary>
    private static string HomeFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityBrain.sln")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
