using System.Net;
using System.Text;
using SkiaSharp;

namespace CityBrain.Api.Tests;

/// <summary>Photos as evidence: only pictures, only their pixels, only for whom they are meant.</summary>
[Collection(OneCity.Name)]
public sealed class PhotoTests(CityOverHttp city)
{
    [Fact]
    public async Task A_photo_is_kept_upright_without_what_else_it_carried_and_closes_the_incident()
    {
        var incident = await Incident();
        using var added = await Send(incident, Pictures.WithBaggage(Pictures.Halves(5_120, 1_280)));
        added.StatusCode.ShouldBe(HttpStatusCode.OK, await added.Content.ReadAsStringAsync());
        var view = await added.Body();
        var file = view.GetProperty("photos").EnumerateArray().Single().GetProperty("file");
        (file.GetProperty("widthPixels").GetInt32(), file.GetProperty("heightPixels").GetInt32()).ShouldBe((640, 2_560));
        var hash = file.GetProperty("hash").GetString()!;
        view.GetProperty("timeline").EnumerateArray().Last().GetProperty("photo").GetString().ShouldBe(hash);

        using var given = await city.As("auditor").GetAsync(PathOf(incident, hash));
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        given.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        given.Headers.CacheControl!.Private.ShouldBeTrue();
        given.Headers.Vary.ShouldBe(["Authorization"]);
        given.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var content = await given.Content.ReadAsByteArrayAsync();
        var text = Encoding.Latin1.GetString(content);
        (text.Contains("Exif", StringComparison.Ordinal), text.Contains(Pictures.Secret, StringComparison.Ordinal), text.Contains("<script>", StringComparison.Ordinal)).ShouldBe((false, false, false));
        using var picture = SKBitmap.Decode(content);
        picture.GetPixel(320, 100).Red.ShouldBeGreaterThan((byte)200, "what was left is above");
        picture.GetPixel(320, 2_460).Blue.ShouldBeGreaterThan((byte)200, "what was right is below");

        using var closed = await city.As("officer").PostJson($"/api/v1/incidents/{incident}/close", """{"note":"Seen.","evidence":[]}""");
        closed.StatusCode.ShouldBe(HttpStatusCode.OK, await closed.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp")]
    public async Task Other_pictures_are_kept_as_jpeg(SKEncodedImageFormat format, string mediaType)
    {
        var incident = await Incident();
        using var added = await Send(incident, Pictures.Halves(300, 200, format), mediaType);
        added.StatusCode.ShouldBe(HttpStatusCode.OK, await added.Content.ReadAsStringAsync());
        var file = (await added.Body()).GetProperty("photos").EnumerateArray().Single().GetProperty("file");
        (file.GetProperty("mediaType").GetString(), file.GetProperty("widthPixels").GetInt32()).ShouldBe(("image/jpeg", 300));
    }

    public static TheoryData<string, string, int, string> NoPhotos => new()
    {
        { "nothing", "image/jpeg", 400, "photo-invalid" },
        { "a text", "image/jpeg", 400, "photo-invalid" },
        { "a page", "image/jpeg", 400, "photo-invalid" },
        { "a page", "text/html", 415, "media-type-not-supported" },
        { "a gif", "image/gif", 415, "media-type-not-supported" },
        { "a gif", "image/jpeg", 400, "photo-invalid" },
        { "a png", "image/jpeg", 400, "photo-not-as-declared" },
        { "the first half", "image/jpeg", 400, "photo-incomplete" },
        { "the first half of a png", "image/png", 400, "photo-incomplete" },
        { "a bomb", "image/png", 400, "photo-too-many-pixels" },
        { "many scans", "image/jpeg", 400, "photo-too-many-pixels" },
        { "30 MiB", "image/jpeg", 413, "body-too-large" },
        { "11 MiB", "image/jpeg", 413, "body-too-large" },
    };

    [Theory]
    [MemberData(nameof(NoPhotos))]
    public async Task What_is_no_photo_is_refused_in_words_and_leaves_nothing(string what, string mediaType, int status, string code)
    {
        var incident = await Incident();
        var before = Kept();
        using (var refused = await Send(incident, Body(what), mediaType))
        {
            await refused.ShouldBeProblem(status, code);
        }

        Kept().ShouldBe(before);
        using var reply = await city.As("officer").GetAsync($"/api/v1/incidents/{incident}");
        (await reply.Body()).GetProperty("photos").EnumerateArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_photo_twice_is_one_file_and_one_piece_of_evidence_and_another_incident_has_its_own()
    {
        var (one, other) = (await Incident(), await Incident());
        var photo = Pictures.Halves(400, 300, shade: 201);
        using var first = await Send(one, photo, key: "photo-1");
        var before = Kept();
        using var again = await Send(one, photo, key: "photo-1");
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        using var anew = await Send(one, photo);
        (await anew.Body()).GetProperty("photos").EnumerateArray().Count().ShouldBe(1);
        using var elsewhere = await Send(other, photo);
        (await elsewhere.Body()).GetProperty("photos").EnumerateArray().Count().ShouldBe(1);
        Kept().ShouldBe(before);
        using var reused = await Send(one, Pictures.Halves(400, 300, shade: 202), key: "photo-1");
        await reused.ShouldBeProblem(409, "key-reused");
    }

    [Fact]
    public async Task A_photo_is_given_out_as_part_of_its_own_incident_only()
    {
        var (one, other) = (await Incident(), await Incident());
        using var added = await Send(one, Pictures.Halves(400, 300, shade: 211));
        var hash = (await added.Body()).GetProperty("photos").EnumerateArray().Single().GetProperty("file").GetProperty("hash").GetString()!;
        foreach (var path in (string[])[PathOf(other, hash), PathOf(one, new string('0', 64)), PathOf(one, hash.ToUpperInvariant()), PathOf(one, "..%2f..%2fcity.db")])
        {
            using var reply = await city.As("officer").GetAsync(path);
            await reply.ShouldBeProblem(404, "photo-unknown");
        }

        using var unknown = await city.As("officer").GetAsync(PathOf("INC-341882001-20260101-0001", hash));
        await unknown.ShouldBeProblem(404, "incident-unknown");
        using var stranger = await city.As("anonymous").GetAsync(PathOf(one, hash));
        await stranger.ShouldBeProblem(401, "not-authenticated");
    }

    [Fact]
    public async Task A_photo_whose_file_was_changed_is_not_given_out()
    {
        var incident = await Incident();
        using var added = await Send(incident, Pictures.Halves(400, 300, shade: 221));
        var hash = (await added.Body()).GetProperty("photos").EnumerateArray().Single().GetProperty("file").GetProperty("hash").GetString()!;
        var file = Path.Combine(city.EvidenceFolder, $"{hash}.jpg");
        var content = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, [.. content[..^1], 0]);
        using var reply = await city.As("officer").GetAsync(PathOf(incident, hash));
        await reply.ShouldBeProblem(404, "photo-lost");
    }

    private static string PathOf(string incident, string hash) => $"/api/v1/incidents/{incident}/photos/{hash}";

    private static byte[] Body(string what) => what switch
    {
        "nothing" => [],
        "a text" => "not a photo"u8.ToArray(),
        "a page" => Encoding.ASCII.GetBytes(Pictures.Script),
        "a gif" => "GIF89a\x01\0\x01\0\0\0\0;"u8.ToArray(),
        "a png" => Pictures.Halves(30, 20, SKEncodedImageFormat.Png),
        "the first half" => Half(Pictures.Halves(800, 600)),
        "the first half of a png" => Half(Pictures.Halves(800, 600, SKEncodedImageFormat.Png)),
        "a bomb" => Pictures.Bomb(60_000, 60_000),
        "many scans" => Pictures.Scans(200),
        "30 MiB" => new byte[30 << 20],
        "11 MiB" => new byte[11 << 20],
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static byte[] Half(byte[] photo) => photo[..(photo.Length / 2)];

    private string[] Kept() => Directory.Exists(city.EvidenceFolder) ? [.. Directory.EnumerateFiles(city.EvidenceFolder).Order(StringComparer.Ordinal)] : [];

    private Task<HttpResponseMessage> Send(string incident, byte[] body, string mediaType = "image/jpeg", string? key = null) =>
        city.As("officer").Post($"/api/v1/incidents/{incident}/photos", body, mediaType, key);

    /// <summary>An incident of a gauge of its own, acknowledged.</summary>
    private async Task<string> Incident()
    {
        var (device, token) = await city.Gauge();
        await city.Report(token, 2.0, 3.4);
        var incident = await city.IncidentOf(device);
        using var acknowledged = await city.As("officer").Post($"/api/v1/incidents/{incident}/acknowledge", [], null);
        acknowledged.StatusCode.ShouldBe(HttpStatusCode.OK, await acknowledged.Content.ReadAsStringAsync());
        return incident;
    }
}
