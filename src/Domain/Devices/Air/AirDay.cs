namespace CityBrain.Domain.Devices.Air;

/// <summary>The air of one station on one calendar day of the city.</summary>
/// <param name="Day">The day, +08:00.</param>
/// <param name="Quality">The index over the pollutants whose day is valid; null when there is none.</param>
/// <param name="Means">The day's concentration of each measure that is valid.</param>
/// <param name="Invalid">The pollutants with too few hours: they are not in the index, and the figure says so.</param>
/// <param name="Hours">Valid hours per pollutant, 0 to 24.</param>
public sealed record AirDay(
    DateOnly Day,
    AirQuality? Quality,
    IReadOnlyDictionary<AirMeasure, double> Means,
    IReadOnlyList<Pollutant> Invalid,
    IReadOnlyDictionary<Pollutant, int> Hours)
{
    /// <summary>A 24-hour mean needs so many hours of the day (GB 3095-2012).</summary>
    public const int HoursMin = 20;

    /// <summary>A moving 8-hour mean needs so many of its hours (GB 3095-2012).</summary>
    public const int EightHoursMin = 6;

    private const int DayHours = 24;
    private const int MovingHours = 8;

    /// <summary>The formula in words, for whoever asks where the figure comes from.</summary>
    public const string Formula =
        "Daily AQI by HJ 633: 24 h means of PM2.5, PM10, SO2, NO2 and CO (at least 20 hourly values), highest moving 8 h mean of O3 within the day"
        + " (at least 6 of 8 hours; above 800 ug/m3 the highest hour instead); sub-indexes rounded up; the highest counts.";

    /// <summary>Whether a day with so many hours that have a value is valid for 24-hour means.</summary>
    public static bool IsValid(int hours) => hours >= HoursMin;

    /// <summary>
    /// Works a day out from the good values of one station. Values of other days are left out; several in one hour count as their mean; a
    /// value belongs to the hour that it is observed in.
    /// </summary>
    public static AirDay Evaluate(DateOnly day, IReadOnlyDictionary<Pollutant, IReadOnlyList<Sample>> good)
    {
        var means = new SortedDictionary<AirMeasure, double>();
        var hours = new SortedDictionary<Pollutant, int>();
        var invalid = new List<Pollutant>();
        foreach (var pollutant in Enum.GetValues<Pollutant>())
        {
            var hourly = Hourly(day, good.TryGetValue(pollutant, out var samples) ? samples : []);
            hours[pollutant] = hourly.Count(value => value is not null);
            var measured = pollutant == Pollutant.O3 ? Ozone(day, hourly) : DayMean(pollutant, hourly);
            if (measured is { } mean)
            {
                means.Add(mean.Key, mean.Value);
            }
            else
            {
                invalid.Add(pollutant);
            }
        }

        return new AirDay(day, AirIndex.Evaluate(day, means), means, invalid, hours);
    }

    private static double?[] Hourly(DateOnly day, IReadOnlyList<Sample> samples)
    {
        var (sums, counts) = (new double[DayHours], new int[DayHours]);
        foreach (var sample in samples)
        {
            if (CityTime.DayOf(sample.ObservedMs) == day)
            {
                sums[CityTime.HourOf(sample.ObservedMs)] += sample.Value;
                counts[CityTime.HourOf(sample.ObservedMs)]++;
            }
        }

        return [.. sums.Select((sum, hour) => counts[hour] == 0 ? (double?)null : sum / counts[hour])];
    }

    private static KeyValuePair<AirMeasure, double>? DayMean(Pollutant pollutant, double?[] hourly)
    {
        var measure = pollutant switch
        {
            Pollutant.Pm25 => AirMeasure.Pm25Day,
            Pollutant.Pm10 => AirMeasure.Pm10Day,
            Pollutant.So2 => AirMeasure.So2Day,
            Pollutant.No2 => AirMeasure.No2Day,
            _ => AirMeasure.CoDay,
        };
        var values = hourly.OfType<double>().ToList();
        return IsValid(values.Count) ? KeyValuePair.Create(measure, values.Average()) : null;
    }

    private static KeyValuePair<AirMeasure, double>? Ozone(DateOnly day, double?[] hourly)
    {
        double? highest = null;
        for (var start = 0; start + MovingHours <= DayHours; start++)
        {
            var values = hourly.Skip(start).Take(MovingHours).OfType<double>().ToList();
            if (values.Count >= EightHoursMin && !(values.Average() <= highest))
            {
                highest = values.Average();
            }
        }

        if (highest is not { } mean)
        {
            return null;
        }

        var isRated = AirTables.ByDate.On(day) is not { } table || AirIndex.Rate(table, AirMeasure.O3EightHours, mean) is not null;
        return isRated ? KeyValuePair.Create(AirMeasure.O3EightHours, mean) : KeyValuePair.Create(AirMeasure.O3Hour, hourly.OfType<double>().Max());
    }
}
