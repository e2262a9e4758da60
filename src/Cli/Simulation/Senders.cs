namespace CityBrain.Cli.Simulation;

/// <summary>Senders of one run, at once.</summary>
internal static class Senders
{
    /// <summary>Runs them all; when one fails the others are ended, and its failure is what is told.</summary>
    /// <param name="count">How many.</param>
    /// <param name="send">What one of them does, by its number from 0.</param>
    /// <param name="cancellation">Ends them all.</param>
    public static async Task Run(int count, Func<int, CancellationToken, Task> send, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            try
            {
                await send(number, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }));
    }
}
