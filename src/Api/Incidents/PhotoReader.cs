using System.Security.Cryptography;
using CityBrain.Api.Hosting;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Interfaces.Incidents;
using SkiaSharp;

namespace CityBrain.Api.Incidents;

/// <summary>A photo as it is kept: pixels alone, written anew.</summary>
/// <param name="Content">The file.</param>
/// <param name="File">What is known of it.</param>
internal sealed record CleanPhoto(byte[] Content, PhotoFile File);

/// <summary>
/// Turns what came into a photo that can be kept: it is decoded and written anew as JPEG, upright, on white, in sRGB and at most
/// <see cref="IncidentLimits.PhotoSidePixelsMax"/> pixels long. Whatever else the file carried (place and camera in EXIF, comments, scripts) is gone.
/// </summary>
internal static class PhotoReader
{
    private const int JpegQuality = 85;

    // The codec scales in eighths and rounds either way: half an eighth more, and it never gives less than is wanted.
    private const float ScaleMargin = 1f / 16;

    /// <summary>What is taken.</summary>
    public static IReadOnlyList<string> MediaTypes { get; } = ["image/jpeg", "image/png", "image/webp"];

    /// <summary>Reads a photo, or says why it is none. The header is judged before anything is decoded.</summary>
    /// <param name="body">What came.</param>
    /// <param name="declared">The media type that it is said to be.</param>
    public static (CleanPhoto? Photo, Refusal? Refusal) Read(ReadOnlyMemory<byte> body, string declared)
    {
        using var data = SKData.CreateCopy(body.Span);
        using var codec = body.IsEmpty ? null : SKCodec.Create(data);
        if (codec is null || MediaTypeOf(codec.EncodedFormat) is not { } found)
        {
            return (null, IncidentRefusals.PhotoInvalid);
        }

        if (found != declared)
        {
            return (null, PhotoRefusals.NotAsDeclared(found));
        }

        if ((long)codec.Info.Width * codec.Info.Height > Limits.PhotoPixelsMax || ScansOf(body.Span) > Limits.PhotoScansMax)
        {
            return (null, PhotoRefusals.TooManyPixels);
        }

        var wanted = (float)IncidentLimits.PhotoSidePixelsMax / Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1, wanted + ScaleMargin));
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        using var decoded = new SKBitmap(info);
        return codec.GetPixels(info, decoded.GetPixels()) == SKCodecResult.Success
            ? (Write(decoded, codec.EncodedOrigin), null)
            : (null, PhotoRefusals.Incomplete);
    }

    private static CleanPhoto Write(SKBitmap decoded, SKEncodedOrigin origin)
    {
        var lies = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = lies ? (decoded.Height, decoded.Width) : (decoded.Width, decoded.Height);
        var scale = Math.Min(1, (float)IncidentLimits.PhotoSidePixelsMax / Math.Max(width, height));
        var kept = new SKImageInfo(Side(width * scale), Side(height * scale), SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        using var surface = SKSurface.Create(kept);
        using var pixels = decoded.PeekPixels();
        using var picture = SKImage.FromPixels(pixels);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(kept.Width / (float)width, kept.Height / (float)height);
        surface.Canvas.Concat(Upright(origin, decoded.Width, decoded.Height));
        surface.Canvas.DrawImage(picture, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var image = surface.Snapshot();
        using var jpeg = image.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        var content = jpeg.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return new CleanPhoto(content, new PhotoFile(hash, Photo.KeptMediaType, kept.Width, kept.Height, content.Length));
    }

    private static int Side(float pixels) => Math.Clamp((int)MathF.Round(pixels), 1, IncidentLimits.PhotoSidePixelsMax);

    // How a picture of width w and height h is turned so that up is up (Exif 2.32, Orientation).
    private static SKMatrix Upright(SKEncodedOrigin origin, int w, int h) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    // Within a scan a JPEG never has these two bytes, so that they count scans: a progressive file may have thousands, each decoded over the whole picture.
    private static int ScansOf(ReadOnlySpan<byte> body) => body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? body.Count((ReadOnlySpan<byte>)[0xFF, 0xDA]) : 0;

    private static string? MediaTypeOf(SKEncodedImageFormat format) => format switch
    {
        SKEncodedImageFormat.Jpeg => "image/jpeg",
        SKEncodedImageFormat.Png => "image/png",
        SKEncodedImageFormat.Webp => "image/webp",
        _ => null,
    };
}
