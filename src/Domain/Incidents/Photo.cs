using System.Text.RegularExpressions;

namespace CityBrain.Domain.Incidents;

/// <summary>A photo as evidence: what is known of its file, which is kept under its hash and never changes.</summary>
/// <param name="Hash">SHA-256 of the kept file, 64 hexadecimal digits in lower case.</param>
/// <param name="MediaType">Media type of the kept file (RFC 2046): <c>image/jpeg</c>.</param>
/// <param name="WidthPixels">Width, 1 to <see cref="IncidentLimits.PhotoSidePixelsMax"/>.</param>
/// <param name="HeightPixels">Height, 1 to <see cref="IncidentLimits.PhotoSidePixelsMax"/>.</param>
/// <param name="Bytes">Size of the kept file, 1 to <see cref="IncidentLimits.PhotoBytesMax"/>.</param>
public sealed partial record Photo(string Hash, string MediaType, int WidthPixels, int HeightPixels, int Bytes)
{
    /// <summary>The one media type in which photos are kept, whatever they came in.</summary>
    public const string KeptMediaType = "image/jpeg";

    /// <summary>Whether a text is a hash as <see cref="Hash"/> has it.</summary>
    public static bool IsHash(string text) => HashForm().IsMatch(text);

    /// <summary>Whether everything that is said of it can be.</summary>
    internal bool IsValid() =>
        IsHash(Hash) && MediaType == KeptMediaType && IsSide(WidthPixels) && IsSide(HeightPixels) && Bytes is > 0 and <= IncidentLimits.PhotoBytesMax;

    private static bool IsSide(int pixels) => pixels is > 0 and <= IncidentLimits.PhotoSidePixelsMax;

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HashForm();
}

/// <summary>A photo as its incident holds it.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="At">When it was added.</param>
/// <param name="By">Who added it.</param>
public sealed record HeldPhoto(Photo Photo, DateTimeOffset At, string By);
