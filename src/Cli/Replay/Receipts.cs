using System.Text.Json;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>What the city said about the chunks of one run. May be added to from several threads.</summary>
public sealed class Receipts
{
    /// <summary>Refusals kept for the message; all are counted.</summary>
    public const int ExamplesMax = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _examples = [];

    /// <summary>Stored now.</summary>
    public long Stored { get; private set; }

    /// <summary>Were there already.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Same device and time as one that was there, other values.</summary>
    public long Conflicts { get; private set; }

    /// <summary>Refused by the city.</summary>
    public long Refused { get; private set; }

    /// <summary>The first refusals, each a sentence.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Adds a chunk's receipt and returns the readings that were acknowledged.</summary>
    public IReadOnlyList<SourceReading> Add(IReadOnlyList<SourceReading> sent, JsonElement receipt)
    {
        ArgumentNullException.ThrowIfNull(sent);
        lock (_gate)
        {
            Stored += Number(receipt, "stored");
            Duplicates += Number(receipt, "duplicates");
            Conflicts += Number(receipt, "conflicts");
            if (receipt.ValueKind != JsonValueKind.Object || !receipt.TryGetProperty("refused", out var refused) || refused.GetArrayLength() == 0)
            {
                return sent;
            }

            var places = new HashSet<int>();
            foreach (var one in refused.EnumerateArray())
            {
                var place = one.GetProperty("index").GetInt32();
                places.Add(place);
                Refused++;
                if (_examples.Count < ExamplesMax)
                {
                    _examples.Add($"{sent[place].Device} at {sent[place].ObservedAt:O}: {ReasonOf(one)}");
                }
            }

            return [.. sent.Where((_, place) => !places.Contains(place))];
        }
    }

    private static string ReasonOf(JsonElement refused)
    {
        var refusal = refused.TryGetProperty("refusal", out var inner) ? inner : refused;
        return refusal.TryGetProperty("reason", out var reason) ? reason.ToString() : refusal.ToString();
    }

    private static long Number(JsonElement receipt, string name) =>
        receipt.ValueKind == JsonValueKind.Object && receipt.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;
}
