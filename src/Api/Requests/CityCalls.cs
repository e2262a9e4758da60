using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Grains.Interfaces;

namespace CityBrain.Api.Requests;

/// <summary>
/// The only way from the edge into the city: every call is bounded in time, and lost infrastructure comes back as a refusal.
/// A bug in a grain stays an exception.
/// </summary>
internal sealed partial class CityCalls(IServiceProvider services, TimeProvider time, ILogger<CityCalls> logger)
{
    /// <summary>Asks for something that changes nothing.</summary>
    public Task<Answer<T>> Ask<T>(Func<IGrainFactory, CancellationToken, Task<Answer<T>>> call, CancellationToken aborted) =>
        Bounded(call, EdgeRefusals.Unavailable, aborted);

    /// <summary>Asks for something that is always there.</summary>
    public Task<Answer<T>> Read<T>(Func<IGrainFactory, Task<T>> call, CancellationToken aborted)
        where T : class => Bounded(async (grains, _) => new Answer<T> { Value = await call(grains) }, EdgeRefusals.Unavailable, aborted);

    /// <summary>Commands something; when no answer comes, whether it was done is not known.</summary>
    public Task<Answer<T>> Command<T>(Func<IGrainFactory, Task<Answer<T>>> call, CancellationToken aborted) =>
        Bounded((grains, _) => call(grains), EdgeRefusals.OutcomeUnknown, aborted);

    private async Task<Answer<T>> Bounded<T>(Func<IGrainFactory, CancellationToken, Task<Answer<T>>> call, Refusal lost, CancellationToken aborted)
    {
        if (services.GetService<IGrainFactory>() is not { } grains)
        {
            return EdgeRefusals.Unavailable;
        }

        using var bound = new CancellationTokenSource(Limits.CallDurationMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, aborted);
        try
        {
            return await call(grains, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            LogLost(logger, "no answer in time", null);
            return lost;
        }
        catch (Exception failure) when (IsLostInfrastructure(failure))
        {
            LogLost(logger, failure.GetType().Name, failure);
            return lost;
        }
    }

    // The journal's and the stores' exceptions are theirs alone: the edge knows them by where they come from.
    private static bool IsLostInfrastructure(Exception failure) =>
        failure is OrleansException or TimeoutException or IOException or ObjectDisposedException
        || (failure.GetType().Namespace is { } home
            && (home.StartsWith("CityBrain.Journal", StringComparison.Ordinal) || home.StartsWith("CityBrain.Storage", StringComparison.Ordinal)));

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "The city did not answer: {Failure}")]
    private static partial void LogLost(ILogger logger, string failure, Exception? exception);
}
