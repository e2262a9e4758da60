using System.Globalization;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Air;
using CityBrain.Domain.Devices.Noise;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Citizen;

/// <summary>Turns the latest figures of a station into plain words. Null where a value is missing or of no use: never 0 instead.</summary>
internal static class EnvironmentWords
{
    private static readonly (double From, Tone Tone, string Zh, string En)[] RainClasses =
    [
        (250, Tone.Severe, "特大暴雨", "extreme rainstorm"),
        (100, Tone.Severe, "大暴雨", "heavy rainstorm"),
        (50, Tone.Bad, "暴雨", "rainstorm"),
        (25, Tone.Watch, "大雨", "heavy rain"),
        (10, Tone.Fair, "中雨", "moderate rain"),
        (0.1, Tone.Good, "小雨", "light rain"),
        (0, Tone.Good, "无雨", "no rain"),
    ];

    // An hour with so many millimetres is short intense rain (QX/T 416-2018).
    private const double IntenseHour = 20;

    // The rise in metres that the rule of the river's pack tells of too.
    private const double RiseMax = 1;

    private static readonly LocalText Nothing = new(string.Empty, string.Empty);
    private static readonly LocalText RainAdvice = new("请远离河边、山沟和低洼处。", "Keep away from rivers, gullies and low ground. ");

    /// <summary>Within how long the rise of a river counts.</summary>
    public static TimeSpan RiseWindow { get; } = TimeSpan.FromHours(6);

    /// <summary>The air by the latest hour.</summary>
    public static Verdict? Air(ReadingView reading)
    {
        (AirMeasure Measure, string Point)[] hour =
        [
            (AirMeasure.Pm25Day, "pm25"), (AirMeasure.Pm10Day, "pm10"), (AirMeasure.So2Hour, "so2"),
            (AirMeasure.No2Hour, "no2"), (AirMeasure.CoHour, "co"), (AirMeasure.O3Hour, "o3"),
        ];
        var known = hour.Where(one => Good(reading, one.Point) is not null).ToList();
        if (AirIndex.Evaluate(CityTime.DayOf(reading.ObservedAt), known.Select(one => KeyValuePair.Create(one.Measure, Good(reading, one.Point)!.Value))) is not { } air)
        {
            return null;
        }

        var (tone, adviceZh, adviceEn) = air.Index switch
        {
            <= 50 => (Tone.Good, "空气很好，适合户外活动。", "The air is fine: good for being outdoors."),
            <= 100 => (Tone.Fair, "可以正常活动，极少数敏感者少在户外久留。", "Go about as usual; the few who are very sensitive stay out less."),
            <= 150 => (Tone.Watch, "老人、儿童和心肺病人减少户外剧烈运动。", "The old, children and people with heart or lung disease take less hard exercise outdoors."),
            <= 200 => (Tone.Bad, "敏感人群留在室内，其他人减少户外运动。", "Sensitive people stay indoors, others exercise less outdoors."),
            _ => (Tone.Severe, "请留在室内，外出戴口罩。", "Stay indoors; wear a mask outside."),
        };
        var primary = string.Join("、", air.Primary.Select(pollutant => pollutant.NameOf()));
        var missing = string.Join("、", hour.Except(known).Select(one => one.Measure.PollutantOf().NameOf()));
        return new Verdict(
            tone,
            air.Index,
            new(air.Category.Zh, air.Category.En),
            new($"指数 {air.Index}", $"index {air.Index}"),
            new(
                adviceZh + (primary.Length > 0 ? $"首要污染物 {primary}。" : string.Empty) + (missing.Length > 0 ? $"缺 {missing}。" : string.Empty),
                adviceEn + (primary.Length > 0 ? $" Main pollutant {English(primary)}." : string.Empty) + (missing.Length > 0 ? $" Without {English(missing)}." : string.Empty)));
    }

    /// <summary>Rain of the last hour and of the last 24 hours, each null when no gauge reading is in it.</summary>
    public static Verdict? Rain(double? lastHour, double? lastDay)
    {
        if (lastDay is not { } day)
        {
            return null;
        }

        var (_, tone, zh, en) = RainClasses.First(one => Settled(day) >= one.From || one.From == 0);
        var isIntense = lastHour is { } hour && Settled(hour) >= IntenseHour;
        if (isIntense && tone < Tone.Watch)
        {
            (tone, zh, en) = (Tone.Watch, "短时强降雨", "short intense rain");
        }

        var (said, advice) = (isIntense ? new LocalText("，短时强降雨", ", short intense rain") : Nothing, tone >= Tone.Watch ? RainAdvice : Nothing);
        return new Verdict(
            tone,
            day,
            new(zh, en),
            new($"24小时 {Figure(day)} 毫米", $"{Figure(day)} mm in 24 h"),
            new($"{advice.Zh}最近1小时 {Figure(lastHour)} 毫米{said.Zh}。", $"{advice.En}Last hour: {Figure(lastHour)} mm{said.En}."));
    }

