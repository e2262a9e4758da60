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

        var (_, tone, zh, en) = RainClasses.First(one => day >= one.From || one.From == 0);
        return new Verdict(
            tone,
            new(zh, en),
            new($"24小时 {Figure(day)} 毫米", $"{Figure(day)} mm in 24 h"),
            new($"最近1小时 {Figure(lastHour)} 毫米。", $"Last hour: {Figure(lastHour)} mm."));
    }

    /// <summary>A river against the levels registered for its gauge.</summary>
    public static Verdict? River(DeviceView gauge, ReadingView reading)
    {
        if (Good(reading, "level") is not { } level)
        {
            return null;
        }

        var figure = new LocalText($"{level.ToString("0.00", CultureInfo.InvariantCulture)} 米", $"{level.ToString("0.00", CultureInfo.InvariantCulture)} m");
        if (Attribute(gauge, "guarantee_level") is { } guarantee && level >= guarantee)
        {
            return new Verdict(
                Tone.Severe,
                new("超保证水位", "over the guarantee level"),
                figure,
                new($"高出保证水位 {Figure(level - guarantee, "0.00")} 米，请远离河边。", $"{Figure(level - guarantee, "0.00")} m over the guarantee level: keep away from the river."));
        }

        if (Attribute(gauge, "warning_level") is not { } warning)
        {
            return new Verdict(Tone.None, new("—", "—"), figure, new("该站未登记警戒水位，无法判断。", "No warning level is registered for this gauge, so nothing can be said."));
        }

        return level >= warning
            ? new Verdict(
                Tone.Bad,
                new("超警戒水位", "over the warning level"),
                figure,
                new($"高出警戒水位 {Figure(level - warning, "0.00")} 米，请远离河边。", $"{Figure(level - warning, "0.00")} m over the warning level: keep away from the river."))
            : new Verdict(
                Tone.Good,
                new("低于警戒水位", "below the warning level"),
                figure,
                new($"距警戒水位还有 {Figure(warning - level, "0.00")} 米。", $"{Figure(warning - level, "0.00")} m below the warning level."));
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
        if (Attribute(meter, isDay ? "day_limit" : "night_limit") is not { } limit)
        {
            return new Verdict(Tone.None, new("—", "—"), figure, new("该点未登记限值，无法判断。", "No limit is registered for this spot, so nothing can be said."));
        }

        var against = new LocalText($"{(isDay ? "昼间" : "夜间")}限值 {Figure(limit)} 分贝。", $"Limit by {(isDay ? "day" : "night")}: {Figure(limit)} dB(A).");
        return loud > limit
            ? new Verdict(Tone.Watch, new("超过限值", "over the limit"), figure, against)
            : new Verdict(Tone.Good, new("未超限值", "within the limit"), figure, against);
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
            new(note.GetValueOrDefault("categoryZh", "—"), note.GetValueOrDefault("categoryEn", "—")),
            new($"{name}类", $"class {name.Replace("劣Ⅴ", "worse than Ⅴ", StringComparison.Ordinal)}"),
            new(
                $"决定项目 {note.GetValueOrDefault("decisive", "—")}。" + (missing.Length > 0 ? $"缺 {missing}。" : string.Empty),
                $"Decided by {note.GetValueOrDefault("decisive", "—")}." + (missing.Length > 0 ? $" Without {missing}." : string.Empty)));
    }

    /// <summary>The value of a point that can be used; null when there is none.</summary>
    public static double? Good(ReadingView reading, string point) =>
        reading.Points.TryGetValue(point, out var shown) && shown.Quality == "good" ? shown.Value : null;

    private static double? Attribute(DeviceView device, string name) => device.Attributes.TryGetValue(name, out var given) ? given : null;

    private static string English(string list) => list.Replace("、", ", ", StringComparison.Ordinal);

    private static string Figure(double? value, string form = "0.#") => value?.ToString(form, CultureInfo.InvariantCulture) ?? "—";
}
