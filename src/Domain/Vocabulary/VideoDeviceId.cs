using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The number of a device or directory in a video network by GB/T 28181, 20 digits: 8 of the centre, 2 of the industry, 3 of the type, 1 of
/// the network, 6 of the serial. 视频设备编码. A camera has it as its device number. It has no check; the centre begins with a division code.
/// </summary>
[JsonConverter(typeof(VideoDeviceIdJson))]
public readonly record struct VideoDeviceId
{
    private const int Size = 20;
    private const int SerialMax = 999_999;

    private VideoDeviceId(string digits) => Digits = digits;

    /// <summary>The 20 digits.</summary>
    public string Digits { get; }

    /// <summary>The centre that numbers it: division code and two digits of its level, eight in all.</summary>
    public string Centre => Digits[..8];

    /// <summary>The division that the centre belongs to, six digits.</summary>
    public PlaceCode Division => PlaceCode.Parse(Digits[..6]);

    /// <summary>Who it belongs to, 0 to 99; 0 to 9 are the police's, from 10 on other industries'. The industries are unverified.</summary>
    public int Industry => Part(8, 2);

    /// <summary>What it is, 0 to 999, see <see cref="Kind"/>.</summary>
    public int Type => Part(10, 3);

    /// <summary>Which network it is in, 0 to 9.</summary>
    public int Network => Part(13, 1);

    /// <summary>Its serial, 0 to 999 999.</summary>
    public int Serial => Part(14, 6);

    /// <summary>What its type stands for; <see cref="VideoDeviceKind.Other"/> for a type that the city does not know, which is no error.</summary>
    public VideoDeviceKind Kind => Enum.IsDefined((VideoDeviceKind)Type) ? (VideoDeviceKind)Type : VideoDeviceKind.Other;

    /// <summary>The number with these parts.</summary>
    /// <exception cref="ArgumentException">The centre is not eight ASCII digits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A part has more digits than its field, or is negative.</exception>
    public static VideoDeviceId Of(string centre, int industry, int type, int network, int serial)
    {
        CheckField(industry, 99, nameof(industry));
        CheckField(type, 999, nameof(type));
        CheckField(network, 9, nameof(network));
        CheckField(serial, SerialMax, nameof(serial));
        return TryParse(string.Create(CultureInfo.InvariantCulture, $"{centre}{industry:D2}{type:D3}{network}{serial:D6}"), out var id)
            ? id
            : throw new ArgumentException($"'{centre}' is no centre.", nameof(centre));
    }

    /// <summary>Reads 20 ASCII digits; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VideoDeviceId id)
    {
        var valid = text is { Length: Size } && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        id = valid ? new VideoDeviceId(text!) : default;
        return valid;
    }

    /// <summary>Reads a number that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not a number by GB/T 28181.</exception>
    public static VideoDeviceId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a number by GB/T 28181.");

    /// <inheritdoc/>
    public override string ToString() => Digits ?? string.Empty;

    private int Part(int start, int length) => int.Parse(Digits.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);

    private static void CheckField(int value, int max, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
    }
}

/// <summary>What a number by GB/T 28181 stands for; the values are the type field's. The list is unverified and not complete.</summary>
public enum VideoDeviceKind
{
    /// <summary>A type that is not in this list.</summary>
    Other = 0,

    /// <summary>A digital video recorder.</summary>
    Dvr = 111,

    /// <summary>A network video recorder.</summary>
    Nvr = 118,

    /// <summary>A camera. 摄像机.</summary>
    Camera = 131,

    /// <summary>A network camera. 网络摄像机.</summary>
    IpCamera = 132,

    /// <summary>A signalling server.</summary>
    Server = 200,

    /// <summary>A business group of a directory. 业务分组.</summary>
    BusinessGroup = 215,

    /// <summary>A virtual organisation of a directory. 虚拟组织.</summary>
    VirtualOrganisation = 216,
}
