using CityBrain.Api.Mqtt;

namespace CityBrain.Api.Tests;

/// <summary>Packets of MQTT pass in any pieces, and one that announces too much does not.</summary>
public sealed class PacketGuardTests
{
    private static readonly Random Dice = new(7);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5_000)]
    public async Task Packets_pass_unchanged_in_pieces_of_any_size(int piece)
    {
        int[] lengths = [0, 1, 127, 128, 300, 16_383, 16_384, 70_000];
        var sent = lengths.SelectMany(length => Packet(length)).ToArray();
        await using var guard = new PacketGuard(new MemoryStream(sent), () => 100_000);
        (await Read(guard, piece)).ShouldBe(sent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    public async Task A_packet_one_byte_above_the_bound_is_stopped_before_its_body(int piece)
    {
        await using var guard = new PacketGuard(new MemoryStream([.. Packet(1_000), .. Packet(1_001)]), () => 1_000);
        await Should.ThrowAsync<InvalidDataException>(() => Read(guard, piece));
    }

    [Fact]
    public async Task A_length_of_five_bytes_is_none()
    {
        await using var guard = new PacketGuard(new MemoryStream([0x10, 0x80, 0x80, 0x80, 0x80, 0x01]), () => int.MaxValue);
        await Should.ThrowAsync<InvalidDataException>(() => Read(guard, 1));
    }

    private static IEnumerable<byte> Packet(int length)
    {
        yield return 0x30;
        var left = length;
        do
        {
            yield return (byte)((left % 128) | (left >= 128 ? 0x80 : 0));
            left /= 128;
        }
        while (left > 0);

        for (var i = 0; i < length; i++)
        {
            yield return (byte)Dice.Next(256);
        }
    }

    private static async Task<byte[]> Read(PacketGuard guard, int piece)
    {
        using var read = new MemoryStream();
        var buffer = new byte[piece];
        for (int count; (count = await guard.ReadAsync(buffer)) > 0;)
        {
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}
