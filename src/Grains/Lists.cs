namespace CityBrain.Grains;

/// <summary>Names of the lists that are written with the facts, and of the states that rows of them can have.</summary>
internal static class Lists
{
    public const string Device = "device";
    public const string Alarm = "alarm";
    public const string Incident = "incident";
    public const string Command = "command";
    public const string Refusal = "refusal";
    public const string Due = "due";
    public const string AlarmActive = "active";
    public const string AlarmCleared = "cleared";
    public const string IncidentClosed = "closed";
}
