using System.Text;

namespace CityBrain.Cli.Output;

/// <summary>Where a command writes: results to <paramref name="Out"/>, everything else to <paramref name="Error"/>.</summary>
/// <param name="Out">Results only, so that they can be piped.</param>
/// <param name="Error">Progress, warnings and failures.</param>
/// <param name="Interactive">Whether a person watches <paramref name="Error"/>: then progress rewrites its line.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool Interactive)
{
    /// <summary>The console of this process, in UTF-8.</summary>
    public static Terminal OfThisProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true },
            TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true }),
            !Console.IsErrorRedirected);
    }
}
