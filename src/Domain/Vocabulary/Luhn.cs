namespace CityBrain.Domain.Vocabulary;

/// <summary>The check of numbers on cards: modulus 10 with every second digit doubled (ISO/IEC 7812-1, Annex B). It finds every single wrong digit.</summary>
public static class Luhn
{
    /// <summary>Whether the last digit fits those before it. False for anything but two or more ASCII digits.</summary>
    public static bool Holds(ReadOnlySpan<char> digits)
    {
        if (digits.Length < 2 || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var fromTheRight = digits.Length - 1 - index;
            var value = (digits[index] - '0') * (1 + (fromTheRight % 2));
            sum += value > 9 ? value - 9 : value;
        }

        return sum % 10 == 0;
    }
}
