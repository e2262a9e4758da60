using CityBrain.Grains.Interfaces.Live;

namespace CityBrain.Api.Live;

/// <summary>How far a viewer is.</summary>
/// <param name="At">The position up to which it has every alarm and incident that it wants.</param>
/// <param name="Latest">The number up to which it has the latest of everything else; 0 for nothing yet.</param>
internal readonly record struct LiveProgress(LivePosition At, long Latest);

/// <summary>What a viewer is sent at a time: made once, and shared by all who stand where it begins and want everything.</summary>
internal sealed class LiveTurn
{
    // The socket copies a message behind a header of at most 14 bytes into a buffer of a pool, which keeps dozens of each size:
    // with all frames in one message that was the greater part of what a viewer cost.
    private const int MessageBytesMax = (16 << 10) - 14;

    /// <summary>Packs frames into messages, a line each.</summary>
    public LiveTurn(LiveProgress from, LiveProgress to, List<LiveFrame> frames)
    {
        (From, To) = (from, to);
        Counts = [.. frames.CountBy(frame => frame.Type)];
        var messages = new List<ReadOnlyMemory<byte>>();
        for (int first = 0, count; first < frames.Count; first += count)
        {
            count = FitIn(frames, first);
            messages.Add(Join(frames, first, count));
        }

        Messages = messages;
    }

    /// <summary>Where it begins.</summary>
    public LiveProgress From { get; }

    /// <summary>Where a viewer stands that got it.</summary>
    public LiveProgress To { get; }

    /// <summary>What to send, in order; nothing when nothing waits.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Messages { get; }

    /// <summary>How many frames of which type are in it.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Counts { get; }

    // At least one, so that a frame that is larger goes alone.
    private static int FitIn(List<LiveFrame> frames, int first)
    {
        var (count, length) = (1, frames[first].Bytes.Length);
        while (first + count < frames.Count && (length += 1 + frames[first + count].Bytes.Length) <= MessageBytesMax)
        {
            count++;
        }

        return count;
    }

    private static ReadOnlyMemory<byte> Join(List<LiveFrame> frames, int first, int count)
    {
        if (count == 1)
        {
            return frames[first].Bytes;
        }

        var message = new byte[count - 1 + frames.Skip(first).Take(count).Sum(frame => frame.Bytes.Length)];
        var length = 0;
        for (var at = first; at < first + count; at++)
        {
            if (at > first)
            {
                message[length++] = (byte)'\n';
            }

            frames[at].Bytes.CopyTo(message.AsMemory(length));
            length += frames[at].Bytes.Length;
        }

        return message;
    }
}
