using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace CityBrain.Api.Tests;

/// <summary>Clients that take their time are let go of.</summary>
[Collection(OneCity.Name)]
public sealed class SlowClientTests(CityOverHttp city)
{
    private static readonly TimeSpan CutAfterMax = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n")]
    [InlineData("POST /api/v1/some.token/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")]
    public async Task A_client_that_never_finishes_is_cut(string start)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(city.Address.Host, city.Address.Port);
        await using var stream = client.GetStream();
        var began = Stopwatch.GetTimestamp();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start));
        var answer = new byte[4096];
        using var patience = new CancellationTokenSource(CutAfterMax);
        while (await stream.ReadAsync(answer, patience.Token) > 0)
        {
        }

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(CutAfterMax);
    }

    [Fact]
    public async Task A_client_that_drips_is_cut()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(city.Address.Host, city.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /api/v1/some.token/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"u8.ToArray());
        var began = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(CutAfterMax);
        var reading = ReadToEnd(stream, patience.Token);
        var drop = new byte[300];
        Array.Fill(drop, (byte)' ');
        while (!reading.IsCompleted)
        {
            try
            {
                await stream.WriteAsync(drop, patience.Token);
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(reading, Task.Delay(500, patience.Token));
        }

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(CutAfterMax);
    }

    private static async Task ReadToEnd(NetworkStream stream, CancellationToken cancellation)
    {
        var answer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(answer, cancellation) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Cut hard: that is an end too.
        }
    }
}
