using System.Buffers.Binary;
using System.Text;
using SkiaSharp;

namespace CityBrain.Api.Tests;

/// <summary>Files as cameras and as ill-wishers write them.</summary>
internal static class Pictures
{
    /// <summary>What a photo must not carry on: where it was taken.</summary>
    public const string Secret = "N30.8937-E119.4174";

    /// <summary>What a photo must not carry on either.</summary>
    public const string Script = "<html><script>alert(1)</script>";

    /// <summary>A picture with a red left half and a blue right half.</summary>
    public static byte[] Halves(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, byte shade = 255)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(shade, 0, 0));
        using var blue = new SKPaint { Color = SKColors.Blue };
        canvas.DrawRect(width / 2f, 0, width, height, blue);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>The same with EXIF that turns it by a quarter and names a place, with a script in a comment, and another one behind the end.</summary>
    public static byte[] WithBaggage(byte[] jpeg)
    {
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)];
        return [.. jpeg[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. tiff]), .. Segment(0xFE, Encoding.ASCII.GetBytes(Script)), .. jpeg[2..], .. Encoding.ASCII.GetBytes(Script)];
    }

    /// <summary>A PNG of a few bytes whose header claims a picture of a size.</summary>
    public static byte[] Bomb(int width, int height)
    {
        var png = Halves(1, 1, SKEncodedImageFormat.Png);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>A JPEG with more scans than anybody needs.</summary>
    public static byte[] Scans(int count)
    {
        var jpeg = Halves(64, 64);
        var scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        return [.. jpeg[..^2], .. Enumerable.Repeat(jpeg[scan..^2], count).SelectMany(one => one), .. jpeg[^2..]];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    // CRC-32 of PNG (ISO 3309).
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
