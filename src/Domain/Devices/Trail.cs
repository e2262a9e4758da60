namespace CityBrain.Domain.Devices;

/// <summary>
/// An immutable view of the newest part of a growing sequence. Views share one buffer: appending writes behind the end of every older
/// view, which therefore goes on seeing only its own part. A view that is no longer the newest copies before it appends.
/// One device's views are used by one turn at a time.
/// </summary>
internal readonly struct Trail<T>
{
    private readonly Shared? shared;
    private readonly int start;
    private readonly int end;

    private Trail(Shared shared, int start, int end) => (this.shared, this.start, this.end) = (shared, start, end);

    public int Count => end - start;

    public ReadOnlySpan<T> Items => shared is null ? default : shared.Items.AsSpan(start, end - start);

    public Trail<T> Append(T item)
    {
        if (shared is null || shared.Used != end || end == shared.Items.Length)
        {
            return Insert(Count, item);
        }

        shared.Items[end] = item;
        shared.Used = end + 1;
        return new Trail<T>(shared, start, end + 1);
    }

    public Trail<T> Insert(int index, T item)
    {
        var items = Items;
        var copy = new T[Capacity(items.Length)];
        items[..index].CopyTo(copy);
        copy[index] = item;
        items[index..].CopyTo(copy.AsSpan(index + 1));
        return new Trail<T>(new Shared(copy) { Used = items.Length + 1 }, 0, items.Length + 1);
    }

    public Trail<T> Skip(int count) => count == 0 ? this : new Trail<T>(shared!, start + count, end);

    // A third of slack keeps copying rare and a device's windows small.
    private static int Capacity(int count) => count + (count / 3) + 4;

    private sealed class Shared(T[] items)
    {
        public T[] Items { get; } = items;

        public int Used { get; set; }
    }
}
