namespace CityBrain.Simulation.Worlds;

/// <summary>
/// How likely each mishap is in one run, in ten-thousandths. Every seed draws its own mixture, so that some runs are all of one kind and
/// others are everything at once.
/// </summary>
internal sealed class Hazards
{
    public Hazards(Dice dice)
    {
        int Draw(int often) => dice.Below(3) switch { 0 => 0, 1 => often / 5, _ => often };
        LostReply = Draw(600);
        CleanFailure = Draw(600);
        NeverLands = Draw(400);
        LandsLate = Draw(800);
        SyncError = Draw(800);
        BeginUnavailable = Draw(400);
        BrokenWrite = Draw(100);
        AnchorFailure = Draw(200);
        Crash = Draw(60);
        SecondWriter = Draw(40);
        DuplicateActivation = Draw(150);
        Stall = Draw(30);
        Deactivation = Draw(50);
        Redelivery = Draw(800);
    }

    public int LostReply { get; private set; }

    public int CleanFailure { get; private set; }

    public int NeverLands { get; private set; }

    public int LandsLate { get; private set; }

    public int SyncError { get; private set; }

    public int BeginUnavailable { get; private set; }

    public int BrokenWrite { get; private set; }

    public int AnchorFailure { get; private set; }

    public int Crash { get; private set; }

    public int SecondWriter { get; private set; }

    public int DuplicateActivation { get; private set; }

    public int Stall { get; private set; }

    public int Deactivation { get; private set; }

    public int Redelivery { get; private set; }

    /// <summary>From here on everything works, so that what is left can come to rest.</summary>
    public void Cease() =>
        LostReply = CleanFailure = NeverLands = LandsLate = SyncError = BeginUnavailable = BrokenWrite = AnchorFailure =
            Crash = SecondWriter = DuplicateActivation = Stall = Deactivation = Redelivery = 0;
}
