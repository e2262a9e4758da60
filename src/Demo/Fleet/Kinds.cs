namespace CityBrain.Demo.Fleet;

/// <summary>What stands in the demonstration city: every model that ships with the city, some three hundred devices.</summary>
internal static class Kinds
{
    private static readonly string[] Inner = ["341882001", "341882002", "341882003", "341882100", "341882400"];

    private static readonly string[] Outer = ["341882101", "341882102", "341882103", "341882104", "341882105", "341882200", "341882201", "341882202"];

    private static readonly string[] Everywhere = [.. Inner, .. Outer];

    // The middle of the city has more of everything that people use.
    private static readonly string[] MostlyInner = [.. Inner, .. Inner, .. Outer];

    /// <summary>All of them, poles first: others hang on them.</summary>
    public static IReadOnlyList<Kind> All { get; } =
    [
        new("smart-pole", 32, "智慧灯杆", "Smart pole", MostlyInner),
        new("river-gauge", 16, "水位站", "River gauge", Outer) { Attributes = River, Sites = Rivers },
        new("rain-gauge", 20, "雨量站", "Rain gauge", Everywhere) { Attributes = Rain, Sites = Rains },
        new("combustible-gas-detector", 30, "燃气探测器", "Gas detector", MostlyInner) { Sites = Stations },
        new("crowd-counter", 10, "人群密度计", "Crowd counter", Inner) { Sites = Squares, OnPoles = true },
        new("noise-meter", 14, "噪声监测仪", "Noise meter", MostlyInner) { Attributes = Noise, OnPoles = true },
        new("smoke-detector", 26, "感烟探测器", "Smoke detector", MostlyInner) { Sites = Smokes },
        new("air-station", 13, "空气质量监测站", "Air station", Everywhere),
        new("water-quality-station", 9, "水质自动监测站", "Water quality station", Outer) { Attributes = Water, Sites = Waters },
        new("visitor-counter", 5, "景区客流统计", "Visitor counter", Outer) { Attributes = Capacity, Sites = Sights },
        new("gate-counter", 6, "闸机客流计", "Gate counter", Inner) { Sites = Gates },
        new("toxic-gas-detector", 12, "有毒气体探测器", "Toxic gas detector", ["341882400", "341882104", "341882103"]) { Attributes = Exposure },
        new("street-camera", 24, "市容识别摄像机", "Street camera", MostlyInner) { Attributes = Confirm, OnPoles = true },
        new("manhole-cover", 36, "智能井盖", "Manhole cover", MostlyInner) { Attributes = Shaft },
        new("smart-lock", 24, "智能门锁", "Smart lock", MostlyInner) { Interval = TimeSpan.FromMinutes(5) },
        new("water-meter", 22, "智能水表", "Water meter", MostlyInner) { Attributes = Leak },
        new("electricity-meter", 22, "智能电表", "Electricity meter", MostlyInner) { Attributes = Power },
        new("gas-meter", 18, "智能燃气表", "Gas meter", MostlyInner) { Attributes = Flow },
    ];

    private static Site[] Rivers =>
    [
        new("341882101001", "桐汭河柏垫水位站", "Tongrui river gauge at Baidian", 1),
        new("341882202", "桐汭河四合水位站", "Tongrui river gauge at Sihe", 0.6, -20),
        new("341882102", "桐汭河誓节水位站", "Tongrui river gauge at Shijie", 0.6, 30),
        new("341882102", "郎川河口水位站", "Gauge at the mouth to the Langchuan", 0.35, 60),
        new("341882200", "无量溪河卢村水位站", "Wuliangxi river gauge at Lucun"),
        new("341882100", "无量溪河桃州水位站", "Wuliangxi river gauge at Taozhou"),
        new("341882003001", "无量溪河升平水位站", "Wuliangxi river gauge at Shengping"),
    ];

    private static Site[] Rains =>
    [
        new("341882202", "四合雨量站", "Sihe rain gauge"),
        new("341882101001", "柏垫雨量站", "Baidian rain gauge"),
        new("341882105", "杨滩雨量站", "Yangtan rain gauge"),
    ];

    private static Site[] Stations =>
    [
        new("341882100", "桃州中心加油加气站", "Taozhou filling station"),
        new("341882400", "开发区加气站", "Gas station in the development zone"),
        new("341882002", "祠山农贸市场厨房", "Kitchens of the Cishan market"),
        new("341882104", "新杭加油站", "Xinhang filling station"),
    ];

