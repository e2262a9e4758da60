using System.Text.Json;
using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public sealed class VideoDeviceIdTests
{
    private const string Sound = "34188200001320000001";

    private static readonly Gen<VideoDeviceId> AnyId = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 999], Gen.Int[0, 9], Gen.Int[0, 999_999],
        (level, industry, type, network, serial) => VideoDeviceId.Of($"341882{level:D2}", industry, type, network, serial));

    [Fact]
    public void The_first_network_camera_of_the_city_reads_part_by_part()
    {
        var id = VideoDeviceId.Parse(Sound);

        (id.Centre, id.Division, id.Industry, id.Type, id.Network, id.Serial).ShouldBe(("34188200", PlaceCode.Parse("341882"), 0, 132, 0, 1));
        id.Kind.ShouldBe(VideoDeviceKind.IpCamera);
        id.ToString().ShouldBe(Sound);
        VideoDeviceId.Of("34188200", 0, 132, 0, 1).ShouldBe(id);
    }

    [Theory]
    [InlineData("111", VideoDeviceKind.Dvr)]
    [InlineData("118", VideoDeviceKind.Nvr)]
    [InlineData("131", VideoDeviceKind.Camera)]
    [InlineData("132", VideoDeviceKind.IpCamera)]
    [InlineData("200", VideoDeviceKind.Server)]
    [InlineData("215", VideoDeviceKind.BusinessGroup)]
    [InlineData("216", VideoDeviceKind.VirtualOrganisation)]
    [InlineData("599", VideoDeviceKind.Other)]
    [InlineData("000", VideoDeviceKind.Other)]
    public void The_type_says_what_it_is_and_one_that_is_unknown_is_no_error(string type, VideoDeviceKind kind) =>
        VideoDeviceId.Parse($"3418820000{type}0000001").Kind.ShouldBe(kind);

    [Theory]
    [InlineData("3418820000132000001")]
    [InlineData("341882000013200000011")]
    [InlineData("3418820000132000000A")]
    [InlineData("34188200001320000 01")]
    [InlineData("34188200 00 132 0 000001")]
    [InlineData("３4188200001320000001")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_form_is_refused(string? text)
    {
        VideoDeviceId.TryParse(text, out var id).ShouldBeFalse();
        id.ShouldBe(default);
        id.ToString().ShouldBeEmpty();
        Should.Throw<FormatException>(() => VideoDeviceId.Parse(text!));
    }

    [Fact]
    public void Its_parts_fit_their_fields()
    {
        Should.Throw<ArgumentException>(() => VideoDeviceId.Of("3418820", 0, 132, 0, 1));
        Should.Throw<ArgumentException>(() => VideoDeviceId.Of("Guangde1", 0, 132, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => VideoDeviceId.Of("34188200", 100, 132, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => VideoDeviceId.Of("34188200", 0, 1_000, 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => VideoDeviceId.Of("34188200", 0, 132, 10, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => VideoDeviceId.Of("34188200", 0, 132, 0, 1_000_000));
        Should.Throw<ArgumentOutOfRangeException>(() => VideoDeviceId.Of("34188200", 0, 132, 0, -1));
    }

    [Fact]
    public void Every_number_is_read_back_and_keeps_its_parts() => AnyId.Sample(id =>
        VideoDeviceId.Parse(id.ToString()) == id && VideoDeviceId.Of(id.Centre, id.Industry, id.Type, id.Network, id.Serial) == id
        && JsonSerializer.Deserialize<VideoDeviceId>(JsonSerializer.Serialize(id)) == id);

    [Fact]
    public void A_digit_less_or_more_or_a_letter_is_always_found() => Gen.Select(AnyId, Gen.Int[0, 19]).Sample((id, place) =>
        !VideoDeviceId.TryParse(id.Digits.Remove(place, 1), out _)
        && !VideoDeviceId.TryParse(id.Digits.Insert(place, "0"), out _)
        && !VideoDeviceId.TryParse($"{id.Digits[..place]}O{id.Digits[(place + 1)..]}", out _));

    [Fact]
    public void A_number_is_plain_text_in_JSON()
    {
        JsonSerializer.Serialize(VideoDeviceId.Parse(Sound)).ShouldBe($"\"{Sound}\"");
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<VideoDeviceId>("\"3418820000132000000\""));
    }
}
