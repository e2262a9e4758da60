using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using Microsoft.Net.Http.Headers;

namespace CityBrain.Api.Requests;

/// <summary>The bytes of a body, read within its limits, or what is wrong with them.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Hash">SHA-256 over method, path and body, hexadecimal: what "the same command" means.</param>
/// <param name="Fault">What is wrong; null when all is well.</param>
internal readonly record struct BodyBytes(ReadOnlyMemory<byte> Bytes, string Hash, Problem? Fault);

/// <summary>Reads bodies: media type, size and speed are checked here and nowhere else.</summary>
internal static class BodyReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body of one media type.</summary>
    public static ValueTask<BodyBytes> Read(HttpContext context, string mediaType, int bytesMax, bool optional = false) =>
        Read(context, [mediaType], bytesMax, Limits.BodyDurationMax, optional);

    /// <summary>Reads a body of one of several media types, which has a while to arrive.</summary>
    public static async ValueTask<BodyBytes> Read(HttpContext context, IReadOnlyList<string> mediaTypes, int bytesMax, TimeSpan durationMax, bool optional = false)
    {
        var request = context.Request;
        var absent = request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0;
        if (!(absent && optional) && !mediaTypes.Any(mediaType => Fits(request.ContentType, mediaType)))
        {
            return Faulty(new Problem(EdgeRefusals.MediaType(string.Join(" or ", mediaTypes)), StatusCodes.Status415UnsupportedMediaType));
        }

        if (request.ContentLength > bytesMax)
        {
            return Faulty(TooLarge(bytesMax));
        }

        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        using var late = new CancellationTokenSource(durationMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        try
        {
            return await ReadToEnd(request, bytesMax, either.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
            return Faulty(new Problem(EdgeRefusals.BodyTooSlow, StatusCodes.Status408RequestTimeout));
        }
        catch (BadHttpRequestException bad)
        {
            context.Response.Headers.Connection = "close";
            return Faulty(new Problem(EdgeRefusals.OfStatus(bad.StatusCode), bad.StatusCode));
        }
        catch (IOException)
        {
            // The body is not framed as its headers say.
            context.Response.Headers.Connection = "close";
            return Faulty(new Problem(EdgeRefusals.RequestMalformed, StatusCodes.Status400BadRequest));
        }
    }

    /// <summary>SHA-256 over method, path and body, hexadecimal.</summary>
    public static string HashOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The text of a body, which has to be UTF-8; a byte order mark is dropped.</summary>
    public static bool TryText(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = Utf8.GetString(bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = string.Empty;
            return false;
        }
    }

    private static async ValueTask<BodyBytes> ReadToEnd(HttpRequest request, int bytesMax, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellation);
            if (result.Buffer.Length > bytesMax)
            {
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return Faulty(TooLarge(bytesMax));
            }

            if (result.IsCompleted)
            {
                var bytes = result.Buffer.ToArray();
                request.BodyReader.AdvanceTo(result.Buffer.End);
                return new BodyBytes(bytes, HashOf(request, bytes), null);
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static bool Fits(string? declared, string wanted) =>
        MediaTypeHeaderValue.TryParse(declared, out var media)
        && media.MediaType.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        && (!media.Charset.HasValue || media.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Problem TooLarge(int bytesMax) => new(EdgeRefusals.BodyTooLarge(bytesMax), StatusCodes.Status413PayloadTooLarge);

    private static BodyBytes Faulty(Problem fault) => new(default, string.Empty, fault);
}
