using System.Text.Json;
using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public class SocialCreditCodeTests
{
    private const string Symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static readonly Gen<char> GenSymbol = Gen.Char[Symbols];

    private static readonly Gen<string> GenCode =
        from head in GenSymbol.Array[2]
        from area in Gen.Int[110_000, 659_999]
        from organisation in GenSymbol.Array[9]
        select WithCheck($"{new string(head)}{area}{new string(organisation)}");

    [Theory]
    [InlineData("91350100M000100Y43", '9', '1', "350100", "M000100Y4")]
    [InlineData("91341882MA2TEXT08K", '9', '1', "341882", "MA2TEXT08")]
    public void A_sound_code_says_authority_kind_area_and_organisation(string text, char authority, char kind, string area, string organisation)
    {
        SocialCreditCode.TryParse(text, out var code).ShouldBeTrue();

        (code.Authority, code.Kind, code.Area, code.Organisation?.Code).ShouldBe((authority, kind, PlaceCode.Parse(area), organisation));
        code.ToString().ShouldBe(text);
        SocialCreditCode.Parse(text).ShouldBe(code);
    }

    [Theory]
    [InlineData("91350100M000100Y4Z")]
    [InlineData("91350100M000100Y44")]
    [InlineData("91350100m000100y43")]
    [InlineData("9135010XM000100Y43")]
    [InlineData("91350100M000100Y4")]
    [InlineData("91350100M000100Y433")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_form_or_a_wrong_check_is_refused(string? text)
    {
        SocialCreditCode.TryParse(text, out var code).ShouldBeFalse();
        code.ShouldBe(default);
        Should.Throw<FormatException>(() => SocialCreditCode.Parse(text!));
    }

    [Fact]
    public void A_letter_that_looks_like_a_digit_is_refused_wherever_it_stands() =>
        Gen.Select(GenCode, Gen.Int[0, 17], Gen.Char["IOSVZ"]).Sample((text, place, letter) =>
            !SocialCreditCode.TryParse(text[..place] + letter + text[(place + 1)..], out _));

    [Fact]
    public void Every_code_with_its_check_is_read_and_every_single_change_is_found() =>
        Gen.Select(GenCode, Gen.Int[0, 17], GenSymbol).Sample((text, place, symbol) =>
        {
            var changed = text[..place] + symbol + text[(place + 1)..];
            return SocialCreditCode.TryParse(text, out var code) && code.Code == text && SocialCreditCode.TryParse(changed, out _) == (changed == text);
        });

    [Fact]
    public void An_area_has_digits_only_even_where_the_check_holds() =>
        SocialCreditCode.TryParse(WithCheck("9135010XM000100Y4"), out _).ShouldBeFalse();

    [Fact]
    public void An_older_unit_keeps_the_area_of_its_day() =>
        SocialCreditCode.Parse(WithCheck("91341822MA2TEXT08")).Area.ShouldBe(PlaceCode.Parse("341822"));

    [Fact]
    public void An_organisation_whose_own_check_fails_is_no_reason_to_refuse() =>
        SocialCreditCode.Parse(WithCheck("91341882MA2TEXT09")).Organisation.ShouldBeNull();

    [Theory]
    [InlineData("D2143569X", "D2143569X")]
    [InlineData("D2143569-X", "D2143569X")]
    [InlineData("000000019", "000000019")]
    [InlineData("000000000", "000000000")]
    public void The_code_of_an_organisation_is_read_with_and_without_its_hyphen(string text, string plain)
    {
        OrganisationCode.TryParse(text, out var code).ShouldBeTrue();
        code.ToString().ShouldBe(plain);
    }

    [Theory]
    [InlineData("D21435690")]
    [InlineData("D2143569x")]
    [InlineData("d2143569X")]
    [InlineData("D214-3569X")]
    [InlineData("D2143569-")]
    [InlineData("000000018")]
    [InlineData(null)]
    public void Another_form_or_check_is_no_code_of_an_organisation(string? text) => OrganisationCode.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_digit_written_for_another_in_the_code_of_an_organisation_is_found() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 9]).Sample((place, digit) =>
        {
            var changed = $"{"12345678"[..place]}{digit}{"12345678"[(place + 1)..]}";
            return OrganisationCode.TryParse(changed + "8", out _) == (changed == "12345678");
        });

    [Fact]
    public void A_code_is_plain_text_in_JSON()
    {
        var code = SocialCreditCode.Parse("91350100M000100Y43");

        JsonSerializer.Serialize(code).ShouldBe("\"91350100M000100Y43\"");
        JsonSerializer.Deserialize<SocialCreditCode>("\"91350100M000100Y43\"").ShouldBe(code);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<SocialCreditCode>("\"91350100M000100Y4Z\""));
    }

    private static string WithCheck(string body) =>
        body + (Symbols + "0")[31 - (body.Select((symbol, index) => Symbols.IndexOf(symbol) * Weights[index]).Sum() % 31)];
}
