using CityBrain.Api.Access;
using Orleans.Dashboard;

namespace CityBrain.Api.Hosting;

/// <summary>The dashboard of the Orleans runtime, for operators only.</summary>
internal static class RuntimeDashboard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/orleans";

    /// <summary>Maps it where there is a city in this process; there is none while the API is only being described.</summary>
    public static void MapRuntimeDashboard(this WebApplication app)
    {
        if (app.Services.GetService<IGrainFactory>() is not null)
        {
            app.MapGroup(string.Empty).MapOrleansDashboard(Path).RequireAuthorization(Policies.Operate).ExcludeFromDescription();
        }
    }
}
