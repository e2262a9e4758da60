using CityBrain.Journal.Lane;

namespace CityBrain.Simulation.Worlds;

/// <summary>One caller: gives commands, repeats them under the same key when it did not learn what became of them, and reads.</summary>
internal sealed class Client(World world)
{
    /// <summary>So many tries that only a lane that takes nothing any more outlasts them.</summary>
    public const int Stubborn = 200;

    private static readonly Deed[] AccountDeeds =
        [Deed.Add, Deed.Add, Deed.Add, Deed.AddTwice, Deed.Take, Deed.Take, Deed.Split, Deed.Split, Deed.Spawn, Deed.Show, Deed.Peek];

    private static readonly Deed[] DeviceDeeds = [Deed.Report, Deed.Report, Deed.Alarm, Deed.Add];

    public async Task Live()
    {
        while (world.NextCommandNumber() is { } number)
        {
            if (world.Dice.Once(4))
            {
                await Ask(world.Dice.Pick(world.Streams), null);
                continue;
            }

            await Insist(Think(number));
            await world.Clock.Pause(world.Dice.Below(10));
        }
    }

    /// <summary>Repeats the command until its fate is known, or until patience is at an end.</summary>
    public async Task<Outcome> Insist(Command command, int tries = 6)
    {
        var outcome = await Ask(command.Stream, command);
        for (var i = 1; i < tries && command.Key.Length > 0 && outcome is Outcome.Unknown or Outcome.Outdated or Outcome.Unavailable or Outcome.Overloaded; i++)
        {
            await world.Clock.Pause(5 + world.Dice.Below(40));
            if (tries < Stubborn && world.Dice.Once(8))
            {
                break;
            }

            world.Counters.Add(Happening.RepeatedKeys);
            outcome = await Ask(command.Stream, command);
        }

        return outcome;
    }

    private Command Think(int number)
    {
        var stream = world.Dice.Pick(world.Streams);
        var deed = world.Dice.Chance(150) ? Deed.Curse : world.Dice.Pick(stream == World.Device ? DeviceDeeds : AccountDeeds);
        var key = deed is Deed.Report or Deed.Alarm || world.Dice.Once(10) ? string.Empty : $"k{number}";
        var command = new Command(number, stream, deed, 1 + world.Dice.Below(9), key, (ServiceClass)world.Dice.Below(5));
        if (key.Length > 0 && world.Dice.Once(6))
        {
            world.Counters.Add(Happening.RepeatedKeys);
            world.Outside.Start(() => Again(command), world.Broken);
        }

        if (key.Length > 0 && world.Dice.Once(12) && world.NextCommandNumber() is { } other)
        {
            world.Counters.Add(Happening.KeysWithOtherBody);
            world.Outside.Start(() => Again(command with { Number = other, Amount = command.Amount + 10 }), world.Broken);
        }

        return command;
    }

    private async Task Again(Command command)
    {
        if (world.Dice.Once(2))
        {
            await world.Clock.Pause(world.Dice.Below(60));
        }

        await Insist(command, tries: 3);
    }

    private async Task<Outcome> Ask(string stream, Command? command)
    {
        var process = await world.AnyProcess();
        var call = world.History.Invoke(stream, command);
        world.Counters.Add(command is null ? Happening.Reads : Happening.Commands);
        await process.Take(call);
        if (call.Outcome == Outcome.Ok && command is not null)
        {
            world.Counters.Add(Happening.Acknowledged);
            world.Learn(command);
        }

        return call.Outcome;
    }
}
