using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace CityBrain.Api.Tests;

/// <summary>A city that traces, to a collector that is not there.</summary>
public sealed class TracedCity : CityOverHttp
{
    protected override string[] Settings => ["--Observability:OtlpEndpoint=http://127.0.0.1:9", "--Observability:TraceShare=1"];
}

/// <summary>What whoever runs the city can see of it.</summary>
[Collection(Alone.Name)]
public sealed class ObservabilityTests(TracedCity city) : IClassFixture<TracedCity>
{
    [Fact]
    public async Task The_figures_tell_calls_readings_batches_deliveries_and_viewers_and_nobodys_name()
    {
        var (id, token) = await city.Gauge();
        await using var screen = await Screen.Open(city);
        await city.Report(token, 2.0, 2.8, 3.6);
        await screen.AlarmOf(id);

        using var reply = await city.As("operator").GetAsync("/metrics");
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");

        // What was answered within the last moments is answered again.
        var figures = string.Empty;
        await MqttCity.Until(async () => (figures = await Figures()).Contains("citybrain_live_frames_sent", StringComparison.Ordinal));
        foreach (var name in (string[])[
            "citybrain_edge_call_duration_seconds_count{", "citybrain_edge_calls_in_flight", "citybrain_edge_readings", "citybrain_journal_batch_rows_count",
            "citybrain_journal_commit_duration_seconds_sum", "citybrain_journal_rows", "citybrain_journal_writable", "citybrain_dispatch_backlog", "citybrain_dispatch_held_up",
            "citybrain_live_viewers", "citybrain_live_frames_sent", "http_server_request_duration_seconds_count"])
        {
            figures.ShouldContain(name);
        }

        figures.ShouldContain("class=\"telemetry\"");
        foreach (var secret in (string[])[token, id, "person:officer", "person:operator"])
        {
            figures.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task The_figures_tell_lines_sign_ins_and_messages_over_mqtt_and_nobodys_name()
    {
        var (id, token) = await city.Gauge();
        var before = await Figures();
        await using (var stranger = new MqttDevice())
        {
            await stranger.Connect(MqttDevice.Options(city, $"{id}.{new string('a', 64)}"));
        }

        await using (var brief = await MqttDevice.Connect(city, token, "brief"))
        {
            await brief.Sleep();
        }

        await using var gauge = await MqttDevice.Connect(city, token);
        await gauge.Report("""{"level":1}""");
        await gauge.Send("v1/devices/gauge-1/telemetry", "{}");
        var after = before;
        await MqttCity.Until(async () =>
        {
            after = await Figures();
            return Of(after, "citybrain_mqtt_lines") == 1 && Of(after, "citybrain_mqtt_strangers") == 0 && Grew("citybrain_mqtt_messages_total", "outcome=\"refused\"") == 1;
        });
        Grew("citybrain_mqtt_lines_ended_total", "reason=\"left\"").ShouldBe(1);
        Grew("citybrain_mqtt_sign_ins_total", "outcome=\"accepted\"").ShouldBe(2);
        Grew("citybrain_mqtt_sign_ins_total", "outcome=\"token-refused\"").ShouldBe(1);
        Grew("citybrain_mqtt_messages_total", "outcome=\"acknowledged\"").ShouldBe(1);
        Grew("citybrain_mqtt_messages_total", "outcome=\"refused\"").ShouldBe(1);
        after.ShouldNotContain(token);
        after.ShouldNotContain(id);

        double Grew(string name, string label) => Of(after, name, label) - Of(before, name, label);
        static double Of(string figures, string name, string label = "") => figures.Split('\n')
            .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split("} ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<string> Figures()
    {
        using var reply = await city.As("operator").GetAsync("/metrics");
        return await reply.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task One_trace_leads_from_a_message_over_mqtt_to_the_journal_and_shows_no_token()
    {
        var (id, token) = await city.Gauge();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => !source.Name.StartsWith("System.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var gauge = await MqttDevice.Connect(city, token);
        await gauge.Report("""{"level":1}""");
        await gauge.Send($"v1/devices/{id}/telemetry", "{}");

        await MqttCity.Until(() => Task.FromResult(Ends("CONNECT", "accepted") && Ends("PUBLISH other", "refused")));
        var message = spans.First(span => span.DisplayName == "PUBLISH v1/devices/me/telemetry" && Outcome(span) == "acknowledged");
        message.ParentId.ShouldBeNull();
        spans.ShouldContain(span => span.TraceId == message.TraceId && span.OperationName == "journal.command");
        foreach (var span in spans)
        {
            var said = $"{span.DisplayName} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Key}={tag.Value}"))}";
            said.ShouldNotContain(token);
        }

        bool Ends(string name, string outcome) => spans.Any(span => span.DisplayName == name && Outcome(span) == outcome);
        static string? Outcome(Activity span) => span.GetTagItem("citybrain.outcome") as string;
    }

    [Fact]
    public async Task One_trace_leads_from_the_edge_to_the_journal_and_shows_no_token()
    {
        var (_, token) = await city.Gauge();
        var trace = ActivityTraceId.CreateRandom();
        var spans = new ConcurrentQueue<Activity>();
        var answered = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => !source.Name.StartsWith("System.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other cities of this run are heard too.
                if (span.TraceId == trace)
                {
                    spans.Enqueue(span);
                    _ = span.Kind == ActivityKind.Server && span.Source.Name == "Microsoft.AspNetCore" && answered.TrySetResult(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{token}/telemetry") { Content = new StringContent("{\"level\":1}", Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var reply = await city.As("anonymous").SendAsync(request);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await answered.Task.WaitAsync(TimeSpan.FromSeconds(20))).DisplayName.ShouldStartWith("POST /api/v1/{token}/telemetry");
        spans.Single(span => span.OperationName == "journal.command").GetTagItem("citybrain.stream.kind").ShouldBe("device");
        foreach (var span in spans)
        {
            var said = $"{span.DisplayName} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Key}={tag.Value}"))}";
            said.ShouldNotContain(token);
        }
    }
}
