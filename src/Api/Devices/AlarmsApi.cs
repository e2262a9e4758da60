using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Devices;

/// <summary>Alarms, and figures over readings.</summary>
internal static class AlarmsApi
{
    /// <summary>Maps the alarms.</summary>
    public static void MapAlarms(this IEndpointRouteBuilder api) => api.MapGroup("/alarms").WithTags("Alarms").RequireAuthorization(Policies.Read)
        .MapGet("", List).WithName("listAlarms").WithSummary("Alarms, newest first; an alarm is an episode from raise to clear.");

    /// <summary>Maps the statistics.</summary>
    public static void MapStatistics(this IEndpointRouteBuilder api) => api.MapGroup("/statistics").WithTags("Statistics").RequireAuthorization(Policies.Read)
        .MapGet("", Figure).WithName("readStatistics").WithSummary("One figure over many readings, with its formula.");

    private static Task<Results<Ok<Page<AlarmView>>, Problem>> List([AsParameters] AlarmFilter filter, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, cancellation) => grains.DeviceHistory().Alarms(filter.ToQuery(), cancellation), aborted).Show();

    private static Task<Results<Ok<StatisticsView>, Problem>> Figure([AsParameters] StatisticsFilter filter, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, cancellation) => grains.DeviceHistory().Statistics(filter.ToQuery(), cancellation), aborted).Show();
}
