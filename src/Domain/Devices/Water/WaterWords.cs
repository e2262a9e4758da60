namespace CityBrain.Domain.Devices.Water;

/// <summary>How classes and factors are written, and which input of a formula feeds a factor.</summary>
public static class WaterWords
{
    /// <summary>A class as people write it: <c>Ⅲ</c>, <c>劣Ⅴ</c>.</summary>
    public static string NameOf(this WaterClass rated) => rated switch
    {
        WaterClass.One => "Ⅰ",
        WaterClass.Two => "Ⅱ",
        WaterClass.Three => "Ⅲ",
        WaterClass.Four => "Ⅳ",
        WaterClass.Five => "Ⅴ",
        _ => "劣Ⅴ",
    };

    /// <summary>What a class says of the water, in Chinese and English. The words are unverified.</summary>
    public static LocalText WordOf(this WaterClass rated) => rated switch
    {
        WaterClass.One or WaterClass.Two => new("优", "excellent"),
        WaterClass.Three => new("良好", "good"),
        WaterClass.Four => new("轻度污染", "lightly polluted"),
        WaterClass.Five => new("中度污染", "moderately polluted"),
        _ => new("重度污染", "heavily polluted"),
    };

    /// <summary>How a factor is written: <c>NH3-N</c>.</summary>
    public static string NameOf(this WaterFactor factor) => factor switch
    {
        WaterFactor.Ph => "pH",
        WaterFactor.DissolvedOxygen => "DO",
        WaterFactor.Permanganate => "CODMn",
        WaterFactor.Cod => "COD",
        WaterFactor.Bod5 => "BOD5",
        WaterFactor.AmmoniaNitrogen => "NH3-N",
        _ => "TP",
    };

    /// <summary>The input of the formula, and the usual point, of a factor: <c>nh3n</c>.</summary>
    public static string InputOf(this WaterFactor factor) => factor switch
    {
        WaterFactor.Ph => "ph",
        WaterFactor.DissolvedOxygen => "do",
        WaterFactor.Permanganate => "codmn",
        WaterFactor.Cod => "cod",
        WaterFactor.Bod5 => "bod5",
        WaterFactor.AmmoniaNitrogen => "nh3n",
        _ => "tp",
    };
}
