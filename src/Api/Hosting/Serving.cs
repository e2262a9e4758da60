using Microsoft.Extensions.Options;

namespace CityBrain.Api.Hosting;

/// <summary>Runs the process until it is stopped.</summary>
internal static class Serving
{
    /// <summary>Exit code for a configuration that the city refuses to run with (EX_CONFIG).</summary>
    public const int WrongConfiguration = 78;

    /// <summary>Serves; a configuration that is refused is said in words, not in a stack trace.</summary>
    public static int Serve(this WebApplication app)
    {
        try
        {
            app.Run();
            return 0;
        }
        catch (OptionsValidationException refused)
        {
            foreach (var failure in refused.Failures)
            {
                Console.Error.WriteLine(failure);
            }

            return WrongConfiguration;
        }
        catch (Exception refused) when (refused.IsSaidInWords())
        {
            Console.Error.WriteLine(refused.Message);
            return WrongConfiguration;
        }
    }
}
