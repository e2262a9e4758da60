using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Anchors;

public sealed class FileAnchorTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lane_without_an_anchor_has_none()
    {
        using var anchor = new FileAnchor(_folder.File("none"));
        anchor.Read(1).ShouldBeNull();
        anchor.ReadLanes().ShouldBeEmpty();
        Directory.Exists(_folder.File("none")).ShouldBeFalse();
    }

    [Fact]
    public void The_last_head_is_read_back_also_after_opening_anew()
    {
        for (var batch = 1; batch <= 5; batch++)
        {
            using var anchor = new FileAnchor(_folder.FullPath);
            anchor.Write(Head(batch));
            anchor.Read(1).ShouldBe(Head(batch));
            anchor.Write(Head(batch) with { Lane = 2 });
        }

        using var reader = new FileAnchor(_folder.FullPath);
        reader.Read(1).ShouldBe(Head(5));
        reader.ReadLanes().ShouldBe([1, 2]);
        reader.Read(3).ShouldBeNull();
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 128)]
    [InlineData(6, 40)]
    [InlineData(7, 160)]
    public void A_torn_slot_leaves_the_one_before(int last, int offset)
    {
        using (var anchor = new FileAnchor(_folder.FullPath))
        {
            for (var batch = 1; batch <= last; batch++)
            {
                anchor.Write(Head(batch));
            }
        }

        Flip(offset);
        using var reader = new FileAnchor(_folder.FullPath);
        reader.Read(1).ShouldBe(Head(last - 1));
        reader.Write(Head(last + 1));
        reader.Read(1).ShouldBe(Head(last + 1));
    }

    [Fact]
    public void Two_torn_slots_leave_none()
    {
        using (var anchor = new FileAnchor(_folder.FullPath))
        {
            anchor.Write(Head(1));
            anchor.Write(Head(2));
        }

        Flip(0);
        Flip(128);
        using var reader = new FileAnchor(_folder.FullPath);
        reader.Read(1).ShouldBeNull();
    }

    private static LaneHead Head(int batch) => new(1, 3, batch, BatchDigest.Of([new Hash(new byte[32])]), 1_000 + batch);

    private void Flip(int offset)
    {
        var bytes = File.ReadAllBytes(_folder.File("lane-1.anchor"));
        bytes[offset] ^= 0x10;
        File.WriteAllBytes(_folder.File("lane-1.anchor"), bytes);
    }
}
