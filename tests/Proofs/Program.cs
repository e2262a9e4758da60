using CityBrain.Proofs.Flood;
using CityBrain.Proofs.Kills;
using CityBrain.Proofs.Known;
using CityBrain.Proofs.Running;
using CityBrain.Proofs.Scenes;
using CityBrain.Proofs.Screens;
using CityBrain.Proofs.Storms;
using CityBrain.Proofs.Tampers;

// The long proofs: each runs the published programs, asks the city over HTTP, prints a table, and ends with 0 only if every row holds.
Func<Arguments, Task<bool>>? proof = args.FirstOrDefault() switch
{
    "known-answers" => KnownAnswersProof.Run,
    "kills" => KillsProof.Run,
    "tamper" => TamperProof.Run,
    "new-scene" => NewSceneProof.Run,
    "flood" => FloodProof.Run,
    "screen" => ScreenProof.Run,
    "storm" => StormProof.Run,
    _ => null,
};
if (proof is null || !Arguments.TryRead(args[1..], out var arguments))
{
    Console.Error.WriteLine("""
        Usage: dotnet run -c Release --project tests/Proofs -- PROOF [--keep] [--seed N] [--count N] [--programs DIR]
          known-answers   replays the known files and compares every answer of the city with the known and with independently computed ones
          kills           kill -9 during a replay, restart, resume; compares with an unkilled run and with the client's own log (--count, default 10)
          tamper          falsifies copies of a real city's journal and asks verify (--count, default 1000)
          flood           20,000 devices over HTTP and MQTT, then ten times as often, then at full speed, with alarms meanwhile (--count minutes, default 10)
          screen          what the operations screen weighs, how soon it shows the city, and how soon an alarm stands in it (--count alarms, default 60)
          storm           kill -9, then all devices come back over MQTT at one moment, with alarms meanwhile (--count devices, default 5000)
          new-scene       publishes a new scene to a running city and sees its first incident
        """);
    return 2;
}

Console.OutputEncoding = System.Text.Encoding.UTF8;
return await proof(arguments) ? 0 : 1;
