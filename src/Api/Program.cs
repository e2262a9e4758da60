using CityBrain.Api.Hosting;

if (!ServeOptions.TryRead(args, out var serve, out var words))
{
    Console.Error.WriteLine(words);
    return ServeOptions.WrongUsage;
}

return Serving.Serve(() =>
{
    var builder = WebApplication.CreateBuilder(serve.HostArguments);
    builder.AddEmbeddedCity(serve);
    builder.AddDemonstration(serve);
    builder.AddEdge(serve);

    var app = builder.Build();
    app.UseEdge();
    app.MapEdge();
    return app;
});
