namespace CityBrain.Domain.Vocabulary;

/// <summary>How the levels are written and coloured: 一级红 二级橙 三级黄 四级蓝 (突发事件应对法).</summary>
public static class LevelNames
{
    private static readonly LevelName[] Names =
    [
        new(Level.I, "Ⅰ", "特别重大", "extreme", "红", "red"),
        new(Level.II, "Ⅱ", "重大", "major", "橙", "orange"),
        new(Level.III, "Ⅲ", "较大", "serious", "黄", "yellow"),
        new(Level.IV, "Ⅳ", "一般", "minor", "蓝", "blue"),
    ];

    /// <summary>All four, gravest first.</summary>
    public static IReadOnlyList<LevelName> All => Names;

    /// <summary>How a level is written and coloured.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the four.</exception>
    public static LevelName Name(this Level level) =>
        level is >= Level.I and <= Level.IV ? Names[level - Level.I] : throw new ArgumentOutOfRangeException(nameof(level), level, "There are four levels.");
}

/// <summary>How a level is written and coloured.</summary>
/// <param name="Level">The level.</param>
/// <param name="Numeral">Roman numeral, one character.</param>
/// <param name="Zh">What it is called in Chinese.</param>
/// <param name="En">What it is called in English.</param>
/// <param name="ColourZh">The warning colour in Chinese.</param>
/// <param name="ColourEn">The warning colour in English.</param>
public sealed record LevelName(Level Level, string Numeral, string Zh, string En, string ColourZh, string ColourEn);
