using CityBrain.Storage.Folder;
using CityBrain.Storage.Tests.Building;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Storage.Tests.Folder;

public sealed class DataFolderTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Whoever_comes_second_is_told_who_holds_the_folder_and_since_when()
    {
        using var held = DataFolder.Take(_scratch.File("data"), _time);
        var refused = Should.Throw<DataFolderHeldException>(() => DataFolder.Take(_scratch.File("data"), _time));
        refused.Holder.ShouldBe($"process {Environment.ProcessId} since 2026-11-23T08:00:00+00:00");
        refused.Message.ShouldContain(held.FullPath);
    }

    [Fact]
    public void A_folder_that_was_given_up_can_be_taken()
    {
        DataFolder.Take(_scratch.File("data"), _time).Dispose();
        using var held = DataFolder.Take(_scratch.File("data"), _time);
        File.Exists(Path.Combine(held.FullPath, "city.holder")).ShouldBeTrue();
    }

    [Fact]
    public void What_a_killed_holder_left_behind_does_not_lock_the_folder()
    {
        Directory.CreateDirectory(_scratch.File("data"));
        File.WriteAllText(_scratch.File("data/city.lock"), "process 1 since 2020-01-01T00:00:00+00:00");
        File.WriteAllText(_scratch.File("data/city.holder"), "process 1 since 2020-01-01T00:00:00+00:00");
        using var held = DataFolder.Take(_scratch.File("data"), _time);
        File.ReadAllText(_scratch.File("data/city.holder")).ShouldContain($"{Environment.ProcessId}");
    }

    [Fact]
    public void Anchors_stand_beside_the_folder()
    {
        DataFolder.DefaultAnchorFolder(_scratch.File("data") + Path.DirectorySeparatorChar).ShouldBe(_scratch.File("data.anchor"));
        DataFolder.DatabasePathOf(_scratch.File("data")).ShouldBe(_scratch.File("data/city.db"));
    }
}
