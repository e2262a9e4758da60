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
        ChangesNothing(CommandRules.DecideDelivered(device, [1], Noon));

        Do(CommandRules.DecideAnswer(device, 1, "{\"ok\":true}", Noon));
        var over = device.Commands[1];
        (over.Status, over.Answer).ShouldBe((CommandStatus.Answered, "{\"ok\":true}"));
        (over.DeliveredAt, over.SettledAt).ShouldBe((Noon, Noon));
    }

    [Fact]
    public void An_answer_that_comes_twice_is_taken_once_and_another_one_is_refused()
    {
        Ask();
        Do(CommandRules.DecideAnswer(device, 1, "1", Noon)).Count.ShouldBe(1);
        ChangesNothing(CommandRules.DecideAnswer(device, 1, "1", Noon));

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
        (device.Commands[1].Status, device.Commands[1].SettledAt).ShouldBe((CommandStatus.TimedOut, Noon.AddSeconds(60)));
    }

    [Fact]
    public void The_first_open_command_to_time_out_is_waited_for()
    {
        Ask(timeout: 30);
        Ask(timeout: 60);
        Ask(timeout: 45);
        CommandRules.NextTimeout(device).ShouldBe(Noon.AddSeconds(30));

        Do(CommandRules.DecideAnswer(device, 1, "1", Noon));
        CommandRules.NextTimeout(device).ShouldBe(Noon.AddSeconds(45));
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
        ChangesNothing(CommandRules.DecideDelivered(device, [2], Noon));
        (device.Commands[2].Status, device.Commands[2].SettledAt).ShouldBe((CommandStatus.Withdrawn, Noon));
    }

    [Fact]
    public void What_is_taken_back_stays_so_and_what_is_over_or_has_no_reason_cannot_be()
    {
        Ask();
        Ask();
        Refused(CommandRules.DecideWithdraw(device, 1, "person:o", " ", Noon)).ShouldBe("reason-invalid");
        Do(CommandRules.DecideWithdraw(device, 1, "person:o", "why", Noon)).Count.ShouldBe(1);
        ChangesNothing(CommandRules.DecideWithdraw(device, 1, "person:o", "why", Noon));
        Do(CommandRules.DecideAnswer(device, 2, "1", Noon));
        Refused(CommandRules.DecideWithdraw(device, 2, "person:o", "why", Noon)).ShouldBe("command-settled");
        Refused(CommandRules.DecideWithdraw(device, 3, "person:o", "why", Noon)).ShouldBe("command-unknown");
    }

    [Fact]
    public void A_retired_device_is_asked_nothing_more_and_has_nothing_waiting()
    {
        Ask();
        device = device with { RetiredAt = Noon };

        Refused(Request()).ShouldBe("device-retired");
        CommandRules.Waiting(device, Noon).ShouldBeEmpty();
    }

    [Fact]
    public void A_number_is_never_used_again_and_one_that_is_forgotten_is_over()
    {
        for (var number = 1; number <= CommandLimits.SettledMax + 2; number++)
        {
            Ask();
            Do(CommandRules.DecideAnswer(device, number, "1", Noon)).Count.ShouldBe(1);
        }

        device.Commands.Keys.ShouldBe([3, 4, 5, 6, 7, 8, 9, 10], "the oldest are forgotten first");
        Refused(CommandRules.DecideAnswer(device, 1, "1", Noon)).ShouldBe("command-settled");
        Refused(CommandRules.DecideAnswer(device, 0, "1", Noon)).ShouldBe("command-unknown");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(604_800)]
    public void The_shortest_and_the_longest_time_to_answer_are_given(double seconds)
    {
        Ask(seconds);
        device.Commands[1].TimesOutAt.ShouldBe(Noon.AddSeconds(seconds));
    }

    [Theory]
    [InlineData('x', 4_094, false)]
    [InlineData('x', 4_095, true)]
    [InlineData('水', 1_364, false)]
    [InlineData('水', 1_365, true)]
    public void What_is_asked_and_what_is_answered_is_measured_in_bytes(char letter, int count, bool tooLarge)
    {
        var json = $"\"{new string(letter, count)}\"";
        Ask();

        CodeOf(CommandRules.DecideRequest(device, new CommandRequest("open", json, "person:o", "why", TimeSpan.FromMinutes(1)), Noon)).ShouldBe(tooLarge ? "command-json-too-large" : null);
        CodeOf(CommandRules.DecideAnswer(device, 1, json, Noon)).ShouldBe(tooLarge ? "command-json-too-large" : null);
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
    public void A_device_holds_twenty_open_commands()
    {
        for (var i = 0; i < 20; i++)
        {
            Ask();
        }

        Refused(Request()).ShouldBe("commands-waiting");
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

    private static void ChangesNothing(Decision<DeviceFact> decision) => decision.ShouldBeOfType<Decision<DeviceFact>.Accepted>().Facts.ShouldBeEmpty();

    private static string? CodeOf(Decision<DeviceFact> decision) => (decision as Decision<DeviceFact>.Refused)?.Why.Code;

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
