using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CityBrain.Journal.Rows;

/// <summary>
/// Lays a row's fields out unambiguously, numbers as eight bytes and everything else behind its length, and digests them in one go: a call
/// of the platform's digest costs more than the few bytes of a field.
/// </summary>
/// <param name="room">Room for a row of the usual size; a larger one gets more.</param>
internal ref struct Canon(Span<byte> room)
{
    /// <summary>Room that most rows fit in.</summary>
    public const int UsualBytes = 1_024;

    private Span<byte> _room = room;
    private byte[]? _rented;
    private int _length;

    public void Number(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    public void Digest(Hash hash) => hash.CopyTo(Take(Hash.Size));

    public Hash Finish()
    {
        Span<byte> digest = stackalloc byte[Hash.Size];
        SHA256.HashData(_room[.._length], digest);
        Return();
        return new Hash(digest);
    }

    private Span<byte> Take(int count)
    {
        if (_room.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * (_length + count));
            _room[.._length].CopyTo(larger);
            Return();
            _rented = larger;
            _room = larger;
        }

        _length += count;
        return _room[(_length - count).._length];
    }

    private readonly void Return()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
