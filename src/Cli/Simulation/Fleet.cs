using System.Globalization;

namespace CityBrain.Cli.Simulation;

/// <summary>A simulated device.</summary>
/// <param name="Number">Its number in the fleet, from 0.</param>
/// <param name="Id">Its key: <c>sim-7-river-000012</c> for seed 7.</param>
/// <param name="Rhythm">What it reports.</param>
/// <param name="Place">The place it stands in.</param>
internal sealed record SimulatedDevice(int Number, string Id, Rhythm Rhythm, PlaceCode Place);

/// <summary>The devices of one run; the same seed, count and places give the same fleet, and a larger fleet begins with the smaller one.</summary>
internal static class Fleet
{
    /// <summary>Makes a fleet: models by their shares, spread over the places in turn.</summary>
    /// <param name="seed">Chooses which device is what.</param>
    /// <param name="count">How many.</param>
    /// <param name="places">Districts or communities; at least one.</param>
    public static IReadOnlyList<SimulatedDevice> Of(long seed, int count, IReadOnlyList<PlaceCode> places)
    {
        var devices = new SimulatedDevice[count];
        for (var number = 0; number < count; number++)
        {
            var rhythm = Pick(new Moment(seed, number, 0, default).Trait(0));
            devices[number] = new SimulatedDevice(
                number, string.Create(CultureInfo.InvariantCulture, $"sim-{seed}-{rhythm.Prefix}-{number:D6}"), rhythm, places[number % places.Count]);
        }

        return devices;
    }

    private static Rhythm Pick(double chance)
    {
        var hundredth = chance * 100;
        foreach (var rhythm in Rhythm.All)
        {
            hundredth -= rhythm.Share;
            if (hundredth < 0)
            {
                return rhythm;
            }
        }

        return Rhythm.All[^1];
    }
}
