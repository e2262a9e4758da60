using CityBrain.Api.Access;
using Orleans.Dashboard;

namespace CityBrain.Api.Hosting;

/// <summary>The dashboard of the Orleans runtime, for operators only.</summary>
internal static class RuntimeDashboard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/orleans";

    /// <summary>Maps it, unless the API is only being described.</summary>
    public static void MapRuntimeDashboard(this WebApplication app)
    {
        if (!ServeOptions.DescribedOnly)
        {
            app.MapGroup(string.Empty).MapOrleansDashboard(Path).RequireAuthorization(Policies.Operate).ExcludeFromDescription();
        }
    }
}
