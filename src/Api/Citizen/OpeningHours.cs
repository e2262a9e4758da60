using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CityBrain.Api.Citizen;

/// <summary>
/// When a place is open in an ordinary week, on the city's clock. Written in the part of the opening_hours notation of OpenStreetMap that weeks
/// need: <c>24/7</c>, or rules apart by semicolons as <c>Mo-Fr 08:30-12:00,14:00-17:30; Sa off</c>, of which the last that names a day holds
/// for it. A span that ends before it begins ends on the next day. Public holidays are not known here.
/// </summary>
public sealed class OpeningHours
{
    private static readonly string[] Names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private static readonly string[] NamesZh = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly IReadOnlyList<Span>[] _week;

    private OpeningHours(IReadOnlyList<Span>[] week) => _week = week;

    private readonly record struct Span(TimeSpan From, TimeSpan To);

    /// <summary>Whether it never closes.</summary>
    public bool IsAlways => _week.All(spans => spans is [{ From.Ticks: 0 } all] && all.To == Day);

    /// <summary>Reads the notation; whatever is not understood as a whole is refused.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OpeningHours? hours)
    {
        var week = new IReadOnlyList<Span>[Names.Length];
        Array.Fill(week, []);
        hours = new OpeningHours(week);
        if (text?.Trim() == "24/7")
        {
            Array.Fill(week, [new Span(TimeSpan.Zero, Day)]);
            return true;
        }

        foreach (var rule in (text ?? string.Empty).Split(';', StringSplitOptions.TrimEntries))
        {
            var parts = rule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length is not (1 or 2) || !TryDays(parts.Length == 2 ? parts[0] : "Mo-Su", out var days) || !TrySpans(parts[^1], out var spans))
            {
                hours = null;
                return false;
            }

            foreach (var day in days)
            {
                week[day] = spans;
            }
        }

        return true;
    }

    /// <summary>Whether it is open at a moment.</summary>
    public bool IsOpen(DateTimeOffset moment)
    {
        var local = CityTime.Of(moment);
        var (today, time) = (((int)local.DayOfWeek + 6) % Names.Length, local.TimeOfDay);
        return _week[today].Any(span => span.From <= time && time < span.To)
            || _week[(today + Names.Length - 1) % Names.Length].Any(span => span.From <= time + Day && time + Day < span.To);
    }

    /// <summary>The week in words: days of the same hours that follow one another stand together.</summary>
    public string Words(bool english)
    {
        if (IsAlways)
        {
            return english ? "day and night, every day" : "全天24小时";
        }

        var lines = new List<string>();
        for (var first = 0; first < Names.Length;)
        {
            var last = first;
            while (last + 1 < Names.Length && _week[last + 1].SequenceEqual(_week[first]))
            {
                last++;
            }

            var names = english ? Names : NamesZh;
            var days = first == last ? names[first] : english ? $"{names[first]}–{names[last]}" : $"{names[first]}至{names[last]}";
            var spans = string.Join(english ? ", " : "、", _week[first].Select(span => $"{Clock(span.From)}–{(span.To > Day && !english ? "次日" : string.Empty)}{Clock(span.To)}"));
            lines.Add($"{days} {(spans.Length > 0 ? spans : english ? "closed" : "不开放")}");
            first = last + 1;
        }

        return string.Join(english ? "; " : "；", lines);
    }

    private static string Clock(TimeSpan time) => time == Day ? "24:00" : (time > Day ? time - Day : time).ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static bool TryDays(string text, out List<int> days)
    {
        days = [];
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Array.IndexOf(Names, ends[0]), Array.IndexOf(Names, ends[^1]));
            if (ends.Length > 2 || first < 0 || last < first)
            {
                return false;
            }

            days.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return true;
    }

    private static bool TrySpans(string text, out IReadOnlyList<Span> spans)
    {
        var read = new List<Span>();
        spans = read;
        if (text == "off")
        {
            return true;
        }

        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length != 2 || !TryClock(ends[0], out var from) || !TryClock(ends[1], out var to) || from == Day || from == to)
            {
                return false;
            }

            read.Add(new Span(from, to < from ? to + Day : to));
        }

        return true;
    }

    private static bool TryClock(string text, out TimeSpan time)
    {
        time = Day;
        return text == "24:00" || (text.Length == 5 && TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out time));
    }
}
