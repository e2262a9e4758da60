namespace CityBrain.Demo.Running;

/// <summary>The city refused something that the demonstration cannot go on without.</summary>
internal sealed class CityRefusedException(Refusal why) : Exception($"{why.Code}: {why.Reason}");
