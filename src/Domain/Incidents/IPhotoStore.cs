namespace CityBrain.Domain.Incidents;

/// <summary>Where the files of photos are kept, each under its hash: the same photo twice is one file, and a file is never changed.</summary>
public interface IPhotoStore
{
    /// <summary>Keeps a photo; when this returns, file and folder are on disk. A photo that is there already is left as it is.</summary>
    /// <param name="hash">SHA-256 of the content, as <see cref="Photo.Hash"/>.</param>
    /// <param name="content">The file's content.</param>
    /// <param name="cancellation">Gives up before the file has its name.</param>
    /// <exception cref="IOException">It cannot be written; nothing is kept under the hash.</exception>
    Task Keep(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>The content of a photo; null when it is not there, or is not what it was.</summary>
    /// <param name="hash">SHA-256 of the content, as <see cref="Photo.Hash"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<byte[]?> Read(string hash, CancellationToken cancellation);
}
