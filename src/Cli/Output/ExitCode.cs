namespace CityBrain.Cli.Output;

/// <summary>How the program ends, for scripts. Part of the contract with callers; <c>citybrain help</c> lists them.</summary>
public static class ExitCode
{
    /// <summary>Everything that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>It ran and found something wrong: a damaged row, a malformed file, readings that the city refused.</summary>
    public const int Findings = 1;

    /// <summary>The command line makes no sense; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The city cannot be reached, or refuses what was asked of it.</summary>
    public const int City = 3;

    /// <summary>Ended by Ctrl-C; what the city had acknowledged stays.</summary>
    public const int Interrupted = 130;

    /// <summary>The list as <c>help</c> shows it.</summary>
    public const string Explanation = """
        Exit codes:
          0    done
          1    it ran and found something wrong: a damaged row, a malformed file, a refused reading
          2    the command line makes no sense; nothing was done
          3    the city cannot be reached, or refuses what was asked of it
          130  interrupted; what the city had acknowledged stays, the same command goes on
        """;
}
