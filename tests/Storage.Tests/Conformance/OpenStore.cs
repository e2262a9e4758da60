using CityBrain.Journal.Ports;

namespace CityBrain.Storage.Tests.Conformance;

/// <summary>The ports of one store, and how to be rid of it.</summary>
public sealed record OpenStore(IJournalStore Store, IJournalReader Reader, IReadingHistory History, IViews Views, Action Close);
