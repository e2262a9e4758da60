namespace CityBrain.Api.Tests;

/// <summary>Tests of what a process has once, its console and its meters: no other city runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
