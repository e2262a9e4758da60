using CityBrain.Benchmarks;

Func<Arguments, Task<int>>? benchmark = args.FirstOrDefault() switch
{
    "journal" => JournalBenchmark.Run,
    "journal-grains" => JournalGrainsBenchmark.Run,
    "reading-rules" => ReadingRulesBenchmark.Run,
    "reading-durable" => ReadingDurableBenchmark.Run,
    "http-grain" => HttpGrainBenchmark.Run,
    "http-client" => HttpGrainBenchmark.Ask,
    "mqtt-durable" => MqttDurableBenchmark.Run,
    "viewers" => ViewersBenchmark.Run,
    "live-viewers" => ViewersBenchmark.Look,
    "overview" => OverviewBenchmark.Run,
    "grains" => GrainsBenchmark.Run,
    "long" => LongBenchmark.Run,
    _ => null,
};
return benchmark is null ? Usage() : await benchmark(new Arguments(args[1..]));

static int Usage()
{
    Console.Error.WriteLine("""
        benchmarks NAME [--callers N] [--seconds S] [--runs N] [--folder DIR]
          journal          group commit of the production writer against one commit per append: same store, same rows, same sync
                           (--side both|ours|rival)
          journal-grains   the same, appended by journaled grains
          reading-rules    a reading through the rules of its model in a grain, against a bare grain call
          reading-durable  processor time per durable reading, arrays of 100, against PostgreSQL in batches of 1,000 and one by one
          http-grain       a device's latest by id over HTTP, against a JSON endpoint of the same host, both with the token checked
          mqtt-durable     readings over MQTT until durable, against mosquitto's publish to subscribe (--mosquitto PATH); 200 connections, and a gateway
          viewers          what viewers of the live feed cost, against as many plain WebSockets (--viewers 200 --devices 5000 --points-per-second 500)
          overview         the city's figures with many devices registered, against the same bytes from memory (--devices 1000000 --seconds 120)
          grains           cost per call and bytes per resident device (--devices 10000,100000,1000000 --readings 36)
          long             the rate after minutes and rows against the first (--minutes 30 --rows 50000000 --slice 60)
        The sides take turns within one run; medians and their ratio are printed as one JSON line.
        """);
    return 2;
}
