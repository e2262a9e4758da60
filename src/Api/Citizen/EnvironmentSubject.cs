using CityBrain.Domain.Devices;

namespace CityBrain.Api.Citizen;

/// <summary>
/// A subject of the environment that everybody may see. These models and no others are asked for by public pages: nothing of cameras, locks,
/// meters or homes.
/// </summary>
/// <param name="Model">The device model.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Basis">By what it is judged.</param>
/// <param name="OldAfter">A reading older than this says nothing of now: some three times the model's interval.</param>
public sealed record EnvironmentSubject(string Model, LocalText Title, LocalText Basis, TimeSpan OldAfter)
{
    /// <summary>Air.</summary>
    public static EnvironmentSubject Air { get; } = new(
        "air-station",
        new("空气质量", "Air"),
        new("按 HJ 633 由最近一小时浓度估算；颗粒物按日均分级表套算，并非当日空气质量指数；限值表数值待核实。", "Estimated by HJ 633 from the latest hour; particles are rated by the table of daily means, so it is not the index of the day; the figures of the table are still to be verified."),
        TimeSpan.FromHours(3));

    /// <summary>Rain.</summary>
    public static EnvironmentSubject Rain { get; } = new(
        "rain-gauge",
        new("降雨", "Rain"),
        new("按 GB/T 28592 的24小时雨量分级；1小时达20毫米为短时强降雨（QX/T 416-2018）；缺测时段不计入，实际可能更大。", "Classes of rain in 24 hours by GB/T 28592; 20 mm in an hour are short intense rain (QX/T 416-2018); times without a reading are not in it, so there may have been more."),
        TimeSpan.FromHours(1));

    /// <summary>Rivers.</summary>
    public static EnvironmentSubject River { get; } = new(
        "river-gauge",
        new("河道水位", "Rivers"),
        new("与该站登记的警戒水位、保证水位比较；6小时上涨超过1米为快速上涨。", "Compared with the warning and guarantee levels registered for the gauge; more than 1 m up in 6 hours is rising fast."),
        TimeSpan.FromHours(1));

    /// <summary>Noise.</summary>
    public static EnvironmentSubject Noise { get; } = new(
        "noise-meter",
        new("环境噪声", "Noise"),
        new("最近一小时等效声级（不足45个读数时为最近一次），与该点昼间（6–22时）或夜间限值比较。", "Equivalent level of the last hour (with fewer than 45 readings, the latest one), compared with the limit of the spot by day (06–22) or night."),
        TimeSpan.FromHours(1));

    /// <summary>Surface water.</summary>
    public static EnvironmentSubject Water { get; } = new(
        "water-quality-station",
        new("地表水质", "Surface water"),
        new("按 GB 3838-2002 单因子评价；缺测项目不参与评价。", "By GB 3838-2002, the class of the worst single factor; factors without a value are not rated."),
        TimeSpan.FromHours(12));

    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<EnvironmentSubject> All { get; } = [Air, Rain, River, Noise, Water];
}
