namespace CityBrain.Api.Mqtt;

/// <summary>
/// Reads a connection in pieces of its own and lets no packet through whose announced length is above the bound: the server behind would
/// reserve memory for whatever a stranger announces, up to 256 MiB (MQTT 5.0, 2.1.4).
/// </summary>
/// <param name="inner">The connection.</param>
/// <param name="lengthMax">The longest packet allowed at this moment, in bytes behind its fixed header.</param>
internal sealed class PacketGuard(Stream inner, Func<int> lengthMax) : Stream
{
    private const int LengthBytesMax = 4;
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private long _left;
    private int _lengthBytes = -1;
    private int _length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_start == _end)
        {
            // The rest of a long packet goes where it is wanted, without a stop here.
            if (_left >= _buffer.Length && buffer.Length >= _buffer.Length)
            {
                var direct = await inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
                _left -= direct;
                return direct;
            }

            (_start, _end) = (0, await inner.ReadAsync(_buffer, cancellationToken));
            if (_end == 0)
            {
                return 0;
            }
        }

        var count = Math.Min(buffer.Length, _end - _start);
        Look(_buffer.AsSpan(_start, count));
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // A packet is one byte of type, a length of one to four bytes with seven bits each, lowest first, and so many bytes.
    private void Look(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_left > 0)
            {
                var skipped = (int)Math.Min(_left, bytes.Length);
                _left -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var one = bytes[0];
            bytes = bytes[1..];
            if (_lengthBytes < 0)
            {
                (_lengthBytes, _length) = (0, 0);
                continue;
            }

            _length |= (one & 0x7F) << (7 * _lengthBytes);
            _lengthBytes++;
            if (_length > lengthMax() || (one >= 0x80 && _lengthBytes == LengthBytesMax))
            {
                throw new InvalidDataException("A packet is longer than allowed.");
            }

            if (one < 0x80)
            {
                (_left, _lengthBytes) = (_length, -1);
            }
        }
    }
}
