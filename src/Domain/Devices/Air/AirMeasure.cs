namespace CityBrain.Domain.Devices.Air;

/// <summary>The six pollutants of the air quality index.</summary>
public enum Pollutant
{
    /// <summary>Fine particles, µg/m³. 细颗粒物.</summary>
    Pm25,

    /// <summary>Inhalable particles, µg/m³. 可吸入颗粒物.</summary>
    Pm10,

    /// <summary>Sulphur dioxide, µg/m³. 二氧化硫.</summary>
    So2,

    /// <summary>Nitrogen dioxide, µg/m³. 二氧化氮.</summary>
    No2,

    /// <summary>Carbon monoxide, mg/m³. 一氧化碳.</summary>
    Co,

    /// <summary>Ozone, µg/m³. 臭氧.</summary>
    O3,
}

/// <summary>A concentration that the index rates: a pollutant over an averaging time. Carbon monoxide in mg/m³, all others in µg/m³.</summary>
public enum AirMeasure
{
    /// <summary>PM2.5, 24-hour mean.</summary>
    Pm25Day,

    /// <summary>PM10, 24-hour mean.</summary>
    Pm10Day,

    /// <summary>SO2, 24-hour mean.</summary>
    So2Day,

    /// <summary>SO2, 1-hour mean; rated up to 800 µg/m³ only, above by its 24-hour mean.</summary>
    So2Hour,

    /// <summary>NO2, 24-hour mean.</summary>
    No2Day,

    /// <summary>NO2, 1-hour mean.</summary>
    No2Hour,

    /// <summary>CO, 24-hour mean.</summary>
    CoDay,

    /// <summary>CO, 1-hour mean.</summary>
    CoHour,

    /// <summary>O3, 1-hour mean.</summary>
    O3Hour,

    /// <summary>O3, moving 8-hour mean; rated up to 800 µg/m³ only, above by its 1-hour mean.</summary>
    O3EightHours,
}

/// <summary>The measures' pollutants, and the pollutants' points.</summary>
public static class AirMeasures
{
    /// <summary>The pollutant of a measure.</summary>
    public static Pollutant PollutantOf(this AirMeasure measure) => measure switch
    {
        AirMeasure.Pm25Day => Pollutant.Pm25,
        AirMeasure.Pm10Day => Pollutant.Pm10,
        AirMeasure.So2Day or AirMeasure.So2Hour => Pollutant.So2,
        AirMeasure.No2Day or AirMeasure.No2Hour => Pollutant.No2,
        AirMeasure.CoDay or AirMeasure.CoHour => Pollutant.Co,
        _ => Pollutant.O3,
    };

    /// <summary>The point that reports a pollutant: <c>pm25</c>.</summary>
    public static string PointOf(this Pollutant pollutant) => pollutant switch
    {
        Pollutant.Pm25 => "pm25",
        Pollutant.Pm10 => "pm10",
        Pollutant.So2 => "so2",
        Pollutant.No2 => "no2",
        Pollutant.Co => "co",
        _ => "o3",
    };

    /// <summary>How a pollutant is written: <c>PM2.5</c>.</summary>
    public static string NameOf(this Pollutant pollutant) => pollutant switch
    {
        Pollutant.Pm25 => "PM2.5",
        Pollutant.Pm10 => "PM10",
        Pollutant.So2 => "SO2",
        Pollutant.No2 => "NO2",
        Pollutant.Co => "CO",
        _ => "O3",
    };
}
