using CityBrain.Api.Hosting;
using Microsoft.AspNetCore.Builder;

namespace CityBrain.Api.Tests;

public sealed class DemonstrationTests
{
    [Theory]
    [InlineData(true, "Development")]
    [InlineData(false, "Development", "--demo", "off")]
    [InlineData(true, "Development", "--demo", "on")]
    [InlineData(false, "Production")]
    [InlineData(true, "Production", "--demo", "on")]
    public void A_city_is_one_for_demonstrating_in_development_or_where_it_was_asked_for(bool demonstrates, string environment, params string[] arguments)
    {
        ServeOptions.TryRead([.. arguments, $"--environment={environment}"], out var serve, out var words).ShouldBeTrue(words);
        var builder = WebApplication.CreateBuilder(serve!.HostArguments);
        builder.AddDemonstration(serve);

        builder.Services.Any(service => service.ServiceType.Assembly.GetName().Name == "CityBrain.Demo").ShouldBe(demonstrates);
    }
}
