using CityBrain.Benchmarks;

return args switch
{
    ["journal", .. var rest] => await JournalBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        benchmarks journal [--callers 200] [--seconds 4] [--runs 5] [--side both|ours|rival] [--folder DIR]
          group commit of the production writer against one commit per append: same store, same rows, same sync.
        Each benchmark runs both sides in turn within one run and prints one JSON line.
        """);
    return 2;
}
