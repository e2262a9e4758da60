using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using Microsoft.Win32.SafeHandles;

namespace CityBrain.Storage.Anchors;

/// <summary>
/// Anchors in a folder of their own, best on another disk than the journal: a file of 256 bytes for each lane, with two slots that are
/// written in turn. Each slot carries a checksum, so that one torn by a crash leaves the one before.
/// <para>
/// Writes are not synced one by one: that would double the syncs of the journal. When the process dies, even by kill -9, the
/// operating system still writes what it was given, and the anchor is at most one batch behind. Only when the machine itself dies may it
/// fall behind by what was not yet on disk, and then it still proves everything up to there. It is synced when it is closed.
/// </para>
/// </summary>
public sealed class FileAnchor : IAnchor, IDisposable
{
    private const int SlotSize = 128;
    private const int NumbersSize = 5 * sizeof(long);
    private const int SignedSize = NumbersSize + Hash.Size;

    private readonly string _folder;
    private readonly Dictionary<int, LaneFile> _files = [];

    /// <summary>Keeps anchors in a folder, which is made with the first of them.</summary>
    public FileAnchor(string folder) => _folder = folder;

    /// <inheritdoc/>
    /// <exception cref="IOException">The anchor cannot be written.</exception>
    public void Write(LaneHead head)
    {
        if (!_files.TryGetValue(head.Lane, out var file))
        {
            Directory.CreateDirectory(_folder);
            var handle = File.OpenHandle(PathOf(head.Lane), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            _files.Add(head.Lane, file = new LaneFile(handle, ReadNewest(handle).Turn));
        }

        file.Turn++;
        Span<byte> slot = stackalloc byte[SlotSize];
        slot.Clear();
        Encode(file.Turn, head, slot);
        RandomAccess.Write(file.Handle, slot, (file.Turn & 1) * SlotSize);
    }

    /// <inheritdoc/>
    public LaneHead? Read(int lane)
    {
        if (!File.Exists(PathOf(lane)))
        {
            return null;
        }

        using var handle = File.OpenHandle(PathOf(lane), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return ReadNewest(handle).Head;
    }

    /// <summary>The lanes that have an anchor here.</summary>
    public IReadOnlyList<int> ReadLanes() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateFiles(_folder, "lane-*.anchor").Select(LaneOf).OfType<int>().Order()];

    /// <summary>Syncs and closes the files.</summary>
    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            RandomAccess.FlushToDisk(file.Handle);
            file.Handle.Dispose();
        }

        _files.Clear();
    }

    private string PathOf(int lane) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"lane-{lane}.anchor"));

    private static int? LaneOf(string path) => int.TryParse(
        Path.GetFileNameWithoutExtension(path).AsSpan("lane-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var lane) ? lane : null;

    private static (long Turn, LaneHead? Head) ReadNewest(SafeFileHandle handle)
    {
        Span<byte> slots = stackalloc byte[2 * SlotSize];
        slots.Clear();
        _ = RandomAccess.Read(handle, slots, 0);
        var (first, second) = (Decode(slots[..SlotSize]), Decode(slots[SlotSize..]));
        return first.Turn > second.Turn ? first : second;
    }

    private static void Encode(long turn, LaneHead head, Span<byte> slot)
    {
        var at = 0;
        foreach (var number in (ReadOnlySpan<long>)[turn, head.Lane, head.Epoch, head.Batch, head.RecordedMs])
        {
            BinaryPrimitives.WriteInt64BigEndian(slot[at..], number);
            at += sizeof(long);
        }

        head.Chain.CopyTo(slot[NumbersSize..]);
        SHA256.HashData(slot[..SignedSize], slot[SignedSize..]);
    }

    /// <summary>Turn 0 and no head when the slot was never written, or not whole.</summary>
    private static (long Turn, LaneHead? Head) Decode(ReadOnlySpan<byte> slot)
    {
        Span<byte> sum = stackalloc byte[Hash.Size];
        SHA256.HashData(slot[..SignedSize], sum);
        if (!sum.SequenceEqual(slot.Slice(SignedSize, Hash.Size)))
        {
            return (0, null);
        }

        var chain = new Hash(slot[NumbersSize..]);
        return (Number(slot, 0), new LaneHead((int)Number(slot, 1), Number(slot, 2), Number(slot, 3), chain, Number(slot, 4)));
    }

    private static long Number(ReadOnlySpan<byte> slot, int index) => BinaryPrimitives.ReadInt64BigEndian(slot[(index * sizeof(long))..]);

    private sealed class LaneFile(SafeFileHandle handle, long turn)
    {
        public SafeFileHandle Handle { get; } = handle;

        public long Turn { get; set; } = turn;
    }
}
