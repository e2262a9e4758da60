using CityBrain.Api.Hosting;

namespace CityBrain.Api.Incidents;

/// <summary>Bounds what photos cost: how many are held in memory at a time, and how many of those are decoded.</summary>
internal sealed class PhotoIntake : IDisposable
{
    private readonly SemaphoreSlim _places = new(Limits.PhotosInFlightMax);
    private readonly SemaphoreSlim _decoders = new(Limits.PhotosDecodedMax);

    /// <summary>A place for one photo; null when all are taken.</summary>
    public IDisposable? Enter() => _places.Wait(0) ? new Place(_places) : null;

    /// <summary>Reads a photo, or says why it is none; off the request's thread, because a picture takes a core for up to a second.</summary>
    public async Task<(CleanPhoto? Photo, Refusal? Refusal)> Read(ReadOnlyMemory<byte> body, string declared, CancellationToken aborted)
    {
        await _decoders.WaitAsync(aborted);
        try
        {
            return await Task.Run(() => PhotoReader.Read(body, declared), aborted);
        }
        finally
        {
            _decoders.Release();
        }
    }

    public void Dispose()
    {
        _places.Dispose();
        _decoders.Dispose();
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
