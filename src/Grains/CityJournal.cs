using CityBrain.Grains.Devices;
using CityBrain.Grains.Incidents;
using CityBrain.Grains.Journal;
using CityBrain.Grains.Places;
using CityBrain.Grains.Scenes;

namespace CityBrain.Grains;

/// <summary>Everything the city can write into its journal, and where it goes from there.</summary>
public static class CityJournal
{
    /// <summary>All facts. The event catalogue in <c>docs/events.md</c> lists the same.</summary>
    public static FactForms Forms() => new FactForms().AddPlaces().AddDevices().AddIncidents().AddScenes();

    /// <summary>All routes.</summary>
    public static Routes Routes() => new Routes().AddIncidents();
}
