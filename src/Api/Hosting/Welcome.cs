using CityBrain.Api.Access;

namespace CityBrain.Api.Hosting;

/// <summary>Tells whoever starts the city where to look at it.</summary>
internal static partial class Welcome
{
    /// <summary>Says it as soon as the city answers.</summary>
    public static void SayWhenStarted(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Welcome).FullName!);
        foreach (var address in app.Urls)
        {
            LogScreens(log, address);
        }

        if (app.Services.GetRequiredService<DemonstrationAccounts>().Enabled)
        {
            var accounts = string.Join(", ", DemonstrationAccounts.ForScreens.Select(account => $"{account.Name} / {account.Password}"));
            LogAccounts(log, accounts);
        }
    });

    [LoggerMessage(EventId = 50, Level = LogLevel.Information, Message = "The operations screen is at {Address}/ops, the citizens' pages are at {Address}/citizen")]
    private static partial void LogScreens(ILogger log, string address);

    [LoggerMessage(EventId = 51, Level = LogLevel.Information, Message = "From this machine the demonstration accounts work: {Accounts}")]
    private static partial void LogAccounts(ILogger log, string accounts);
}
