using CityBrain.Demo.Fleet;
using CityBrain.Domain.Devices;

namespace CityBrain.Demo.Tests;

public sealed class FleetTests
{
    [Fact]
    public void Every_shipped_model_has_devices_and_there_are_some_hundreds()
    {
        Guangde.Models.Keys.ShouldBe(Guangde.Fleet.Select(device => device.Model).Distinct(), ignoreOrder: true);
        Guangde.Fleet.Count.ShouldBeInRange(300, 400);
        Guangde.Fleet.Select(device => device.Id).ShouldBeUnique();
    }

    [Fact]
    public void The_city_would_register_every_one_of_them()
    {
        foreach (var device in Guangde.Fleet)
        {
            var wanted = new DeviceRegistration(
                device.Model, device.Location, device.Name, device.Plate, null, device.Attributes, new string('a', 64), OriginKind.Simulated)
            { Carrier = device.Carrier };
            DeviceRules.DecideRegister(null, device.Id, wanted, Guangde.Models[device.Model], device.Place, Guangde.Began)
                .ShouldBeOfType<Decision<DeviceFact>.Accepted>(device.Id.Value);
        }
    }

    [Fact]
    public void Every_device_has_all_that_its_rules_ask_for()
    {
        // What a village was given no figure for is not watched, and a river without `lake` is a river.
        string[] optional = ["lake"];
        foreach (var device in Guangde.Fleet)
        {
            Guangde.Models[device.Model].Attributes.Keys.Except(optional).Except(device.Attributes.Keys).ShouldBeEmpty(device.Id.Value);
        }
    }

    [Fact]
    public void All_thirteen_districts_have_devices() =>
        Guangde.Fleet.Select(device => device.Place.District).Distinct().Count().ShouldBe(13);

    [Fact]
    public void What_hangs_on_a_pole_stands_where_its_pole_stands()
    {
        var carried = Guangde.Fleet.Where(device => device.Carrier is not null).ToList();
        carried.Count.ShouldBeGreaterThan(30);
        foreach (var device in carried)
        {
            var pole = Guangde.Device(device.Carrier!.Value.Value);
            (pole.Model, pole.Location, pole.Place).ShouldBe(("smart-pole", device.Location, device.Place));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_fleet_and_another_seed_another()
    {
        DemoFleet.Of(Guangde.Seed, Guangde.Models, Guangde.Towns).Select(device => (device.Id, device.Location, device.Name))
            .ShouldBe(Guangde.Fleet.Select(device => (device.Id, device.Location, device.Name)));
        DemoFleet.Of(1, Guangde.Models, Guangde.Towns).Select(device => device.Location).ShouldNotBe(Guangde.Fleet.Select(device => device.Location));
    }
}
