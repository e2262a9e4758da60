using CityBrain.Api.Hosting;
using CityBrain.Domain.Incidents;

namespace CityBrain.Api.Incidents;

/// <summary>
/// What the edge refuses of photos, beside what <see cref="IncidentRefusals"/> does. Precedence: the incident, then media type and size of the
/// body, then whether it is a photo, then what kind, then how large a picture it makes, then whether it is whole.
/// </summary>
internal static class PhotoRefusals
{
    public static Refusal NotAsDeclared(string found) => new(
        "photo-not-as-declared", $"The photo is {found}, and is declared as something else.", $"Send Content-Type: {found}.");

    public static Refusal TooManyPixels { get; } = new(
        "photo-too-many-pixels", $"The picture has more than {Limits.PhotoPixelsMax / 1_000_000} million pixels, or is made of more than {Limits.PhotoScansMax} scans.", "Take it with a smaller picture size, or save it anew.");

    public static Refusal Incomplete { get; } = new(
        "photo-incomplete", "The photo ends in its middle, or is damaged.", "Send it again; if it stays, take the file from the camera anew.");

    public static Refusal Lost { get; } = new(
        "photo-lost", "The photo's file is not there, or is not what it was.", "Have an operator run verify and bring the file back from a backup.", RefusalKind.Missing);
}
