using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace CityBrain.Domain.Devices;

/// <summary>
/// A device model laid out for the reading path; one for all devices of the model. A remembered one knows only how a state was laid out
/// when it was written, under a pack version that may be gone: enough to carry the state over to the model of today, not to judge by it.
/// </summary>
internal sealed class RuleBook
{
    private static readonly ConditionalWeakTable<DeviceModel, RuleBook> Books = [];
    private readonly FrozenDictionary<string, int> indexes;

    private RuleBook(DeviceModel model)
    {
        Model = model;
        Points = [.. model.Points.Values];
        Units = [.. Points.Select(point => point.Unit)];
        Names = [.. Points.Select(point => point.Name)];
        NameDigests = [.. Names.Select(Digests.OfText)];
        Rules = [.. model.Rules];
        RuleIds = [.. Rules.Select(rule => rule.Id)];
        RuleDigests = [.. Rules.Select(Digests.OfRule)];
        WindowMs = (long)model.LongestWindow.TotalMilliseconds;
        indexes = Index(Names);
    }

    private RuleBook((string Name, string Unit)[] points, (string Id, long Digest)[] rules, long windowMs)
    {
        Names = [.. points.Select(point => point.Name)];
        Units = [.. points.Select(point => point.Unit)];
        RuleIds = [.. rules.Select(rule => rule.Id)];
        RuleDigests = [.. rules.Select(rule => rule.Digest)];
        WindowMs = windowMs;
        (Points, NameDigests, Rules) = ([], [], []);
        indexes = Index(Names);
    }

    /// <summary>The model; null when remembered.</summary>
    public DeviceModel? Model { get; }

    public PointSpec[] Points { get; }

    public string[] Names { get; }

    public string[] Units { get; }

    public long[] NameDigests { get; }

    public AlarmRule[] Rules { get; }

    public string[] RuleIds { get; }

    public long[] RuleDigests { get; }

    public long WindowMs { get; }

    public static RuleBook Of(DeviceModel model) => Books.GetValue(model, static model => new RuleBook(model));

    public static RuleBook Remembered((string Name, string Unit)[] points, (string Id, long Digest)[] rules, long windowMs) => new(points, rules, windowMs);

    /// <summary>Where the point stands, or −1. The guess is tried first, because devices report in one order.</summary>
    public int IndexOf(string name, int guess = 0)
    {
        if ((uint)guess < (uint)Names.Length && string.Equals(Names[guess], name, StringComparison.Ordinal))
        {
            return guess;
        }

        return indexes.TryGetValue(name, out var index) ? index : -1;
    }

    public int RuleIndexOf(string id) => Array.IndexOf(RuleIds, id);

    private static FrozenDictionary<string, int> Index(string[] names) =>
        names.Select((name, index) => KeyValuePair.Create(name, index)).ToFrozenDictionary(StringComparer.Ordinal);
}