    private static Site[] Squares =>
    [
        new("341882001006", "天寿寺塔广场", "Square at the Tianshou pagoda"),
        new("341882003001", "升平街步行街", "Shengping pedestrian street"),
        new("341882002", "祠山广场", "Cishan square"),
    ];

    private static Site[] Smokes =>
    [
        new("341882003001", "升平老街民宿", "Guest house in old Shengping"),
        new("341882001006", "天寿社区食堂", "Tianshou community canteen"),
    ];

    private static Site[] Waters =>
    [
        new("341882200", "卢湖水质站", "Water quality of lake Lu"),
        new("341882102", "桐汭河誓节断面", "Tongrui river section at Shijie"),
        new("341882101001", "桐汭河柏垫断面", "Tongrui river section at Baidian"),
        new("341882100", "无量溪河桃州断面", "Wuliangxi river section at Taozhou"),
    ];

    private static Site[] Sights =>
    [
        new("341882104", "太极洞景区", "Taiji cave"),
        new("341882200200", "笄山竹海景区", "Jishan bamboo sea"),
        new("341882002", "横山国家森林公园", "Hengshan forest park"),
        new("341882200", "卢湖竹海", "Bamboo sea of lake Lu"),
        new("341882001006", "天寿寺塔景区", "Tianshou pagoda"),
    ];

    private static Site[] Gates =>
    [
        new("341882002", "广德客运站闸机", "Gates of the coach station"),
        new("341882400", "广德南站闸机", "Gates of Guangde south station"),
        new("341882001", "市民中心闸机", "Gates of the civic centre"),
    ];

    // Metres above each gauge's own zero.
    private static Dictionary<string, double> River(int number)
    {
        var warning = Math.Round(Chance.Between(8, 24, 101, number), 1);
        return new() { ["warning_level"] = warning, ["guarantee_level"] = warning + 1.2 };
    }

    // The first one stands where the story's storm is heaviest, below steep slopes.
    private static Dictionary<string, double> Rain(int number) => number == 0
        ? new() { ["prepare_1h"] = 32, ["prepare_3h"] = 75, ["prepare_6h"] = 95, ["move_1h"] = 55, ["move_3h"] = 100, ["move_6h"] = 130 }
        : new() { ["prepare_1h"] = 45, ["prepare_3h"] = 75, ["prepare_6h"] = 100, ["move_1h"] = 60, ["move_3h"] = 100, ["move_6h"] = 140 };

    // Functional areas 2, 3 and 4a of GB 3096-2008.
    private static Dictionary<string, double> Noise(int number) => (number % 3) switch
    {
        0 => new() { ["day_limit"] = 60, ["night_limit"] = 50 },
        1 => new() { ["day_limit"] = 65, ["night_limit"] = 55 },
        _ => new() { ["day_limit"] = 70, ["night_limit"] = 55 },
    };

    private static Dictionary<string, double> Water(int number) => number == 0
        ? new() { ["target_class"] = 2, ["lake"] = 1 }
        : new() { ["target_class"] = 3 };

    private static Dictionary<string, double> Capacity(int number) => new() { ["capacity"] = 1_200 + (800 * number) };

    // Chlorine, hydrogen sulphide, ammonia.
    private static Dictionary<string, double> Exposure(int number) => new() { ["exposure_limit"] = (number % 3) switch { 0 => 1, 1 => 10, _ => 20 } };

    private static Dictionary<string, double> Confirm(int number) => new() { ["confirm"] = 0.8 };

    private static Dictionary<string, double> Shaft(int number) => new() { ["shaft_depth"] = Math.Round(Chance.Between(1.8, 4, 102, number), 1) };

    private static Dictionary<string, double> Leak(int number) => new() { ["leak_flow"] = Math.Round(Chance.Between(0.3, 3, 103, number), 2) };

    private static Dictionary<string, double> Power(int number) => new() { ["rated_power"] = 8 + (4 * (number % 6)), ["rated_voltage"] = 220 };

    private static Dictionary<string, double> Flow(int number) => new() { ["rated_flow"] = number % 4 == 0 ? 16 : 2.5 };
}
