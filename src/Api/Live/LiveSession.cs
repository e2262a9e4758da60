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
    LiveBoard board, LiveAccess access, LiveDoor door, LiveMeters meters, CityCalls city, IOptions<LiveOptions> options, IOptions<JsonOptions> json, TimeProvider time, ILogger<LiveSession> logger)
{
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

        var viewer = new LiveViewer(hello.Filter ?? LiveFilter.None);
        var watching = Watch(viewer, hello.Token, pass, socket, connection, stopping);
        try
        {
            return await Show(viewer, socket, after) ?? viewer.EndReason;
        }
        finally
        {
            board.Leave(viewer);
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
        if (!await socket.Send(LiveFrame.Cursor("ready", viewer.Progress.At, time.GetUtcNow(), Json)))
        {
            return (false, null);
        }

        for (; page is not null; (page, trouble) = await Ask(new FollowLive { After = viewer.Progress.At }))
        {
            if (!await CatchUp(viewer, socket, page))
            {
                return (false, null);
            }

            // Only who has come up to the others joins them: what waits for a viewer is bounded.
            if (!page.More && board.TryJoin(viewer))
            {
                return (true, null);
            }
        }

        return (false, trouble);
    }

    private async Task<bool> CatchUp(LiveViewer viewer, LiveSocket socket, LivePage page)
    {
        var stood = viewer.Progress;
        var missed = page.News.Where(news => news.At.IsAfter(stood.At)).Select(news => LiveFrame.Of(news, Json)).Where(viewer.Wants).ToList();
        if (!await Send(viewer, socket, new LiveTurn(stood, stood with { At = page.Through }, missed)))
        {
            return false;
        }

        viewer.Pass(page.Through);
        return viewer.EndReason is null;
    }

    // Between two turns everything that the viewer has taken has left: where it stands is its cursor.
    private async Task SendWhatComes(LiveViewer viewer, LiveSocket socket)
    {
        // One timer at a time: a wait that ends early would leave its own behind until it is due.
        var pause = Task.Delay(options.Value.PingPeriod, time);
        while (viewer.EndReason is null)
        {
            if (pause.IsCompleted)
            {
                pause = Task.Delay(options.Value.PingPeriod, time);
                if (!await socket.Send(LiveFrame.Cursor("cursor", viewer.Progress.At, time.GetUtcNow(), Json)))
                {
                    return;
                }
            }

            if (board.Take(viewer, out var next) is not { } turn)
            {
                await Task.WhenAny(next, viewer.WhenEnded, pause);
            }
            else if (!await Send(viewer, socket, turn))
            {
                return;
            }
        }
    }

    private async Task<bool> Send(LiveViewer viewer, LiveSocket socket, LiveTurn turn)
    {
        foreach (var message in turn.Messages)
        {
            if (viewer.EndReason is not null || !await socket.Send(message))
            {
                return false;
            }
        }

        foreach (var (type, count) in turn.Counts)
        {
            meters.Sent(type, count);
        }

        return true;
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
