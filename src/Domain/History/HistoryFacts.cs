namespace CityBrain.Domain.History;

/// <summary>What happens to the history itself.</summary>
public abstract record HistoryFact;

/// <summary>
/// The stub of a day: that its readings go by order of the policy, written and signed before the first of them goes. What was recorded is
/// told by the batches' rows, which stay: the chain named here commits to every row that went.
/// </summary>
/// <param name="Day">The day of the city's clock (+08:00) on which they were recorded.</param>
/// <param name="Lane">The lane.</param>
/// <param name="FirstBatch">The first batch of the day, inclusive.</param>
/// <param name="LastBatch">The last batch of the day, inclusive.</param>
/// <param name="Readings">How many readings go; at least 1.</param>
/// <param name="Facts">How many facts of these batches stay.</param>
/// <param name="FactsDigest">SHA-256 over the hashes of the facts that stay, in order; hexadecimal.</param>
/// <param name="Chain">The lane's SM3 chain after the last batch; hexadecimal.</param>
/// <param name="CutsDigest">SHA-256 over the ends of what is gone of each device, once these have gone too; hexadecimal.</param>
/// <param name="KeepDays">The policy that ordered it: whole days that readings are kept.</param>
/// <param name="Key">The public key that the signature is checked with: SubjectPublicKeyInfo, Base64.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256 over the fields before, Base64; the stub's own text is what is signed, without this field.</param>
public sealed record ReadingsDropped(
    DateOnly Day,
    int Lane,
    long FirstBatch,
    long LastBatch,
    long Readings,
    long Facts,
    string FactsDigest,
    string Chain,
    string CutsDigest,
    int KeepDays,
    string Key,
    string Signature) : HistoryFact;
