using Microsoft.Playwright;

namespace CityBrain.Browser.Tests;

/// <summary>Somebody who looks at the map, drawn by WebGL or flat.</summary>
[Collection(OneCity.Name)]
public sealed class MapTests(CityInBrowser browser)
{
    private const string Still = "window.city.map()?.moving === false && window.city.map().names.length > 0";

    // What is in the page asks the city's map itself: the town whose area a name stands in.
    private const string Astray = """
        async () => {
          const settings = await (await fetch('/ops/settings')).json();
          const towns = (await (await fetch(settings.map)).json()).features.filter(one => one.properties.kind === 'town');
          const inside = (x, y, ring) => ring.reduce((odd, [a, b], i) => {
            const [c, d] = ring[(i + ring.length - 1) % ring.length];
            return (b > y) !== (d > y) && x < (c - a) * (y - b) / (d - b) + a ? !odd : odd;
          }, false);
          return window.city.map().names.filter(name => !towns.some(town => town.properties.code === name.id && inside(name.longitude, name.latitude, town.geometry.coordinates[0])))
            .map(name => towns.find(town => town.properties.code === name.id).properties.name);
        }
        """;

    [BrowserFact]
    public async Task Incidents_that_are_close_together_stand_apart_and_each_opens_by_a_click()
    {
        foreach (var (place, latitude) in new[] { ("341882202200", 30.68), ("341882202201", 30.7), ("341882202202", 30.72) })
        {
            await browser.City.Report(await browser.City.Gauge($"四合的站 {place}", place, at: (latitude, 119.262)), 2.0, 3.4);
        }

        await using var plain = await browser.Launch("--disable-3d-apis");
        foreach (var graphics in new[] { null, plain })
        {
            await using var window = await Screen(graphics);
            await window.Until("window.city.map().marks.filter(mark => mark.longitude === 119.262).length >= 3");

            (await window.Page.EvaluateAsync<string[]>("""
                () => {
                  const marks = window.city.map().marks;
                  return marks.flatMap((one, i) => marks.slice(i + 1).filter(other => Math.abs(one.x - other.x) < 24 && Math.abs(one.y - other.y) < 24).map(other => `${one.id} covers ${other.id}`));
                }
                """)).ShouldBeEmpty();
            for (var i = 0; i < 3; i++)
            {
                var id = await window.Page.EvaluateAsync<string>($"window.city.map().marks.filter(mark => mark.longitude === 119.262).map(mark => mark.id).sort()[{i}]");
                await window.Until(Still);
                var at = await window.Page.EvaluateAsync<float[]>($"(({{ x, y }}) => [x, y])(window.city.map().marks.find(mark => mark.id === '{id}'))");
                await window.Page.Locator("#map").ClickAsync(new() { Position = new() { X = at[0], Y = at[1] }, Force = true });
                await window.Until($"location.search.includes('inc={id}')");
                await Close(window);
            }
        }
    }

    [BrowserFact]
    public async Task A_towns_name_stands_in_the_town_and_at_the_same_point_in_every_view()
    {
        await using var plain = await browser.Launch("--disable-3d-apis");
        foreach (var graphics in new[] { null, plain })
        {
            var points = new List<string>();
            foreach (var view in new[] { string.Empty, "&hide=incidents&z=119.3494,30.9010,11.0,0.0", "&hide=incidents&z=119.4094,30.8990,12.3,0.0" })
            {
                await using var window = await Screen(graphics, view);
                (await window.Page.EvaluateAsync<string[]>(Astray)).ShouldBeEmpty($"names in another town at '{view}'");
                points.Add(await window.Page.EvaluateAsync<string>("window.city.map().names.map(name => `${name.id} ${name.longitude.toFixed(4)} ${name.latitude.toFixed(4)}`).sort().join()"));
            }

            points[1].ShouldBe(points[2], "where nothing is in the way, a name does not move");
        }
    }

    [BrowserFact]
    public async Task When_the_drawer_closes_the_map_shows_what_it_showed_before_unless_somebody_moved_it()
    {
        await browser.City.Report(await browser.City.Gauge("柏垫的站", "341882101200", at: (30.7687, 119.2428)), 2.0, 3.4);
        await using var plain = await browser.Launch("--disable-3d-apis");
        foreach (var graphics in new[] { null, plain })
        {
            await using var window = await Screen(graphics);
            await window.Until(Still);
            var before = await Camera(window);

            await window.Work("柏垫镇").First.ClickAsync();
            await window.Until("window.city.map().camera[2] > 11 && !document.querySelector('#drawer').hidden && !document.querySelector('#map-layers details').open");
            await Close(window);
            (await Camera(window)).ShouldBe(before, "the map goes back to what was looked at");
            (await window.Page.Locator("#map-layers details[open]").CountAsync()).ShouldBe(1, "the layers unfold again");

            await window.Work("柏垫镇").First.ClickAsync();
            await window.Until($"window.city.map().camera[2] > 11 && !document.querySelector('#drawer').hidden && {Still}");
            await window.Page.Locator("#map").HoverAsync(new() { Force = true });
            await window.Page.Mouse.WheelAsync(0, 240);
            await window.Until($"new URLSearchParams(location.search).has('z') && {Still}");
            var moved = await Camera(window);
            await Close(window);
            (await Camera(window)).ShouldBe(moved, "where somebody moved the map, it stays");
            moved.ShouldNotBe(before);
        }
    }

    private static async Task Close(CityWindow window)
    {
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator("#drawer").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await window.Until(Still);
    }

    private static Task<string> Camera(CityWindow window) => window.Page.EvaluateAsync<string>("window.city.map().camera.map(part => part.toFixed(2)).join()");

    private async Task<CityWindow> Screen(IBrowser? graphics, string more = "")
    {
        var window = await browser.Open($"/ops?lang=zh{more}", 1600, 900, graphics);
        await window.SignIn();
        await window.Until($"{Still} && window.city.map().kind === '{(graphics is null ? "webgl" : "canvas")}'");
        return window;
    }
}
