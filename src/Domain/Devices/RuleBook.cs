using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace CityBrain.Domain.Devices;

/// <summary>A device model laid out for the reading path; one for all devices of the model.</summary>
internal sealed class RuleBook
{
    private static readonly ConditionalWeakTable<DeviceModel, RuleBook> Books = [];
    private readonly FrozenDictionary<string, int> indexes;

    private RuleBook(DeviceModel model)
    {
        Model = model;
        Points = [.. model.Points.Values];
        Names = [.. Points.Select(point => point.Name)];
        NameDigests = [.. Names.Select(Digests.OfText)];
        Rules = [.. model.Rules];
        RuleDigests = [.. Rules.Select(Digests.OfRule)];
        WindowMs = (long)model.LongestWindow.TotalMilliseconds;
        indexes = Names.Select((name, index) => KeyValuePair.Create(name, index)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public DeviceModel Model { get; }

    public PointSpec[] Points { get; }

    public string[] Names { get; }

    public long[] NameDigests { get; }

    public AlarmRule[] Rules { get; }

    public long[] RuleDigests { get; }

    public long WindowMs { get; }

    public static RuleBook Of(DeviceModel model) => Books.GetValue(model, static model => new RuleBook(model));

    /// <summary>Where the point stands, or −1. The guess is tried first, because devices report in one order.</summary>
    public int IndexOf(string name, int guess = 0)
    {
        if ((uint)guess < (uint)Names.Length && string.Equals(Names[guess], name, StringComparison.Ordinal))
        {
            return guess;
        }

        return indexes.TryGetValue(name, out var index) ? index : -1;
    }

    public int RuleIndexOf(string id) => Array.FindIndex(Rules, rule => string.Equals(rule.Id, id, StringComparison.Ordinal));
}
