using System.Globalization;
using System.Text.Json;
using CityBrain.Tampering;

// tampering FILE KIND SEED: does one tampering to a copy of a journal's file and prints what it did.
if (args is not [var file, var kindText, var seedText]
    || !Enum.TryParse<TamperingKind>(kindText.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out var kind)
    || !int.TryParse(seedText, CultureInfo.InvariantCulture, out var seed))
{
    Console.Error.WriteLine("Usage: CityBrain.Tampering FILE edit|delete|insert|reorder|tail-cut|forget SEED");
    return 2;
}

Console.WriteLine(JsonSerializer.Serialize(Tamperer.Tamper(file, kind, seed)));
return 0;
