using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

public class IncidentLevelsTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [InlineData(1, Level.IV)]
    [InlineData(2, Level.III)]
    [InlineData(3, Level.II)]
    [InlineData(4, Level.I)]
    public void Severity_1_to_4_proposes_level_IV_to_I(int severity, Level level) => IncidentLevels.OfSeverity(severity).ShouldBe(level);

    [Theory]
    [InlineData(2, null, null, Level.IV)]
    [InlineData(3, null, null, Level.III)]
    [InlineData(9, null, null, Level.III)]
    [InlineData(10, null, null, Level.II)]
    [InlineData(29, null, null, Level.II)]
    [InlineData(30, null, null, Level.I)]
    [InlineData(null, 9, null, Level.IV)]
    [InlineData(null, 10, null, Level.III)]
    [InlineData(null, 49, null, Level.III)]
    [InlineData(null, 50, null, Level.II)]
    [InlineData(null, 99, null, Level.II)]
    [InlineData(null, 100, null, Level.I)]
    [InlineData(null, null, 9_999_999L, Level.IV)]
    [InlineData(null, null, 10_000_000L, Level.III)]
    [InlineData(null, null, 49_999_999L, Level.III)]
    [InlineData(null, null, 50_000_000L, Level.II)]
    [InlineData(null, null, 99_999_999L, Level.II)]
    [InlineData(null, null, 100_000_000L, Level.I)]
    [InlineData(2, null, 60_000_000L, Level.II)]
    public void Production_safety_goes_by_order_493(int? deaths, int? injured, long? loss, Level level) =>
        Of(AccidentClass.ProductionSafety, new Toll(deaths, injured, null, loss)).ShouldBe(level);

    [Theory]
    [InlineData(2, null, null, null, Level.IV)]
    [InlineData(3, null, null, null, Level.III)]
    [InlineData(10, null, null, null, Level.II)]
    [InlineData(30, null, null, null, Level.I)]
    [InlineData(null, 10, null, null, Level.III)]
    [InlineData(null, 50, null, null, Level.II)]
    [InlineData(null, 100, null, null, Level.I)]
    [InlineData(null, null, 4_999, null, Level.IV)]
    [InlineData(null, null, 5_000, null, Level.III)]
    [InlineData(null, null, 9_999, null, Level.III)]
    [InlineData(null, null, 10_000, null, Level.II)]
    [InlineData(null, null, 49_999, null, Level.II)]
    [InlineData(null, null, 50_000, null, Level.I)]
    [InlineData(null, null, null, 4_999_999L, Level.IV)]
    [InlineData(null, null, null, 5_000_000L, Level.III)]
    [InlineData(null, null, null, 20_000_000L, Level.II)]
    [InlineData(null, null, null, 100_000_000L, Level.I)]
    public void Environmental_incidents_go_by_the_worst_criterion(int? deaths, int? poisoned, int? evacuated, long? loss, Level level) =>
        Of(AccidentClass.Environmental, new Toll(deaths, poisoned, evacuated, loss)).ShouldBe(level);

    [Fact]
    public void Evacuation_is_no_criterion_of_production_safety() =>
        Of(AccidentClass.ProductionSafety, new Toll(0, null, 60_000, null)).ShouldBe(Level.IV);

    [Fact]
    public void Before_its_first_day_a_table_proposes_nothing()
    {
        IncidentLevels.TableFor(AccidentClass.ProductionSafety, new DateOnly(2007, 5, 31)).ShouldBeNull();
        IncidentLevels.TableFor(AccidentClass.ProductionSafety, new DateOnly(2007, 6, 1)).ShouldNotBeNull();
    }

    [Fact]
    public void A_graver_source_raises_the_proposed_level()
    {
        var incident = Given.Incident(Given.Source(severity: 1), Given.Source("river-2", 1, severity: 3), Given.Source("river-3", 2, severity: 2));
        incident.Proposed.ShouldBe(Level.II);
        incident.ProposedBasis.ShouldBe("severity");
    }

    [Fact]
    public void A_toll_raises_the_proposed_level_and_never_lowers_it_below_severity()
    {
        var incident = Given.Incident(Given.Source(severity: 2));
        var grave = Reported(incident, new Toll(12, null, null, null));
        grave.Proposed.ShouldBe(Level.II);
        grave.ProposedBasis.ShouldBe("order-493");
        var corrected = Reported(grave, new Toll(0, null, null, null));
        corrected.Proposed.ShouldBe(Level.III);
        corrected.ProposedBasis.ShouldBe("severity");
    }

    [Fact]
    public void A_person_decides_the_level_and_later_proposals_do_not_change_it()
    {
        var incident = Given.Incident(Given.Source(severity: 2));
        incident = incident.After(IncidentRules.DecideLevel(incident, Level.IV, "A test of the gauge.", Given.Officer, Given.Noon));
        incident = Reported(incident, new Toll(30, null, null, null));
        incident.Proposed.ShouldBe(Level.I);
        incident.Level.ShouldBe(Level.IV);
        incident.DecidedReason.ShouldBe("A test of the gauge.");
    }

    private static Incident Reported(Incident incident, Toll toll) =>
        incident.After(IncidentRules.DecideReportToll(incident, AccidentClass.ProductionSafety, toll, Given.Officer, Given.Noon));

    private static Level Of(AccidentClass accident, Toll toll) => IncidentLevels.OfToll(IncidentLevels.TableFor(accident, Today)!, toll);
}