    /// <summary>
    /// A river against the levels registered for its gauge, and against its lowest level within the hours before: one that rises fast is to be
    /// watched though it is low.
    /// </summary>
    public static Verdict? River(IReadOnlyDictionary<string, double> attributes, double? level, double? lowest)
    {
        if (level is not { } high)
        {
            return null;
        }

        var verdict = Level(high, Known(attributes, "warning_level"), Known(attributes, "guarantee_level"));
        if (lowest is not { } low || Settled(high - low) is not (> RiseMax and var rise))
        {
            return verdict;
        }

        var risen = new LocalText($"近{RiseWindow.TotalHours:0}小时上涨 {Figure(rise, "0.00")} 米", $"Up {Figure(rise, "0.00")} m in the last {RiseWindow.TotalHours:0} hours");
        return verdict.Tone >= Tone.Bad
            ? verdict with { Detail = new($"{verdict.Detail.Zh}{risen.Zh}。", $"{verdict.Detail.En} {risen.En}.") }
            : new Verdict(
                Tone.Watch,
                rise,
                new("快速上涨", "rising fast"),
                verdict.Figure,
                new($"{risen.Zh}，请远离河边。{verdict.Detail.Zh}", $"{risen.En}: keep away from the river. {verdict.Detail.En}"));
    }

    /// <summary>A level of noise in dB(A) against the limit registered for the spot, at the hour of its observation.</summary>
    public static Verdict? Noise(DeviceView meter, DateTimeOffset at, double? level)
    {
        if (level is not { } loud)
        {
            return null;
        }

        var isDay = NoiseLimit.IsDay(CityTime.HourOf(at.ToUnixTimeMilliseconds()));
        var figure = new LocalText($"{Figure(loud)} 分贝", $"{Figure(loud)} dB(A)");
        if (Known(meter.Attributes, isDay ? "day_limit" : "night_limit") is not { } limit)
        {
            return new Verdict(Tone.None, loud, new("—", "—"), figure, new("该点未登记限值，无法判断。", "No limit is registered for this spot, so nothing can be said."));
        }

        var against = new LocalText($"{(isDay ? "昼间" : "夜间")}限值 {Figure(limit)} 分贝。", $"Limit by {(isDay ? "day" : "night")}: {Figure(limit)} dB(A).");
        return loud > limit
            ? new Verdict(Tone.Watch, loud - limit, new("超过限值", "over the limit"), figure, against)
            : new Verdict(Tone.Good, loud - limit, new("未超限值", "within the limit"), figure, against);
    }

    /// <summary>The class of surface water that the station's figure says.</summary>
    public static Verdict? Water(DeviceView station)
    {
        if (!station.Figures.TryGetValue("water-class", out var figure) || figure.Value is not { } rated)
        {
            return null;
        }

        var note = figure.Note;
        var missing = note.GetValueOrDefault("missing", string.Empty);
        var name = note.GetValueOrDefault("class", "—");
        return new Verdict(
            rated switch { <= 2 => Tone.Good, 3 => Tone.Fair, 4 => Tone.Watch, 5 => Tone.Bad, _ => Tone.Severe },
            rated,
            new(note.GetValueOrDefault("categoryZh", "—"), note.GetValueOrDefault("categoryEn", "—")),
            new($"{name}类", $"class {name.Replace("劣Ⅴ", "worse than Ⅴ", StringComparison.Ordinal)}"),
            new(
                $"决定项目 {note.GetValueOrDefault("decisive", "—")}。" + (missing.Length > 0 ? $"缺 {missing}。" : string.Empty),
                $"Decided by {note.GetValueOrDefault("decisive", "—")}." + (missing.Length > 0 ? $" Without {missing}." : string.Empty)));
    }

    /// <summary>The value of a point that can be used; null when there is none.</summary>
    public static double? Good(ReadingView reading, string point) =>
        reading.Points.TryGetValue(point, out var shown) && shown.Quality == "good" ? shown.Value : null;

    private static Verdict Level(double level, double? warning, double? guarantee)
    {
        var figure = new LocalText($"{Figure(level, "0.00")} 米", $"{Figure(level, "0.00")} m");
        return (warning, guarantee) switch
        {
            (_, { } line) when level >= line => new Verdict(
                Tone.Severe,
                level - line,
                new("超保证水位", "over the guarantee level"),
                figure,
                new($"高出保证水位 {Figure(level - line, "0.00")} 米，请远离河边。", $"{Figure(level - line, "0.00")} m over the guarantee level: keep away from the river.")),
            (null, _) => new Verdict(
                Tone.None, level, new("—", "—"), figure, new("该站未登记警戒水位，无从比较。", "No warning level is registered for this gauge to compare it with.")),
            ({ } line, _) when level >= line => new Verdict(
                Tone.Bad,
                level - line,
                new("超警戒水位", "over the warning level"),
                figure,
                new($"高出警戒水位 {Figure(level - line, "0.00")} 米，请远离河边。", $"{Figure(level - line, "0.00")} m over the warning level: keep away from the river.")),
            ({ } line, _) => new Verdict(
                Tone.Good,
                level - line,
                new("低于警戒水位", "below the warning level"),
                figure,
                new($"距警戒水位还有 {Figure(line - level, "0.00")} 米。", $"{Figure(line - level, "0.00")} m below the warning level.")),
        };
    }

    private static double? Known(IReadOnlyDictionary<string, double> attributes, string name) => attributes.TryGetValue(name, out var given) ? given : null;

    // Without the remainder of binary fractions, which would carry a figure over a limit that it only reaches, or keep it under.
    private static double Settled(double value) => Math.Round(value, 6);

    private static string English(string list) => list.Replace("、", ", ", StringComparison.Ordinal);

    private static string Figure(double? value, string form = "0.#") => value?.ToString(form, CultureInfo.InvariantCulture) ?? "—";
}
