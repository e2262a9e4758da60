using System.Buffers;
using System.Text.Json;
using CityBrain.Api.Admission;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Live;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Live;

/// <summary>One viewer from its first message to its end.</summary>
internal sealed partial class LiveSession(
    LiveHub hub, LiveAccess access, LiveDoor door, LiveMeters meters, CityCalls city, IOptions<LiveOptions> options, IOptions<JsonOptions> json, TimeProvider time, ILogger<LiveSession> logger)
{
    private const int FramesPerTurnMax = 256;

    // The socket copies a message behind a header of at most 14 bytes into a buffer of the same pool, and the pool keeps dozens of each size:
    // with all frames in one message that was the greater part of what a viewer cost.
    private const int MessageBytesMax = (16 << 10) - 14;

    private JsonSerializerOptions Json => json.Value.SerializerOptions;

    /// <summary>Serves a viewer until one of both has enough.</summary>
    public async Task Serve(LiveSocket socket, HttpContext connection, CancellationToken stopping)
    {
        var end = await Greet(socket, connection, stopping);
        if (end is not null)
        {
            meters.Ended(end.Why.Code);
        }

        var said = end == LiveRefusals.Gone ? null : end;
        await socket.Close(said, said is null ? default : LiveFrame.Problem(said.Why, Json));
    }

    private async Task<LiveEnd?> Greet(LiveSocket socket, HttpContext connection, CancellationToken stopping)
    {
        var (hello, after, unheard) = await Meet(socket, stopping);
        if (unheard is not null)
        {
            return unheard;
        }

        var (pass, refused) = await access.Check(hello!.Token, connection);
        if (pass is null)
        {
            return refused;
        }

        using var place = door.TryEnter(pass.Actor);
        if (place is null)
        {
            return LiveRefusals.TooManyViewers;
        }

        var viewer = new LiveViewer(hello.Filter ?? LiveFilter.None, options.Value, meters);
        var watching = Watch(viewer, hello.Token, pass, socket, connection, stopping);
        try
        {
            return await Show(viewer, socket, after) ?? viewer.EndReason;
        }
        finally
        {
            hub.Leave(viewer);
            viewer.End(LiveRefusals.Stopping);
            await watching;
        }
    }

    // Its own method, so that nothing of the message is held while the viewer looks.
    private static async Task<(LiveHello? Hello, LivePosition? After, LiveEnd? End)> Meet(LiveSocket socket, CancellationToken stopping)
    {
        var (message, late) = await socket.ReadHello(stopping);
        return late is null ? LiveHello.Read(message.Span) : (null, null, late);
    }

    /// <summary>What was missed, then what comes. Null when the viewer is gone, or when it says itself why it ends.</summary>
    private async Task<LiveEnd?> Show(LiveViewer viewer, LiveSocket socket, LivePosition? after)
    {
        var (joined, trouble) = await Join(viewer, socket, after);
        if (joined)
        {
            await SendWhatComes(viewer, socket);
        }

        return trouble;
    }

    // Its own method too: the pages of what was missed go with it.
    private async Task<(bool Joined, LiveEnd? End)> Join(LiveViewer viewer, LiveSocket socket, LivePosition? after)
    {
        var (page, trouble) = await Ask(new FollowLive { After = after });
        if (page is null)
        {
            return (false, trouble);
        }

        viewer.Pass(after ?? page.Through);
        if (!await socket.Send(LiveFrame.Cursor("ready", viewer.At, time.GetUtcNow(), Json)))
        {
            return (false, null);
        }

        for (; page is not null; (page, trouble) = await Ask(new FollowLive { After = viewer.At }))
        {
            if (!await CatchUp(viewer, socket, page))
            {
                return (false, null);
            }

            // Only who has come up to the others joins them: what waits for a viewer is bounded.
            if (!page.More && hub.TryJoin(viewer))
            {
                return (true, null);
            }
        }

        return (false, trouble);
    }

    private async Task<bool> CatchUp(LiveViewer viewer, LiveSocket socket, LivePage page)
    {
        var from = viewer.At;
        foreach (var frame in page.News.Where(news => news.At.IsAfter(from)).Select(news => LiveFrame.Of(news, Json)).Where(viewer.Wants))
        {
            if (viewer.EndReason is not null || !await Send(socket, [frame]))
            {
                return false;
            }
        }

        viewer.Pass(page.Through);
        return viewer.EndReason is null;
    }

    private async Task SendWhatComes(LiveViewer viewer, LiveSocket socket)
    {
        var (told, frames) = (time.GetTimestamp(), new List<LiveFrame>());
        while (viewer.EndReason is null)
        {
            if (time.GetElapsedTime(told) >= options.Value.PingPeriod && viewer.TryCursor(out var at))
            {
                told = time.GetTimestamp();
                if (!await socket.Send(LiveFrame.Cursor("cursor", at, time.GetUtcNow(), Json)))
                {
                    return;
                }
            }

            frames.Clear();
            if (!viewer.TryTake(frames, FramesPerTurnMax, out var waiting))
            {
                await Task.WhenAny(waiting, Task.Delay(options.Value.PingPeriod, time));
            }
            else if (!await Send(socket, frames))
            {
                return;
            }
        }
    }

    private async Task<bool> Send(LiveSocket socket, List<LiveFrame> frames)
    {
        foreach (var frame in frames)
        {
            meters.Sent(frame.Type);
        }

        for (int from = 0, count; from < frames.Count; from += count)
        {
            count = FitIn(frames, from);
            if (!await SendTogether(socket, frames, from, count))
            {
                return false;
            }
        }

        return true;
    }

    // How many frames go into the next message: at least one, so that one that is larger goes alone.
    private static int FitIn(List<LiveFrame> frames, int from)
    {
        var (count, length) = (1, frames[from].Bytes.Length);
        while (from + count < frames.Count && (length += 1 + frames[from + count].Bytes.Length) <= MessageBytesMax)
        {
            count++;
        }

        return count;
    }

    // What each frame says was written once for all viewers; here it is only put in a message, a line each.
    private static async Task<bool> SendTogether(LiveSocket socket, List<LiveFrame> frames, int from, int count)
    {
        if (count == 1)
        {
            return await socket.Send(frames[from].Bytes);
        }

        var message = ArrayPool<byte>.Shared.Rent(MessageBytesMax);
        try
        {
            var length = 0;
            for (var at = from; at < from + count; at++)
            {
                if (at > from)
                {
                    message[length++] = (byte)'\n';
                }

                frames[at].Bytes.CopyTo(message.AsMemory(length));
                length += frames[at].Bytes.Length;
            }

            return await socket.Send(message.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>Ends the feed when the viewer speaks or goes, when its token ends, or when the process stops.</summary>
    private async Task Watch(LiveViewer viewer, string token, LivePass pass, LiveSocket socket, HttpContext connection, CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.Register(() => stopped.TrySetResult());
        while (!viewer.WhenEnded.IsCompleted)
        {
            var left = pass.ValidTo - time.GetUtcNow();
            var pause = left < options.Value.TokenCheckPeriod ? left : options.Value.TokenCheckPeriod;
            using var woken = new CancellationTokenSource();
            var check = Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, time, woken.Token);
            var first = await Task.WhenAny(viewer.WhenEnded, socket.WhenHeard, stopped.Task, check);
            await woken.CancelAsync();
            if (first == socket.WhenHeard)
            {
                viewer.End(await socket.WhenHeard ?? LiveRefusals.Gone);
            }
            else if (first == stopped.Task)
            {
                viewer.End(LiveRefusals.Stopping);
            }
            else if (first == check && (pass.ValidTo <= time.GetUtcNow() || !await IsStillWelcome(token, connection)))
            {
                viewer.End(LiveRefusals.NotAuthenticated);
            }
        }
    }

    // Who cannot be checked is not welcome: a feed never outlasts its token because a check failed.
    private async Task<bool> IsStillWelcome(string token, HttpContext connection)
    {
        try
        {
            return (await access.Check(token, connection)).Pass is not null;
        }
        catch (Exception failure)
        {
            LogUnchecked(logger, failure.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "A viewer's token could not be checked again, its feed ends: {Failure}")]
    private static partial void LogUnchecked(ILogger logger, string failure);

    private async Task<(LivePage? Page, LiveEnd? End)> Ask(FollowLive question)
    {
        var answer = await city.Ask((grains, cancellation) => grains.LiveFeed().Follow(question, cancellation), CancellationToken.None, CallClass.Live);
        return answer.Refusal is { } why
            ? (null, why.Code == LiveRefusals.CursorInvalid.Why.Code ? LiveRefusals.CursorInvalid : LiveRefusals.Unavailable)
            : (answer.Value, null);
    }
}
