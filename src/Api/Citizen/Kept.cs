namespace CityBrain.Api.Citizen;

/// <summary>
/// An answer of the city that is shown to everybody for a few seconds: however many ask, the city is asked once. Who leaves does not end the
/// question for the others.
/// </summary>
internal sealed class Kept<T>(TimeSpan lifetime, TimeProvider time, Func<Task<T>> ask)
{
    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _asked;

    /// <summary>The answer that is kept, or a new one when it is too old or there is none.</summary>
    /// <exception cref="OperationCanceledException">Who asks has left.</exception>
    public Task<T> Read(CancellationToken aborted)
    {
        lock (_gate)
        {
            if (_answer is null or { IsFaulted: true } or { IsCanceled: true } || (_answer.IsCompleted && time.GetElapsedTime(_asked) >= lifetime))
            {
                (_asked, _answer) = (time.GetTimestamp(), ask());
            }

            return _answer.WaitAsync(aborted);
        }
    }
}
