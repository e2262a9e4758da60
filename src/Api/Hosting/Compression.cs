using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace CityBrain.Api.Hosting;

/// <summary>
/// Compresses what is read from the API, for callers that accept it: lists are a tenth of their size, which a slow line feels. Only under a
/// bearer token, which no other site can make a browser send, and never where an answer shows a secret: no guess can be tried against its
/// length (BREACH). Files of the screens are compressed when the program is published.
/// </summary>
internal static class Compression
{
    /// <summary>Adds the two common encodings, as fast as they go: the line is slower than the processor by little only.</summary>
    public static void AddCompression(this WebApplicationBuilder builder)
    {
        builder.Services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["application/json"]));
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    /// <summary>Compresses what is read from here on.</summary>
    public static void UseCompression(this WebApplication app) =>
        app.UseWhen(IsReadUnderToken, reading => reading.UseResponseCompression());

    // Commands are left out: only they ever show a token.
    private static bool IsReadUnderToken(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Path.StartsWithSegments("/api/v1")
        && context.Request.Headers.Authorization.Count > 0;
}
