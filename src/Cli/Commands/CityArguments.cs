using System.CommandLine;
using System.CommandLine.Parsing;
using CityBrain.Cli.City;

namespace CityBrain.Cli.Commands;

/// <summary>The options that every command has which talks to a city: where it is, who signs in, how long to keep trying.</summary>
internal sealed class CityArguments
{
    private readonly Option<Uri?> _url = new("--url")
    {
        Description = "Where the city listens.",
        DefaultValueFactory = _ => new Uri("http://localhost:5080/"),
        CustomParser = ParseUrl,
    };

    private readonly Option<string?> _user = new("--user") { Description = "A person's name; the demonstration's operator where nobody is named." };
    private readonly Option<string?> _password = new("--password") { Description = "The person's password." };
    private readonly Option<string?> _client = new("--client") { Description = "A department's or service's client id." };
    private readonly Option<string?> _secret = new("--secret") { Description = "The client's secret." };
    private readonly Option<double> _patience = new("--patience")
    {
        Description = "Seconds to keep trying while the city is away.",
        DefaultValueFactory = _ => 60,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _url, _user, _password, _client, _secret, _patience })
        {
            command.Add(option);
        }

        _patience.Between(0, 86_400);
        command.Validators.Add(Pair(_user, _password));
        command.Validators.Add(Pair(_client, _secret));
        command.Validators.Add(result =>
        {
            if (result.GetResult(_user) is not null && result.GetResult(_client) is not null)
            {
                result.AddError("Give --user or --client, not both.");
            }
        });
    }

    /// <summary>How long to keep trying while the city is away.</summary>
    public TimeSpan Patience(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_patience));

    /// <summary>The city that a command line names.</summary>
    public CityClient Connect(ParseResult parsed, TimeProvider time, Action<string> say)
    {
        var credentials = parsed.GetValue(_user) is { } user ? Credentials.Person(user, parsed.GetValue(_password)!)
            : parsed.GetValue(_client) is { } client ? Credentials.Client(client, parsed.GetValue(_secret)!)
            : Credentials.Demonstration;
        return new CityClient(parsed.GetValue(_url)!, credentials, Patience(parsed), time, say);
    }

    private static Action<CommandResult> Pair(Option<string?> name, Option<string?> secret) => result =>
    {
        if (result.GetResult(name) is null != result.GetResult(secret) is null)
        {
            result.AddError($"{name.Name} and {secret.Name} belong together.");
        }
    };

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
        {
            return url;
        }

        result.AddError($"'{text}' is not an address; write it as http://localhost:5080.");
        return null;
    }
}
