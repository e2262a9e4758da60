namespace CityBrain.Cli.Output;

/// <summary>Ends a command early: what was wrong, what can be done about it, and the exit code that says so to scripts.</summary>
public sealed class CommandFailedException : Exception
{
    /// <summary>Says what was wrong in one sentence, and the remedy in another.</summary>
    public CommandFailedException(int exitCode, string code, string reason, string remedy, Exception? inner = null)
        : base(reason, inner) => (ExitCode, Code, Remedy) = (exitCode, code, remedy);

    /// <summary>One of <see cref="Output.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>Stable kebab-case code; the city's own where the city refused.</summary>
    public string Code { get; }

    /// <summary>What the caller can do.</summary>
    public string Remedy { get; }
}
