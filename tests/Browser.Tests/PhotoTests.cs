using Microsoft.Playwright;

namespace CityBrain.Browser.Tests;

/// <summary>An officer at the operations screen closes with a photo.</summary>
[Collection(OneCity.Name)]
public sealed class PhotoTests(CityInBrowser browser)
{
    [BrowserFact]
    public async Task An_incident_is_closed_with_a_photo_by_the_keyboard_alone_and_the_timeline_opens_it_large()
    {
        await using var window = await InForm("照片里的站", "341882201201", "zh");
        await window.Page.Locator("[name=note]").FillAsync("已现场处置");
        await window.Page.Locator("[name=photo]").SetInputFilesAsync(new FilePayload { Name = "现场.jpg", MimeType = "image/jpeg", Buffer = await Picture(window) });
        await window.Page.Locator(".photo-choice img[src^=blob]").WaitForAsync();
        (await window.Page.Locator(".photo-choice").InnerTextAsync()).ShouldContain("KiB");
        await window.Page.Locator("[data-form=close] [name=kind]").FocusAsync();
        // From the kind of evidence by Tab alone: its words, the photo, not this one, the note, the button.
        (await TabTo(window, "photo")).ShouldBeTrue("the photo is chosen by keyboard too");
        (await TabTo(window, "submit")).ShouldBeTrue();
        await window.Page.Keyboard.PressAsync("Enter");

        await window.Page.Locator(".incident-state[data-state=closed]").WaitForAsync();
        var thumb = window.Page.Locator(".story .thumb");
        await window.Until("document.querySelector('.story .thumb img')?.naturalWidth > 0");
        await thumb.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Until("document.querySelector('#dialog[open] img.large')?.naturalWidth === 640");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator("#dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        window.Page.Url.ShouldContain("inc=", Case.Sensitive, "Escape closed the picture and left the drawer");
        window.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_file_that_is_too_large_or_no_photo_is_said_to_be_so_before_it_is_sent_in_both_languages()
    {
        foreach (var (language, large, none) in new[] { ("zh", "超过 10 MiB，没有发送", "这不是能读取的照片|不是能打开的照片"), ("en", "more than 10 MiB; nothing was sent", "no photo that can be") })
        {
            await using var window = await InForm($"大照片的站 {language}", language == "zh" ? "341882200201" : "341882202201", language);
            var sent = 0;
            window.Page.Request += (_, request) => sent += request.Url.EndsWith("/photos", StringComparison.Ordinal) ? 1 : 0;
            var choice = window.Page.Locator(".photo-choice");

            // A file on disk: the browser's protocol carries no 30 MiB.
            var file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.jpg");
            await File.WriteAllBytesAsync(file, new byte[30 << 20]);
            await window.Page.Locator("[name=photo]").SetInputFilesAsync(file);
            File.Delete(file);
            await choice.GetByText(large).WaitForAsync();
            (await choice.InnerTextAsync()).ShouldContain("30.0 MiB");

            await window.Page.Locator("[name=photo]").SetInputFilesAsync(new FilePayload { Name = "x.jpg", MimeType = "image/jpeg", Buffer = "<html>"u8.ToArray() });
            await choice.GetByText(new System.Text.RegularExpressions.Regex(none)).WaitForAsync();
            sent.ShouldBe(0);
        }
    }

    private async Task<CityWindow> InForm(string name, string place, string language)
    {
        var window = await browser.OpenScreen($"?lang={language}");
        var gauge = await browser.City.Gauge(name, place);
        await browser.City.Report(gauge, 2.0, 3.4);
        await window.Alarm(name).WaitForAsync();
        await window.Page.GotoAsync($"{window.Page.Url.Split('?')[0]}?lang={language}&p={place[..9]}");
        await window.SignIn();
        await window.Page.Locator("#panel-worklist .row").First.ClickAsync();
        await window.Page.Locator("[data-step=acknowledge]").ClickAsync();
        await window.Page.Locator(".incident-state[data-state=acknowledged]").WaitForAsync();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        await window.Page.Locator("[data-form=close]").WaitForAsync();
        return window;
    }

    private static async Task<byte[]> Picture(CityWindow window) => Convert.FromBase64String(await window.Page.EvaluateAsync<string>(
        """
        () => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
          const pen = canvas.getContext('2d');
          pen.fillStyle = 'teal';
          pen.fillRect(0, 0, 640, 480);
          return canvas.toDataURL('image/jpeg').split(',')[1];
        }
        """));

    private static async Task<bool> TabTo(CityWindow window, string what)
    {
        for (var presses = 0; presses < 12; presses++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            if (await window.Page.EvaluateAsync<bool>($"document.activeElement?.name === '{what}' || document.activeElement?.type === '{what}'"))
            {
                return true;
            }
        }

        return false;
    }
}
