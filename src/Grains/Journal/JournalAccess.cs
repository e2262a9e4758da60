using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Journal;

/// <summary>What a journaled grain needs of its silo.</summary>
/// <param name="Writer">The silo's lane.</param>
/// <param name="Reader">What is durable.</param>
/// <param name="Forms">How facts are written.</param>
/// <param name="Clock">The time.</param>
/// <param name="Options">How long to wait.</param>
public sealed record JournalAccess(LaneWriter Writer, IJournalReader Reader, FactForms Forms, TimeProvider Clock, JournalOptions Options);

/// <summary>How journaled grains use the journal.</summary>
public sealed record JournalOptions
{
    /// <summary>How long a reply waits for durability before it is answered as unknown: what the edge promises its callers.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
