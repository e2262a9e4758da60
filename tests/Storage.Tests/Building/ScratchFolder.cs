namespace CityBrain.Storage.Tests.Building;

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("citybrain-").FullName;

    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
