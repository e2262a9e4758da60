namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The four levels of incidents and warnings: Ⅰ特别重大, Ⅱ重大, Ⅲ较大, Ⅳ一般; warning colours 一级红 二级橙 三级黄 四级蓝
/// (突发事件应对法). The smaller the numeral, the graver.
/// </summary>
public enum Level
{
    /// <summary>Ⅰ 特别重大, red.</summary>
    I = 1,

    /// <summary>Ⅱ 重大, orange.</summary>
    II = 2,

    /// <summary>Ⅲ 较大, yellow.</summary>
    III = 3,

    /// <summary>Ⅳ 一般, blue.</summary>
    IV = 4,
}
