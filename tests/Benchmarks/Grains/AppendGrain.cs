using System.Text.Json.Serialization;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Streams;
using Orleans.Concurrency;

namespace CityBrain.Benchmarks.Grains;

/// <summary>A fact of the benchmark.</summary>
public sealed record Noted(string Text);

/// <summary>How it is written.</summary>
[JsonSerializable(typeof(Noted))]
public sealed partial class NotedJson : JsonSerializerContext;

/// <summary>A journaled grain whose only command appends one fact.</summary>
[Alias("benchmark.append-grain")]
public interface IAppendGrain : IGrainWithIntegerKey
{
    [Alias("append")]
    Task<Answer<long>> Append(string text);
}

[GrainType("benchmark-append")]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed class AppendGrain(JournalAccess journal) : JournaledGrain<object>(journal, "benchmark-append"), IAppendGrain
{
    private static readonly object Nothing = new();
    private static readonly Mandate ByTheBenchmark = new(string.Empty, string.Empty, "city", "benchmark", "00000000000000000000000000000001");

    protected override object Initial => Nothing;

    public async Task<Answer<long>> Append(string text) => await Execute<long>(
        ByTheBenchmark, ServiceClass.Cases, null, state => new Proposal<object, long>.Accepted(state, 1) { Facts = [Journal.Forms.Write(new Noted(text), Now)] });

    protected override object Apply(object state, object fact) => state;
}
