using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CityBrain.Domain.Devices;

/// <summary>
/// How the state survives its activation. What cannot be worked out from history and facts stands in a small JSON; windows and
/// identities are rebuilt from the history, active alarms from the device's facts.
/// </summary>
public sealed partial class ReadingState
{
    private const int Form = 1;

    /// <summary>
    /// From which observed time on the history has to be read to restore the state that this JSON belongs to, milliseconds since 1970
    /// UTC. All that is later belongs to it too.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static long HistoryFromMs(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return root.TryGetProperty("newest", out var newest)
            ? newest.GetInt64() - Math.Max(root.GetProperty("window").GetInt64(), DeviceLimits.RestoreReachMs)
            : Never;
    }

    /// <summary>Gives back the state that <see cref="ToJson"/> wrote: from then on it decides as if it had never been away.</summary>
    /// <param name="json">What was written with the last recorded reading.</param>
    /// <param name="activeAlarms">The device's active alarms, from its facts.</param>
    /// <param name="model">The model as it is now; if its pack is another one, the next recorded reading adopts it.</param>
    /// <param name="historyFromMs">From where the history was read: at or before <see cref="HistoryFromMs"/>, or behind the last reading that was dropped.</param>
    /// <param name="history">All readings from there on, every variant and mark, in any order.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidDataException">It is of a later form than this program knows.</exception>
    public static ReadingState Restore(
        ReadOnlyMemory<byte> json, IEnumerable<AlarmRaised> activeAlarms, DeviceModel model, long historyFromMs, IReadOnlyList<HistoricReading> history)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.GetProperty("v").GetInt32() is var form and not Form)
        {
            throw new InvalidDataException($"The reading state is of form {form}; this program knows form {Form}.");
        }

        var adopted = root.TryGetProperty("pack", out var pack) ? Pack(pack) : null;
        var alarms = activeAlarms.Select(alarm => alarm.Alarm).Where(alarm => alarm.Rule != SilenceRules.Rule).ToList();
        var state = new ReadingState(adopted?.Hash == model.Pack.Hash ? RuleBook.Of(model) : Remembered(root, alarms))
        {
            Adopted = adopted,
            NewestMs = Time(root, "newest"),
            KnownFromMs = historyFromMs,
            Recorded = root.GetProperty("recorded").GetInt64(),
            Duplicates = root.GetProperty("duplicates").GetInt64(),
            Conflicts = root.GetProperty("conflicts").GetInt64(),
            HeardMs = root.TryGetProperty("heard", out var heard) ? heard.GetInt64() : null,
            SilenceDueMs = root.TryGetProperty("silenceDue", out var due) ? due.GetInt64() : null,
        };
        state.RestorePoints(root.GetProperty("points"));
        state.RestoreRules(root.GetProperty("pending"), alarms);
        state.RestoreHistory(history);
        return state.Trimmed();
    }

    /// <summary>
    /// UTF-8 JSON of what history and facts do not tell, to be written with each recorded reading: some 200 bytes, and 80 more per point.
    /// </summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (PointStates.Length * 128));
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Form);
            if (Adopted is { } pack)
            {
                writer.WriteStartObject("pack");
                writer.WriteString("scene", pack.Scene);
                writer.WriteString("version", pack.Version);
                writer.WriteString("hash", pack.Hash);
                writer.WriteEndObject();
            }

            writer.WriteNumber("window", Book.WindowMs);
            WriteTime(writer, "newest", NewestMs);
            writer.WriteNumber("recorded", Recorded);
            writer.WriteNumber("duplicates", Duplicates);
            writer.WriteNumber("conflicts", Conflicts);
            WriteTime(writer, "heard", HeardMs ?? Never);
            WriteTime(writer, "silenceDue", SilenceDueMs ?? Never);
            WritePoints(writer);
            WriteRules(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WritePoints(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("points");
        for (var index = 0; index < PointStates.Length; index++)
        {
            ref readonly var point = ref PointStates[index];
            writer.WriteStartObject(Book.Names[index]);
            writer.WriteString("unit", Book.Units[index]);
            WriteTime(writer, "from", point.FromMs);
            WriteTime(writer, "at", point.LatestMs);
            if (point.LatestMs != Never && point.LatestQuality != Quality.Missing)
            {
                writer.WriteNumber("value", point.Latest);
                writer.WriteNumber("quality", (int)point.LatestQuality);
            }

            if (point.LastGoodMs != point.LatestMs)
            {
                WriteTime(writer, "goodAt", point.LastGoodMs);
                writer.WriteNumber("good", point.LastGood);
            }

            if (point.Suspects > 0)
            {
                writer.WriteNumber("suspects", point.Suspects);
                writer.WriteNumber("suspectMin", point.SuspectMin);
                writer.WriteNumber("suspectMax", point.SuspectMax);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteRules(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("pending");
        for (var index = 0; index < RuleStates.Length; index++)
        {
            if (RuleStates[index].SinceMs != Never)
            {
                writer.WriteStartObject(Book.RuleIds[index]);
                writer.WriteNumber("since", RuleStates[index].SinceMs);
                writer.WriteString("text", Book.RuleDigests[index].ToString("x16", CultureInfo.InvariantCulture));
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>How the state was laid out when it was written.</summary>
    private static RuleBook Remembered(JsonElement root, List<AlarmId> active)
    {
        var points = root.GetProperty("points").EnumerateObject().Select(point => (point.Name, point.Value.GetProperty("unit").GetString()!));
        var pending = root.GetProperty("pending").EnumerateObject().Select(rule => (rule.Name, Text(rule.Value)));
        return RuleBook.Remembered([.. points], [.. pending, .. active.Select(alarm => (alarm.Rule, 0L))], root.GetProperty("window").GetInt64());
    }

    private static long Text(JsonElement pending) =>
        long.Parse(pending.GetProperty("text").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private void RestorePoints(JsonElement saved)
    {
        for (var index = 0; index < PointStates.Length; index++)
        {
            if (saved.TryGetProperty(Book.Names[index], out var point))
            {
                PointStates[index] = Point(point);
            }
        }
    }

    private static PointState Point(JsonElement saved)
    {
        var point = PointState.Fresh;
        point.FromMs = Time(saved, "from");
        point.LatestMs = Time(saved, "at");
        point.LatestQuality = saved.TryGetProperty("quality", out var quality) ? (Quality)quality.GetInt32() : Quality.Missing;
        point.Latest = Number(saved, "value");
        var apart = saved.TryGetProperty("good", out var good);
        point.LastGoodMs = apart ? Time(saved, "goodAt") : point.LatestMs;
        point.LastGood = apart ? good.GetDouble() : point.Latest;
        point.Suspects = saved.TryGetProperty("suspects", out var suspects) ? suspects.GetInt32() : 0;
        point.SuspectMin = Number(saved, "suspectMin");
        point.SuspectMax = Number(saved, "suspectMax");
        return point;
    }

    private void RestoreRules(JsonElement pending, List<AlarmId> active)
    {
        foreach (var saved in pending.EnumerateObject())
        {
            if (Book.RuleIndexOf(saved.Name) is >= 0 and var index && Book.RuleDigests[index] == Text(saved.Value))
            {
                RuleStates[index].SinceMs = saved.Value.GetProperty("since").GetInt64();
            }
        }

        foreach (var alarm in active)
        {
            if (Book.RuleIndexOf(alarm.Rule) is >= 0 and var index)
            {
                RuleStates[index].RaisedMs = alarm.RaisedAt.ToUnixTimeMilliseconds();
            }
        }
    }

    private void RestoreHistory(IReadOnlyList<HistoricReading> history)
    {
        foreach (var reading in history.OrderBy(reading => reading.ObservedMs).ThenBy(reading => reading.Variant))
        {
            Remember(new Identity(reading.ObservedMs, Digests.OfPoints(reading.Points)));
            if (reading is not { Variant: 0, Mark: Quality.Good } || reading.ObservedMs > NewestMs || reading.ObservedMs < NewestMs - Book.WindowMs)
            {
                continue;
            }

            foreach (var (name, value) in reading.Points)
            {
                if (value is { } number && Book.IndexOf(name) is >= 0 and var index && reading.ObservedMs >= PointStates[index].FromMs
                    && reading.Flags.All(flag => flag.Point != name))
                {
                    PointStates[index].Good = PointStates[index].Good.Append(new Sample(reading.ObservedMs, number));
                }
            }
        }
    }

    private static PackReference Pack(JsonElement pack) =>
        new(pack.GetProperty("scene").GetString()!, pack.GetProperty("version").GetString()!, pack.GetProperty("hash").GetString()!);

    private static long Time(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt64() : Never;

    private static double Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static void WriteTime(Utf8JsonWriter writer, string name, long ms)
    {
        if (ms != Never)
        {
            writer.WriteNumber(name, ms);
        }
    }
}
