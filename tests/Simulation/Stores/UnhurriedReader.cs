using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Stores;

/// <summary>Reads as one process sees them: some take their time, and others happen meanwhile.</summary>
internal sealed class UnhurriedReader(Durable durable, Dice dice) : IJournalReader
{
    public async ValueTask<IReadOnlyList<FactRow>> ReadStream(string stream, CancellationToken cancellation = default)
    {
        await Dawdle();
        return await durable.ReadStream(stream, cancellation);
    }

    public ValueTask<ReadingChain?> ReadReadingChain(string stream, CancellationToken cancellation = default) =>
        durable.ReadReadingChain(stream, cancellation);

    public async ValueTask<KeptAnswer?> FindAnswer(string stream, string command, CancellationToken cancellation = default)
    {
        await Dawdle();
        return await durable.FindAnswer(stream, command, cancellation);
    }

    public async ValueTask<LanePage> ReadLane(Position after, int limit, CancellationToken cancellation = default)
    {
        await Dawdle();
        return await durable.ReadLane(after, limit, cancellation);
    }

    public ValueTask<IReadOnlyList<LaneHead>> ReadLanes(CancellationToken cancellation = default) => durable.ReadLanes(cancellation);

    public ValueTask<Position> ReadMark(string follower, int lane, CancellationToken cancellation = default) =>
        durable.ReadMark(follower, lane, cancellation);

    public ValueTask WriteMark(string follower, Position mark, CancellationToken cancellation = default) =>
        durable.WriteMark(follower, mark, cancellation);

    private async ValueTask Dawdle()
    {
        while (dice.Once(2))
        {
            await Task.Yield();
        }
    }
}
