using CityBrain.Journal.Rows;
using CityBrain.Journal.Ports;

namespace CityBrain.Simulation.Worlds;

/// <summary>Follows the lane for one desk: at least once, in order, from the mark or from before it.</summary>
internal sealed class Dispatcher(World world, Process process, int desk)
{
    private readonly string _stream = World.Desk(desk);

    /// <summary>Where it has come to.</summary>
    public Position At { get; private set; }

    public async Task Follow()
    {
        var reader = world.Store.Durable;
        At = await reader.ReadMark(_stream, world.Options.Lane);
        while (true)
        {
            var page = await reader.ReadLane(At, 1 + world.Dice.Below(8));
            foreach (var fact in page.Facts.Where(fact => LedgerRules.Route(fact.Row) == desk))
            {
                await Deliver(fact);
            }

            At = page.Through;
            if (world.Dice.Once(3))
            {
                await reader.WriteMark(_stream, At);
            }

            if (world.Dice.Chance(world.Hazards.Redelivery))
            {
                At = new Position(At.Lane, world.Dice.Below((int)At.Batch + 1), int.MaxValue);
            }

            await world.Clock.Pause(page.Facts.Count == 0 ? 20 : 1);
        }
    }

    private async Task Deliver(PlacedFact fact)
    {
        var trace = $"{fact.Row.Stream}#{fact.Row.Seq}";
        var mandate = new Mandate(string.Empty, string.Empty, "city", "delivery", trace);
        while (true)
        {
            var activation = await process.Activate(_stream);
            var reply = await activation.Core.Receive(
                fact.At,
                mandate,
                Journal.Lane.ServiceClass.LifeSafety,
                state => LedgerRules.Receive(state, _stream, trace, LedgerRules.Parse(fact.Row), world.Clock.NowMs));
            if (reply.Refusal is null)
            {
                world.Counters.Add(reply.Answer ? Happening.Deliveries : Happening.Redeliveries);
                return;
            }

            await world.Clock.Pause(5);
        }
    }
}
