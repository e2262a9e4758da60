using System.Text.Json;
using CityBrain.Domain.Devices;
using static CityBrain.Domain.Tests.Devices.Given;

namespace CityBrain.Domain.Tests.Devices;

public class DeviceRulesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Start);
    private static readonly DeviceId Id = DeviceId.Parse("gauge-1");
    private static readonly PlaceCode Town = PlaceCode.Parse("341882001");
    private static readonly string OtherHash = new('b', 64);

    private static readonly DeviceModel Gauge = RiverGauge with
    {
        Attributes = new Dictionary<string, AttributeSpec>
        {
            ["warning_level"] = new() { Name = "warning_level", Title = new LocalText("警戒水位", "Warning level"), Unit = "m" },
        },
    };

    private static readonly DeviceRegistration Wanted = new(
        "river-gauge", new Location(30.9, 119.4), "桥头", "R-7", null, new Dictionary<string, double> { ["warning_level"] = 3 }, TokenHash, OriginKind.Live);

    [Fact]
    public void A_registered_device_has_its_content_and_its_token()
    {
        var device = Registered();

        (device.Id, device.Model, device.Place, device.Name, device.Number, device.TokenHash).ShouldBe((Id, "river-gauge", Town, "桥头", "R-7", TokenHash));
        device.Attributes["warning_level"].ShouldBe(3);
        DeviceRules.CheckToken(device, TokenHash).ShouldBeNull();
    }

    [Fact]
    public void Registering_the_same_again_changes_nothing_and_keeps_the_first_token()
    {
        var again = Wanted with { TokenHash = OtherHash, Attributes = new Dictionary<string, double> { ["warning_level"] = 3 } };

        Facts(DeviceRules.DecideRegister(Registered(), Id, again, Gauge, Town, Now)).ShouldBeEmpty();
    }

    [Fact]
    public void Refusals_of_a_registration_come_in_their_order()
    {
        var bad = Wanted with { Location = new Location(91, 0), Name = "", Attributes = new Dictionary<string, double> { ["depth"] = 1 }, TokenHash = "x" };
        Code(DeviceRules.DecideRegister(Registered(), Id, bad, null, null, Now)).ShouldBe("device-exists");
        Code(DeviceRules.DecideRegister(null, Id, bad, null, null, Now)).ShouldBe("model-unknown");
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, null, Now)).ShouldBe("place-unknown");
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, Town.City, Now)).ShouldBe("place-unknown");
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, Town, Now)).ShouldBe("location-invalid");
        bad = bad with { Location = null };
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, Town, Now)).ShouldBe("name-invalid");
        bad = bad with { Name = null };
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, Town, Now)).ShouldBe("attribute-unknown");
        bad = bad with { Attributes = new Dictionary<string, double> { ["warning_level"] = double.NaN } };
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, Town, Now)).ShouldBe("attribute-not-a-number");
        bad = bad with { Attributes = new Dictionary<string, double>() };
        Code(DeviceRules.DecideRegister(null, Id, bad, Gauge, Town, Now)).ShouldBe("token-hash-invalid");
        Facts(DeviceRules.DecideRegister(null, Id, bad with { TokenHash = TokenHash }, Gauge, Town, Now)).Count.ShouldBe(2);
    }

    [Fact]
    public void A_new_token_ends_the_old_one_and_a_revoked_one_ends_with_none()
    {
        var renewed = After(Registered(), DeviceRules.DecideIssueToken(Registered(), OtherHash, Now));
        DeviceRules.CheckToken(renewed, TokenHash).ShouldBe(DeviceRefusals.TokenRevoked);
        DeviceRules.CheckToken(renewed, OtherHash).ShouldBeNull();

        var revoked = After(renewed, DeviceRules.DecideRevokeToken(renewed, "lost", Now));
        DeviceRules.CheckToken(revoked, OtherHash).ShouldBe(DeviceRefusals.TokenRevoked);
        Facts(DeviceRules.DecideRevokeToken(revoked, "lost", Now)).ShouldBeEmpty();
        DeviceRules.CheckToken(After(revoked, DeviceRules.DecideIssueToken(revoked, OtherHash, Now)), OtherHash).ShouldBeNull();
    }

    [Fact]
    public void A_token_of_no_device_and_a_wrong_one_are_told_the_same()
    {
        DeviceRules.CheckToken(null, TokenHash).ShouldBe(DeviceRefusals.TokenUnknown);
        DeviceRules.CheckToken(Registered(), OtherHash).ShouldBe(DeviceRefusals.TokenUnknown);
        DeviceRules.CheckToken(Registered(), "密").ShouldBe(DeviceRefusals.TokenUnknown);
    }

    [Fact]
    public void Refusals_of_tokens_and_moves_come_in_their_order()
    {
        var retired = After(Registered(), DeviceRules.DecideRetire(Registered(), "replaced", Now));
        Code(DeviceRules.DecideIssueToken(null, "x", Now)).ShouldBe("device-unknown");
        Code(DeviceRules.DecideIssueToken(retired, "x", Now)).ShouldBe("device-retired");
        Code(DeviceRules.DecideIssueToken(Registered(), "x", Now)).ShouldBe("token-hash-invalid");
        Code(DeviceRules.DecideRevokeToken(null, "lost", Now)).ShouldBe("device-unknown");
        Code(DeviceRules.DecideMove(retired, null, null, Now)).ShouldBe("device-retired");
        Code(DeviceRules.DecideMove(Registered(), null, new Location(91, 0), Now)).ShouldBe("place-unknown");
        Code(DeviceRules.DecideMove(Registered(), Town, new Location(91, 0), Now)).ShouldBe("location-invalid");
        Code(DeviceRules.DecideRegister(retired, Id, Wanted, Gauge, Town, Now)).ShouldBe("device-exists");
        DeviceRules.CheckToken(retired, TokenHash)!.Code.ShouldBe("device-retired");
        Facts(DeviceRules.DecideRetire(retired, "again", Now)).ShouldBeEmpty();
    }

    [Fact]
    public void A_moved_device_stands_elsewhere_and_moving_it_to_where_it_stands_changes_nothing()
    {
        var village = PlaceCode.Parse("341882002200");
        var moved = After(Registered(), DeviceRules.DecideMove(Registered(), village, null, Now));

        (moved.Place, moved.Location).ShouldBe((village, null));
        Facts(DeviceRules.DecideMove(moved, village, null, Now)).ShouldBeEmpty();
    }

    [Fact]
    public void Retiring_a_device_ends_its_alarms()
    {
        var station = new Station(Model("a", [Point("rain")], Rule("heavy", Over("rain", 50), Under("rain", 40))));
        station.Live(Start, ("rain", 60));

        var facts = Facts(DeviceRules.DecideRetire(station.Device, "replaced", Now));

        facts[0].ShouldBe(new AlarmCleared(station.Raised.Single().Alarm, station.Device.Place, Now, ClearReason.DeviceRetired));
        facts.Aggregate(station.Device, (device, fact) => DeviceRules.Apply(device, fact)!).ActiveAlarms.ShouldBeEmpty();
    }

    [Fact]
    public void Every_fact_comes_back_from_its_JSON()
    {
        var alarm = new AlarmId(Id, "rise", Now);
        DeviceFact[] facts =
        [
            .. Facts(DeviceRules.DecideRegister(null, Id, Wanted, Gauge, Town, Now)),
            new DeviceTokenRevoked("lost", Now),
            new DeviceMoved(Town, new Location(1, 2), Now),
            new DeviceRetired("replaced", Now),
            new RulesAdopted(Gauge.Pack, Now),
            new AlarmRaised(alarm, "flood", Gauge.Title, 2, "a", Town, null, Origin.Replayed("s"), new Dictionary<string, double> { ["level"] = 1.5 }),
            new AlarmCleared(alarm, Town, Now, ClearReason.RuleWithdrawn),
        ];

        foreach (var fact in facts)
        {
            var json = JsonSerializer.Serialize(fact, fact.GetType());
            JsonSerializer.Serialize(JsonSerializer.Deserialize(json, fact.GetType()), fact.GetType()).ShouldBe(json);
        }
    }

    [Fact]
    public void Every_refusal_has_a_code_of_its_own_a_reason_and_a_remedy_and_says_nothing_back_that_breaks_a_line()
    {
        var all = typeof(DeviceRefusals).GetProperties().Select(property => (Refusal)property.GetValue(null)!)
            .Append(DeviceRefusals.PointUnknown("a\nb" + new string('x', 500), Gauge))
            .Append(DeviceRefusals.PointTwice("a")).Append(DeviceRefusals.ValueNotANumber("a"))
            .Append(DeviceRefusals.AttributeUnknown("a", Gauge)).Append(DeviceRefusals.AttributeNotANumber("a")).ToList();

        all.Select(refusal => refusal.Code).Distinct().Count().ShouldBe(all.Count);
        foreach (var refusal in all)
        {
            (refusal.Reason + refusal.Remedy).ShouldNotContain("\n");
            refusal.Reason.Length.ShouldBeInRange(10, 200);
            refusal.Remedy.Length.ShouldBeInRange(10, 200);
        }
    }

    private static Device Registered() => After(null, DeviceRules.DecideRegister(null, Id, Wanted, Gauge, Town, Now));

    private static Device After(Device? device, Decision<DeviceFact> decision) => Facts(decision).Aggregate(device, DeviceRules.Apply)!;

    private static IReadOnlyList<DeviceFact> Facts(Decision<DeviceFact> decision) => decision.ShouldBeOfType<Decision<DeviceFact>.Accepted>().Facts;

    private static string Code(Decision<DeviceFact> decision) => decision.ShouldBeOfType<Decision<DeviceFact>.Refused>().Why.Code;
}
