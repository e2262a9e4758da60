using System.Text.Json;
using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public class CardNumberTests
{
    private const string Sound = "6200003418820000017";

    [Theory]
    [InlineData("79927398713", true)]
    [InlineData(Sound, true)]
    [InlineData("79927398710", false)]
    [InlineData("6200003418820000018", false)]
    [InlineData("00", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    [InlineData("7992739871x", false)]
    public void The_check_of_cards_is_that_of_the_published_examples(string digits, bool holds) => Luhn.Holds(digits).ShouldBe(holds);

    [Fact]
    public void Of_ten_last_digits_one_fits_and_every_single_change_is_found() =>
        Gen.Select(Gen.Int[0, 9].Array[15, 18], Gen.Int[0, 18], Gen.Int[1, 9]).Sample((body, place, step) =>
        {
            var sound = Enumerable.Range(0, 10).Select(last => string.Concat(body) + last).Where(text => BankCardNumber.TryParse(text, out _)).ToList();
            var text = sound.Single();
            place %= text.Length;
            var changed = $"{text[..place]}{(text[place] - '0' + step) % 10}{text[(place + 1)..]}";
            return !BankCardNumber.TryParse(changed, out _);
        });

    [Theory]
    [InlineData("79927398713")]
    [InlineData("000000000000000")]
    [InlineData("00000000000000000000")]
    [InlineData("6200 0034 1882 0000 017")]
    [InlineData("6200003418820000018")]
    [InlineData(null)]
    public void A_bank_card_has_16_to_19_digits_and_a_sound_check(string? text) => BankCardNumber.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_bank_card_does_not_reveal_its_number_as_text_or_in_JSON()
    {
        BankCardNumber.TryParse(Sound, out var number).ShouldBeTrue();

        number.Reveal().ShouldBe(Sound);
        number.ToString().ShouldBe("****0017");
        JsonSerializer.Serialize(number).ShouldBe("\"****0017\"");
        JsonSerializer.Deserialize<BankCardNumber>($"\"{Sound}\"").ShouldBe(number);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<BankCardNumber>("\"****0017\""));
        default(BankCardNumber).ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("A12345678", "A12345678")]
    [InlineData("A1234567", "A1234567")]
    [InlineData("a12345678", "A12345678")]
    public void A_social_security_card_has_a_letter_and_eight_or_seven_digits(string text, string plain)
    {
        SocialSecurityCardNumber.TryParse(text, out var number).ShouldBeTrue();
        number.Reveal().ShouldBe(plain);
    }

    [Theory]
    [InlineData("341882199901010010")]
    [InlineData("A123456")]
    [InlineData("A123456789")]
    [InlineData("A41882199901010010")]
    [InlineData("AB2345678")]
    [InlineData("123456789")]
    [InlineData("")]
    [InlineData(null)]
    public void An_ID_number_or_another_form_is_no_number_of_a_social_security_card(string? text) =>
        SocialSecurityCardNumber.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_social_security_card_is_keyed_by_issuer_and_number_and_reveals_neither_by_accident()
    {
        SocialSecurityCardNumber.TryParse("A12345678", out var number).ShouldBeTrue();
        var here = new SocialSecurityCardId(PlaceCode.Parse("341800"), number);

        here.ShouldNotBe(new SocialSecurityCardId(PlaceCode.Parse("341700"), number));
        here.Reveal().ShouldBe("341800/A12345678");
        here.ToString().ShouldBe("341800/****5678");
        JsonSerializer.Serialize(here).ShouldBe("""{"Issuer":"341800","Number":"****5678"}""");
        JsonSerializer.Deserialize<SocialSecurityCardNumber>("\"A12345678\"").ShouldBe(number);
        default(SocialSecurityCardNumber).ToString().ShouldBeEmpty();
    }
}
