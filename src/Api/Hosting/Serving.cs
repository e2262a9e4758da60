using Microsoft.Extensions.Options;

namespace CityBrain.Api.Hosting;

/// <summary>Puts the process together and runs it until it is stopped.</summary>
internal static class Serving
{
    /// <summary>Exit code for a configuration that the city refuses to run with (EX_CONFIG).</summary>
    public const int WrongConfiguration = 78;

    /// <summary>Serves; a configuration that is refused, while it is put together or when it starts, is said in words and not in a stack trace.</summary>
    public static int Serve(Func<WebApplication> compose)
    {
        try
        {
            var app = compose();

            // Before anything is made from them, so that all that is wrong is said at once.
            app.Services.GetService<IStartupValidator>()?.Validate();
            app.SayWhenStarted();
            app.Run();
            return 0;
        }
        catch (OptionsValidationException refused)
        {
            return Said(refused.Failures);
        }
        catch (AggregateException refused) when (refused.InnerExceptions.All(one => one is OptionsValidationException))
        {
            return Said(refused.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures));
        }
        catch (Exception refused) when (refused.IsSaidInWords())
        {
            return Said([refused.Message]);
        }
    }

    private static int Said(IEnumerable<string> failures)
    {
        foreach (var failure in failures)
        {
            Console.Error.WriteLine(failure);
        }

        return WrongConfiguration;
    }
}
