using System.Security.Cryptography;
using System.Text.Json;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Folder;

namespace CityBrain.Storage.Verification;

/// <summary>Whether the photos that facts name are there and whole. Files that no fact names are left alone.</summary>
internal sealed class PhotoCheck(EvidenceFolder evidence, Findings findings)
{
    private const string FactType = "photo-added";

    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);

    /// <summary>Photos looked at; each file once, however many facts name it.</summary>
    public long Photos => _checked.Count;

    /// <summary>Looks at the photo of a fact that has the hash it was written with; other facts name none.</summary>
    public void Follow(FactRow fact, Position at)
    {
        if (fact.Type != FactType)
        {
            return;
        }

        using var payload = JsonDocument.Parse(fact.Payload);
        var hash = payload.RootElement.GetProperty("photo").GetProperty("hash").GetString()!;
        if (!_checked.Add(hash))
        {
            return;
        }

        var path = evidence.PathOf(hash);
        if (!File.Exists(path))
        {
            findings.Add(FindingKind.PhotoMissing, $"The photo {hash} is not there.", at, fact.Stream, fact.Seq);
            return;
        }

        using var file = File.OpenRead(path);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != hash)
        {
            findings.Add(FindingKind.PhotoChanged, $"The photo {hash} is not what it was.", at, fact.Stream, fact.Seq);
        }
    }
}
