using System.Threading.RateLimiting;
using CityBrain.Api.Admission;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Grains.Interfaces;

namespace CityBrain.Api.Requests;

/// <summary>
/// The only way from the edge into the city: every call has a place among those of its class, is bounded in time, and lost infrastructure
/// comes back as a refusal. A bug in a grain stays an exception.
/// </summary>
internal sealed partial class CityCalls(
    IServiceProvider services, CallAdmission admission, EdgeMeters meters, TimeProvider time, ILogger<CityCalls> logger)
{
    /// <summary>Asks for something that changes nothing.</summary>
    public Task<Answer<T>> Ask<T>(
        Func<IGrainFactory, CancellationToken, Task<Answer<T>>> call, CancellationToken aborted, CallClass urgency = CallClass.Ordinary) =>
        Bounded(call, EdgeRefusals.Unavailable, urgency, aborted);

    /// <summary>Asks for something that is always there.</summary>
    public Task<Answer<T>> Read<T>(Func<IGrainFactory, Task<T>> call, CancellationToken aborted)
        where T : class => Bounded(async (grains, _) => new Answer<T> { Value = await call(grains) }, EdgeRefusals.Unavailable, CallClass.Ordinary, aborted);

    /// <summary>Commands something; when no answer comes, whether it was done is not known.</summary>
    public Task<Answer<T>> Command<T>(Func<IGrainFactory, Task<Answer<T>>> call, CancellationToken aborted, CallClass urgency = CallClass.Ordinary) =>
        Bounded((grains, _) => call(grains), EdgeRefusals.OutcomeUnknown, urgency, aborted);

    private async Task<Answer<T>> Bounded<T>(
        Func<IGrainFactory, CancellationToken, Task<Answer<T>>> call, Refusal lost, CallClass urgency, CancellationToken aborted)
    {
        if (services.GetService<IGrainFactory>() is not { } grains)
        {
            return EdgeRefusals.Unavailable;
        }

        var (began, outcome) = (time.GetTimestamp(), "failed");
        using var bound = new CancellationTokenSource(Limits.CallDurationMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, aborted);
        RateLimitLease? place = null;
        try
        {
            place = await admission.Enter(urgency, either.Token);
            if (!place.IsAcquired)
            {
                outcome = "shed";
                return EdgeRefusals.Overloaded;
            }

            var answer = await call(grains, either.Token).WaitAsync(either.Token);
            outcome = answer.Refusal is null ? "answered" : "refused";
            return answer;
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            if (place is null)
            {
                outcome = "shed";
                return EdgeRefusals.Overloaded;
            }

            outcome = "lost";
            LogLost(logger, "no answer in time", null);
            return lost;
        }
        catch (OperationCanceledException)
        {
            outcome = "aborted";
            throw;
        }
        catch (Exception failure) when (IsLostInfrastructure(failure))
        {
            outcome = "lost";
            LogLost(logger, failure.GetType().Name, failure);
            return lost;
        }
        finally
        {
            place?.Dispose();
            meters.Called(urgency, outcome, time.GetElapsedTime(began));
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
