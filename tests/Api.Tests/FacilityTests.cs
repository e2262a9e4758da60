using CityBrain.Api.Citizen;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Tests;

/// <summary>When places are open, which file of them is taken, and how often the city is asked.</summary>
public sealed class FacilityTests
{
    [Theory]
    // 2026-11-25 is a Wednesday; all times are the city's.
    [InlineData("Mo-Fr 08:30-12:00,14:00-17:30", "2026-11-25T08:30", true)]
    [InlineData("Mo-Fr 08:30-12:00,14:00-17:30", "2026-11-25T12:00", false)]
    [InlineData("Mo-Fr 08:30-12:00,14:00-17:30", "2026-11-28T09:00", false)]
    [InlineData("08:00-20:00; Mo off", "2026-11-23T09:00", false)]
    [InlineData("08:00-20:00; Mo off", "2026-11-24T09:00", true)]
    [InlineData("Sa 18:00-02:00", "2026-11-29T01:59", true)]
    [InlineData("Sa 18:00-02:00", "2026-11-29T02:00", false)]
    [InlineData("Su 18:00-02:00", "2026-11-30T01:00", true)]
    [InlineData("24/7", "2026-11-29T03:00", true)]
    [InlineData("10:00-24:00", "2026-11-25T23:59", true)]
    public void A_place_is_open_by_the_citys_clock(string hours, string moment, bool isOpen)
    {
        OpeningHours.TryParse(hours, out var read).ShouldBeTrue();
        var local = DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
        read!.IsOpen(new DateTimeOffset(local, CityTime.Offset).ToUniversalTime()).ShouldBe(isOpen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("always")]
    [InlineData("Mo-Xx 08:00-12:00")]
    [InlineData("Fr-Mo 08:00-12:00")]
    [InlineData("08:00-25:00")]
    [InlineData("08:00")]
    [InlineData("Mo 08:00-12:00;")]
    public void Hours_that_are_not_understood_are_refused(string hours) => OpeningHours.TryParse(hours, out _).ShouldBeFalse();

    [Fact]
    public void Hours_are_told_in_words()
    {
        OpeningHours.TryParse("Mo-Fr 08:30-12:00,14:00-17:30; Sa 18:00-02:00", out var hours).ShouldBeTrue();
        hours!.Words(english: false).ShouldBe("周一至周五 08:30–12:00、14:00–17:30；周六 18:00–次日02:00；周日 不开放");
        hours.Words(english: true).ShouldBe("Mo–Fr 08:30–12:00, 14:00–17:30; Sa 18:00–02:00; Su closed");
    }

    [Theory]
    [InlineData("[]", "no collection")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]}", "names no source")]
    [InlineData("kind", "kind is one of")]
    [InlineData("place", "place is the code")]
    [InlineData("hours", "hours are written as")]
    [InlineData("phone", "phone is of digits")]
    public void A_file_with_a_fault_is_refused_whole_and_the_fault_is_named(string wrong, string said)
    {
        var text = wrong.Length > 5 || wrong == "[]" ? wrong : File(wrong);
        var (list, faults) = FacilityFile.Read(text);
        list.ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldContain(said);
        FacilityFile.Read(File(null)).List!.Facilities.ShouldHaveSingleItem().Location.ShouldBe(new Location(30.9, 119.4));
    }

    [Fact]
    public void Samples_are_for_development_alone()
    {
        FacilityList? In(string environment) => new FacilityGuide(null!, TimeProvider.System, Options.Create(new CitizenOptions()), new Surroundings { EnvironmentName = environment }).List;
        In("Production").ShouldBeNull();
        In("Development")!.Facilities.ShouldAllBe(facility => facility.IsSample);
    }

    [Fact]
    public async Task However_many_look_the_city_is_asked_once_until_the_answer_is_too_old()
    {
        var clock = new HandClock();
        var asked = 0;
        var answer = new TaskCompletionSource<string>();
        var kept = new Kept<string>(TimeSpan.FromSeconds(10), clock, () => { asked++; return answer.Task; });
        using var leaving = new CancellationTokenSource();
        var left = kept.Read(leaving.Token);
        var crowd = Enumerable.Range(0, 100).Select(_ => kept.Read(CancellationToken.None)).ToList();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        answer.SetResult("fine");
        (await Task.WhenAll(crowd)).ShouldAllBe(told => told == "fine");
        asked.ShouldBe(1);
        clock.Seconds = 9;
        await kept.Read(CancellationToken.None);
        asked.ShouldBe(1);
        clock.Seconds = 10;
        await kept.Read(CancellationToken.None);
        asked.ShouldBe(2);
    }

    private static string File(string? wrong) =>
        "{\"type\":\"FeatureCollection\",\"source\":{\"zh\":\"市局\",\"en\":\"the bureau\"},\"features\":[{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[119.4,30.9]},\"properties\":{"
        + $"\"kind\":\"{(wrong == "kind" ? "castle" : "hall")}\",\"nameZh\":\"大厅\",\"nameEn\":\"Hall\",\"place\":\"{(wrong == "place" ? "341882" : "341882100")}\","
        + $"\"hours\":\"{(wrong == "hours" ? "often" : "24/7")}\",\"phone\":\"{(wrong == "phone" ? "javascript" : "0563-6000000")}\"}}}}]}}";

    private sealed class HandClock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Surroundings : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = string.Empty;

        public string ApplicationName { get; set; } = string.Empty;

        public string ContentRootPath { get; set; } = string.Empty;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
