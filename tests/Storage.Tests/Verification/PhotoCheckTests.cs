using System.Security.Cryptography;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Tests.Building;
using CityBrain.Storage.Verification;

namespace CityBrain.Storage.Tests.Verification;

/// <summary>Verification reads the photos that facts name: one that is gone or changed is named with its fact.</summary>
public sealed class PhotoCheckTests : IDisposable
{
    private static readonly byte[] Content = [0xFF, 0xD8, 1, 2, 3];
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly City _city = new();
    private readonly EvidenceFolder _evidence;

    public PhotoCheckTests()
    {
        _evidence = new EvidenceFolder(Path.GetDirectoryName(_city.DatabasePath)!);
        var photo = _city.Journalist.Fact("incident/1", $$$"""{"photo":{"hash":"{{{Hash}}}"}}""", type: "photo-added");
        var again = _city.Journalist.Fact("incident/2", $$$"""{"photo":{"hash":"{{{Hash}}}"}}""", type: "photo-added");
        _city.Journalist.Write(Journalist.Of(photo), Journalist.Of(again));
    }

    public void Dispose() => _city.Dispose();

    [Fact]
    public async Task A_photo_that_is_there_and_whole_is_counted_once_and_files_that_no_fact_names_are_left_alone()
    {
        await _evidence.Keep(Hash, Content, CancellationToken.None);
        await _evidence.Keep(Convert.ToHexStringLower(SHA256.HashData("orphan"u8)), "orphan"u8.ToArray(), CancellationToken.None);
        var report = _city.Verify();
        report.Findings.ShouldBeEmpty();
        report.Photos.ShouldBe(1);
    }

    [Fact]
    public void A_photo_that_is_gone_is_named() =>
        _city.Verify().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            finding => finding.Kind.ShouldBe(FindingKind.PhotoMissing), finding => finding.Stream.ShouldBe("incident/1"), finding => finding.What.ShouldContain(Hash));

    [Fact]
    public async Task A_photo_that_was_changed_is_named_and_is_not_given_out()
    {
        await _evidence.Keep(Hash, Content, CancellationToken.None);
        await File.WriteAllBytesAsync(_evidence.PathOf(Hash), [0xFF, 0xD8, 1, 2, 4]);
        _city.Verify().Findings.ShouldHaveSingleItem().Kind.ShouldBe(FindingKind.PhotoChanged);
        (await _evidence.Read(Hash, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_same_photo_twice_is_one_file_and_one_that_was_damaged_is_mended()
    {
        await _evidence.Keep(Hash, Content, CancellationToken.None);
        await _evidence.Keep(Hash, Content, CancellationToken.None);
        Directory.GetFiles(Path.GetDirectoryName(_evidence.PathOf(Hash))!).ShouldHaveSingleItem();
        await File.WriteAllBytesAsync(_evidence.PathOf(Hash), []);
        await _evidence.Keep(Hash, Content, CancellationToken.None);
        (await _evidence.Read(Hash, CancellationToken.None)).ShouldBe(Content);
    }

    [Theory]
    [InlineData("../city.db")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public void No_path_is_made_of_what_is_no_hash(string text) => Should.Throw<ArgumentException>(() => _evidence.PathOf(text));
}
