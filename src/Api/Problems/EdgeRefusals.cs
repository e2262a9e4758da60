namespace CityBrain.Api.Problems;

/// <summary>Every refusal that the edge itself makes. Who asks comes before what is asked; form comes before meaning.</summary>
internal static class EdgeRefusals
{
    public static Refusal NotAuthenticated { get; } = new(
        "not-authenticated", "This needs a valid access token.", "Get a token from POST /connect/token and send it as Authorization: Bearer.", RefusalKind.Unauthenticated);

    public static Refusal CredentialsInvalid { get; } = new(
        "credentials-invalid", "The credentials are not valid here.", "Check them; after five failures they are not looked at for a minute.", RefusalKind.Unauthenticated);

    public static Refusal NotAllowed { get; } = new(
        "not-allowed", "The role of this token does not allow it.", "Ask somebody whose role does; docs say which role does what.", RefusalKind.Forbidden);

    public static Refusal DeviceTokenInvalid { get; } = new(
        "device-token-invalid", "The device token is not valid.", "Use the token that was shown at registration, or have an operator issue a new one.", RefusalKind.Unauthenticated);

    public static Refusal RouteUnknown { get; } = new(
        "route-unknown", "There is nothing at this address.", "See /openapi/v1.json for the addresses there are.", RefusalKind.Missing);

    public static Refusal MethodNotAllowed { get; } = new(
        "method-not-allowed", "This address does not take this method.", "Use a method that the Allow header names.");

    public static Refusal BodyTooLarge(int bytesMax) => new(
        "body-too-large", $"The body is larger than {bytesMax} bytes.", "Send it in smaller parts.");

    public static Refusal BodyTooSlow { get; } = new(
        "body-too-slow", "The body did not arrive in time.", "Send it faster, or in smaller parts.");

    public static Refusal MediaType(string wanted) => new(
        "media-type-not-supported", $"The body is not declared as {wanted}.", $"Send Content-Type: {wanted}.");

    public static Refusal RequestMalformed { get; } = new(
        "request-malformed", "The request is not well formed.", "See /openapi/v1.json for what is expected here.");

    public static Refusal JsonMalformed(string where) => new(
        "json-malformed", $"The body is not JSON{where}.", "Send one JSON value in UTF-8, without comments, trailing commas, NaN or infinities.");

    public static Refusal JsonTooDeep { get; } = new(
        "json-too-deep", $"The body is nested deeper than {Hosting.Limits.JsonDepthMax} levels.", "Send flatter JSON.");

    public static Refusal JsonDuplicateKey(string where) => new(
        "json-duplicate-key", $"An object names the same key twice{where}.", "Name every key once.");

    public static Refusal JsonMismatch(string path) => new(
        "json-mismatch", $"The body does not have the expected form at {path}: a member is unknown, missing, out of range or of another type.", "See /openapi/v1.json for the form of this body.");

    public static Refusal TextNotUtf8 { get; } = new("text-not-utf8", "The body is not valid UTF-8.", "Save the file as UTF-8.");

    public static Refusal ParameterUnknown(string name, IEnumerable<string> known) => new(
        "parameter-unknown", $"There is no query parameter '{Shown(name)}' here.", known.Any() ? $"Known are: {string.Join(", ", known)}." : "This address takes no query parameters.");

    public static Refusal ParameterRepeated(string name) => new(
        "parameter-repeated", $"The query parameter '{Shown(name)}' is given more than once.", "Give it once.");

    public static Refusal ParameterMalformed(string name, string remedy) => new(
        "parameter-malformed", $"The query parameter '{Shown(name)}' does not have the expected form.", remedy);

    public static Refusal ParameterMissing(string name, string remedy) => new(
        "parameter-missing", $"The query parameter '{Shown(name)}' is missing.", remedy);

    public static Refusal IdempotencyKeyMalformed { get; } = new(
        "idempotency-key-malformed", "The Idempotency-Key header is not a key.", "Send one header of 1 to 200 visible ASCII characters.");

    public static Refusal FieldInvalid(string field, string reason, string remedy) => new("field-invalid", $"'{field}' {reason}.", remedy);

    public static Refusal Unavailable { get; } = new(
        "city-unavailable", "The city does not answer at this moment.", "Try again after the time that Retry-After says.", RefusalKind.Unavailable);

    public static Refusal OutcomeUnknown { get; } = new(
        "outcome-unknown", "The city did not answer in time; whether it was done is not known.", "Try again with the same Idempotency-Key (readings: the same readings); what was done is not done twice.", RefusalKind.Unknown);

    public static Refusal Overloaded { get; } = new(
        "overloaded", "More calls of this class wait than the city takes in; nothing was done.", "Try again after the time that Retry-After says.", RefusalKind.Unavailable);

    public static Refusal RateExceeded(string by) => new(
        "rate-exceeded", $"More requests came than this {by} may make.", "Wait as long as Retry-After says; send readings in arrays.", RefusalKind.Unavailable);

    public static Refusal Failed { get; } = new(
        "failed", "Something failed inside the city.", "Try again; if it stays, give the operator the trace id.");

    /// <summary>What a bare status means, where a part of the platform answered with nothing more.</summary>
    public static Refusal OfStatus(int status) => status switch
    {
        401 => NotAuthenticated,
        403 => NotAllowed,
        404 => RouteUnknown,
        405 => MethodNotAllowed,
        408 => BodyTooSlow,
        413 => BodyTooLarge(Hosting.Limits.BodyBytesMax),
        415 => MediaType("the media type of this address"),
        503 => Unavailable,
        >= 500 => Failed,
        _ => RequestMalformed,
    };

    // What a caller sent is shown short and without control characters, or not at all.
    private static string Shown(string name) =>
        new([.. name.Take(40).Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
