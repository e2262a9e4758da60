using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Commands;
using CsCheck;

namespace CityBrain.Domain.Tests.Devices;

/// <summary>Commands have an author and a reason, reach their device once, and end answered, timed out or withdrawn.</summary>
public sealed class CommandRulesTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(Given.Start);

    private Device device = Given.Device();

    [Fact]
    public void A_command_waits_until_the_device_has_it_and_ends_with_its_answer()
    {
        Ask();
        CommandRules.Waiting(device, Noon).ShouldHaveSingleItem().Number.ShouldBe(1);

        Do(CommandRules.DecideDelivered(device, [1], Noon));
        CommandRules.Waiting(device, Noon).ShouldBeEmpty("what the device has is not brought again");

        Do(CommandRules.DecideAnswer(device, 1, "{\"ok\":true}", Noon));
        device.Commands[1].Status.ShouldBe(CommandStatus.Answered);
        device.Commands[1].Answer.ShouldBe("{\"ok\":true}");
    }

    [Fact]
    public void An_answer_that_comes_twice_is_taken_once_and_another_one_is_refused()
    {
        Ask();
        Do(CommandRules.DecideAnswer(device, 1, "1", Noon)).Count.ShouldBe(1);
        Do(CommandRules.DecideAnswer(device, 1, "1", Noon)).ShouldBeEmpty();

        Refused(CommandRules.DecideAnswer(device, 1, "2", Noon)).ShouldBe("command-settled");
        Refused(CommandRules.DecideAnswer(device, 2, "1", Noon)).ShouldBe("command-unknown");
    }

    [Fact]
    public void A_command_times_out_at_its_time_and_not_before_and_once()
    {
        Ask(timeout: 60);
        CommandRules.NextTimeout(device).ShouldBe(Noon.AddSeconds(60));
        CommandRules.Fall(device, Noon.AddSeconds(59.9)).ShouldBeEmpty();

        Do(CommandRules.Fall(device, Noon.AddSeconds(60))).Count.ShouldBe(1);
        CommandRules.Fall(device, Noon.AddSeconds(61)).ShouldBeEmpty();
        CommandRules.NextTimeout(device).ShouldBeNull();
        Refused(CommandRules.DecideAnswer(device, 1, "late", Noon.AddSeconds(61))).ShouldBe("command-settled");
    }

    [Fact]
    public void An_answer_at_the_time_out_is_too_late_even_before_the_deadline_fell()
    {
        Ask(timeout: 60);

        Refused(CommandRules.DecideAnswer(device, 1, "1", Noon.AddSeconds(60))).ShouldBe("command-settled");
        CommandRules.Waiting(device, Noon.AddSeconds(60)).ShouldBeEmpty();
    }

    [Fact]
    public void Only_what_the_device_does_not_have_can_be_taken_back()
    {
        Ask();
        Ask();
        Do(CommandRules.DecideDelivered(device, [1], Noon));

        Refused(CommandRules.DecideWithdraw(device, 1, "person:o", "changed my mind", Noon)).ShouldBe("command-delivered");
        Do(CommandRules.DecideWithdraw(device, 2, "person:o", "changed my mind", Noon)).Count.ShouldBe(1);
        Do(CommandRules.DecideDelivered(device, [2], Noon)).ShouldBeEmpty();
        device.Commands[2].Status.ShouldBe(CommandStatus.Withdrawn);
    }

    [Theory]
    [InlineData("", "why", 60, "command-method-invalid")]
    [InlineData("open gate", "why", 60, "command-method-invalid")]
    [InlineData("open", " ", 60, "reason-invalid")]
    [InlineData("open", "a\u0007b", 60, "reason-invalid")]
    [InlineData("open", "why", 0.5, "command-timeout-invalid")]
    [InlineData("open", "why", 604_801, "command-timeout-invalid")]
    public void A_command_without_a_method_a_reason_or_a_time_is_refused(string method, string reason, double seconds, string code) =>
        Refused(CommandRules.DecideRequest(device, new CommandRequest(method, "{}", "person:o", reason, TimeSpan.FromSeconds(seconds)), Noon)).ShouldBe(code);

    [Fact]
    public void A_device_holds_twenty_open_commands_and_large_ones_not_at_all()
    {
        for (var i = 0; i < 20; i++)
        {
            Ask();
        }

        Refused(Request()).ShouldBe("commands-waiting");
        Refused(CommandRules.DecideRequest(Given.Device(), new CommandRequest("open", $"\"{new string('x', 4_095)}\"", "person:o", "why", TimeSpan.FromMinutes(1)), Noon))
            .ShouldBe("command-json-too-large");
    }

    [Fact]
    public void However_a_life_goes_a_command_ends_once_and_few_settled_ones_are_remembered() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 12], Gen.Int[0, 400]).List[0, 60].Sample(steps =>
        {
            device = Given.Device();
            var ended = new HashSet<long>();
            foreach (var (what, number, second) in steps)
            {
                var now = Noon.AddSeconds(second);
                var facts = what switch
                {
                    0 => Do(Request(timeout: 1 + second)),
                    1 => Do(CommandRules.DecideDelivered(device, [number], now)),
                    2 => Do(CommandRules.DecideAnswer(device, number, "1", now)),
                    3 => Do(CommandRules.DecideWithdraw(device, number, "person:o", "why", now)),
                    _ => Do(CommandRules.Fall(device, now)),
                };
                foreach (var over in facts.Select(EndOf).OfType<long>())
                {
                    ended.Add(over).ShouldBeTrue("a command ends once");
                }

                device.Commands.Values.Count(command => command.IsOpen).ShouldBeLessThanOrEqualTo(CommandLimits.OpenMax);
                device.Commands.Values.Count(command => !command.IsOpen).ShouldBeLessThanOrEqualTo(CommandLimits.SettledMax);
            }
        }, threads: 1);

    private static long? EndOf(DeviceFact fact) => fact switch
    {
        CommandAnswered answered => answered.Number,
        CommandTimedOut timedOut => timedOut.Number,
        CommandWithdrawn withdrawn => withdrawn.Number,
        _ => null,
    };

    private static string Refused(Decision<DeviceFact> decision) => decision.ShouldBeOfType<Decision<DeviceFact>.Refused>().Why.Code;

    private Decision<DeviceFact> Request(double timeout = 60) =>
        CommandRules.DecideRequest(device, new CommandRequest("open-gate", "{\"gate\":2}", "person:officer", "flood expected", TimeSpan.FromSeconds(timeout)), Noon);

    private void Ask(double timeout = 60) => Do(Request(timeout)).ShouldHaveSingleItem();

    private IReadOnlyList<DeviceFact> Do(Decision<DeviceFact> decision)
    {
        var facts = decision is Decision<DeviceFact>.Accepted accepted ? accepted.Facts : [];
        device = facts.Aggregate(device, (current, fact) => DeviceRules.Apply(current, fact)!);
        return facts;
    }
}
