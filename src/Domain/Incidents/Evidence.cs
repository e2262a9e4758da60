using System.Globalization;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Incidents;

/// <summary>What a piece of evidence is.</summary>
public enum EvidenceKind
{
    /// <summary>What a person saw and did, in words.</summary>
    Note,

    /// <summary>A reading: <c>{device}/{epoch milliseconds}</c>.</summary>
    Reading,

    /// <summary>Something kept elsewhere: an https address, never fetched.</summary>
    Reference,
}

/// <summary>A piece of evidence that an incident is over.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The note, the reading's key, or the address; at most 2,000 characters.</param>
public sealed record Evidence(EvidenceKind Kind, string Text)
{
    /// <summary>Whether the text is what its kind asks for.</summary>
    [JsonIgnore]
    public bool IsValid =>
        !string.IsNullOrWhiteSpace(Text) && Text.Length <= IncidentLimits.EvidenceLengthMax && WrittenText.IsReadable(Text) && Kind switch
        {
            EvidenceKind.Note => true,
            EvidenceKind.Reading => IsReading(Text),
            EvidenceKind.Reference => Uri.TryCreate(Text, UriKind.Absolute, out var address)
                && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0,
            _ => false,
        };

    private static bool IsReading(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && DeviceId.TryParse(text[..slash], out _)
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
