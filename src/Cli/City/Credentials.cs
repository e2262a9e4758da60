namespace CityBrain.Cli.City;

/// <summary>Who signs in at <c>POST /connect/token</c>: a person by password, or a department or service by its secret.</summary>
/// <param name="Grant">The OAuth 2.0 grant: <c>password</c> or <c>client_credentials</c>.</param>
/// <param name="Name">User or client.</param>
/// <param name="Secret">Password or secret; never shown.</param>
public sealed record Credentials(string Grant, string Name, string Secret)
{
    /// <summary>The demonstration's operator; exists in development only.</summary>
    public static Credentials Demonstration { get; } = Person("operator", "operator-demo");

    /// <summary>A person.</summary>
    public static Credentials Person(string user, string password) => new("password", user, password);

    /// <summary>A department or service.</summary>
    public static Credentials Client(string client, string secret) => new("client_credentials", client, secret);

    /// <summary>The form that the token endpoint takes.</summary>
    public FormUrlEncodedContent ToForm() => new(Grant == "password"
        ? [new("grant_type", Grant), new("username", Name), new("password", Secret)]
        : [new("grant_type", Grant), new("client_id", Name), new("client_secret", Secret)]);

    /// <summary>The name only.</summary>
    public override string ToString() => Name;
}
