namespace CityBrain.Journal.Lane;

/// <summary>
/// Mistakes that the simulation plants into the real core to prove that it would find them. Production code has no way to ask for one.
/// </summary>
internal enum PlantedBug
{
    None,

    /// <summary>Appends are accepted wherever their seq is free, whatever row they name as parent.</summary>
    NoParentCheck,

    /// <summary>Replies leave before the commit.</summary>
    AcknowledgeBeforeSync,

    /// <summary>Refusals and repeated answers leave before what they were decided on is durable.</summary>
    AnswerFromTentativeState,

    /// <summary>Of a refused command only the rows of the broken chain are left out.</summary>
    NoRefusalClosure,

    /// <summary>A receiver compares deliveries by lane and batch only.</summary>
    CursorWithoutOrdinal,

    /// <summary>After an unknown commit the writer believes what it reads: what is not there is called not written, and no epoch is bumped.</summary>
    OutcomeReadInsteadOfEpochBump,

    /// <summary>A receiver keeps its cursor in memory only.</summary>
    ReceiverCursorNotDurable,
}
