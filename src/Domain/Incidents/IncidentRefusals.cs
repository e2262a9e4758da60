namespace CityBrain.Domain.Incidents;

/// <summary>
/// All that an incident refuses. Precedence, first wins: the incident must exist; then the command's own form (reason or note, evidence, toll);
/// then where the incident stands; then what it still lacks.
/// </summary>
public static class IncidentRefusals
{
    /// <summary>No desk opened an incident with this key.</summary>
    public static Refusal IncidentUnknown { get; } = new(
        "incident-unknown", "There is no incident with this key.", "List the incidents and take the key from there.", RefusalKind.Missing);

    /// <summary>The decision needs a reason.</summary>
    public static Refusal ReasonMissing { get; } = new("reason-missing", "The decision comes without a reason.", "Say in a sentence why.");

    /// <summary>A reason or note is too long.</summary>
    public static Refusal ReasonTooLong { get; } = new(
        "reason-too-long", $"The reason or note has more than {IncidentLimits.ReasonLengthMax} characters.", "Shorten it, or put the details into the evidence.");

    /// <summary>A reason or note has characters that no page and no log can show.</summary>
    public static Refusal ReasonUnreadable { get; } = new(
        "reason-unreadable", "The reason or note has control characters other than line breaks and tabs.", "Leave them out.");

    /// <summary>A level that is none of the four.</summary>
    public static Refusal LevelUnknown { get; } = new("level-unknown", "The level is none of the four.", "Give I, II, III or IV.");

    /// <summary>A piece of evidence is not what its kind asks for.</summary>
    public static Refusal EvidenceInvalid { get; } = new(
        "evidence-invalid",
        $"A piece of evidence is empty, longer than {IncidentLimits.EvidenceLengthMax} characters, has control characters, or is not of its kind.",
        "Give a note in words, a reading as device/milliseconds, or a reference as an https address without user name.");

    /// <summary>Too many pieces of evidence.</summary>
    public static Refusal EvidenceTooMuch { get; } = new(
        "evidence-too-much", $"The incident would have more than {IncidentLimits.EvidenceMax} pieces of evidence.", "Keep the pieces that decide, and refer to the rest.");

    /// <summary>What came as a photo is none, or is said to be what it cannot be.</summary>
    public static Refusal PhotoInvalid { get; } = new(
        "photo-invalid", "This is no photo that can be read.", "Send a JPEG, PNG or WebP file as the camera wrote it.");

    /// <summary>The incident has no such photo.</summary>
    public static Refusal PhotoUnknown { get; } = new(
        "photo-unknown", "The incident has no photo with this hash.", "Take the hash from the incident's list of photos.", RefusalKind.Missing);

    /// <summary>Casualties or losses that cannot be.</summary>
    public static Refusal TollInvalid { get; } = new(
        "toll-invalid", "The report has no figure at all, a negative one, or an unknown class of accident.", "Give at least one figure of 0 or more, and leave out what is not known.");

    /// <summary>It is closed.</summary>
    public static Refusal IncidentClosed { get; } = new(
        "incident-closed", "The incident is closed.", "Reopen it with a reason first.", RefusalKind.Conflict);

    /// <summary>It is not closed.</summary>
    public static Refusal IncidentNotClosed { get; } = new(
        "incident-not-closed", "The incident is not closed, so there is nothing to reopen.", "Read it again: somebody may have reopened it already.", RefusalKind.Conflict);

    /// <summary>Nobody has acknowledged it yet.</summary>
    public static Refusal IncidentNotAcknowledged { get; } = new(
        "incident-not-acknowledged", "Nobody has acknowledged the incident yet.", "Acknowledge it first.", RefusalKind.Conflict);

    /// <summary>It closes only with evidence.</summary>
    public static Refusal EvidenceMissing { get; } = new(
        "evidence-missing", "There is no evidence that the incident is over, or none since it was reopened.", "Add a photo, a note, a reading or a reference that shows it.", RefusalKind.Conflict);

    /// <summary>No source proposes to reopen it.</summary>
    public static Refusal ReopeningNotProposed { get; } = new(
        "reopening-not-proposed", "No source proposes to reopen the incident.", "Read it again: somebody may have decided already.", RefusalKind.Conflict);

    /// <summary>It has one source only.</summary>
    public static Refusal NothingMerged { get; } = new(
        "nothing-merged", "The incident has only its first source, so no merge can be undone.", "Read its sources: somebody may have undone the merge already.", RefusalKind.Conflict);

    /// <summary>It does not have the source.</summary>
    public static Refusal SourceUnknown { get; } = new(
        "source-unknown", "The incident does not have a source with this key.", "Take the key from the incident's list of sources.", RefusalKind.Missing);

    /// <summary>Its first source cannot leave.</summary>
    public static Refusal FirstSourceStays { get; } = new(
        "first-source-stays", "The first source is the incident itself and cannot leave it.", "Name the other sources instead.", RefusalKind.Conflict);
}
