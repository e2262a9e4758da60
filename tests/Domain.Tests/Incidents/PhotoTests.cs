using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

public class PhotoTests
{
    private static readonly DateTimeOffset Later = Given.Noon.AddHours(1);

    [Fact]
    public void A_photo_is_evidence_that_an_incident_can_be_closed_with_and_stands_in_its_timeline()
    {
        var incident = Acknowledged();
        incident = incident.After(IncidentRules.DecideAddPhoto(incident, Photo(), Given.Officer, Later));
        incident.Photos.ShouldHaveSingleItem().ShouldBe(new HeldPhoto(Photo(), Later, Given.Officer));
        incident.Timeline[^1].ShouldSatisfyAllConditions(line => line.Code.ShouldBe("photo-added"), line => line.Photo.ShouldBe(Photo().Hash));
        IncidentRules.DecideClose(incident, "Over.", [], Given.Officer, Later).Facts().ShouldHaveSingleItem().ShouldBeOfType<IncidentClosed>();
        IncidentInvariants.Broken(incident).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_photo_again_changes_nothing()
    {
        var incident = Acknowledged();
        incident = incident.After(IncidentRules.DecideAddPhoto(incident, Photo(), Given.Officer, Later));
        IncidentRules.DecideAddPhoto(incident, Photo(), Given.Officer, Later.AddHours(1)).Facts().ShouldBeEmpty();
    }

    [Fact]
    public void A_reopened_incident_is_not_closed_with_the_photo_of_its_first_closing()
    {
        var incident = Acknowledged();
        incident = incident.After(IncidentRules.DecideAddPhoto(incident, Photo(), Given.Officer, Later));
        incident = incident.After(IncidentRules.DecideClose(incident, "Over.", [], Given.Officer, Later));
        incident = incident.After(IncidentRules.DecideReopen(incident, "It is not.", Given.Officer, Later));
        IncidentRules.DecideClose(incident, "Over.", [], Given.Officer, Later).RefusalCode().ShouldBe("evidence-missing");
    }

    [Fact]
    public void Photos_and_other_evidence_count_together()
    {
        var incident = Acknowledged();
        for (var i = 0; i < IncidentLimits.EvidenceMax; i++)
        {
            incident = incident.After(IncidentRules.DecideAddPhoto(incident, Photo(i), Given.Officer, Later));
        }

        IncidentRules.DecideAddPhoto(incident, Photo(99), Given.Officer, Later).RefusalCode().ShouldBe("evidence-too-much");
        IncidentRules.DecideAddEvidence(incident, Given.Note(), Given.Officer, Later).RefusalCode().ShouldBe("evidence-too-much");
        IncidentRules.DecideAddPhoto(incident, Photo(0), Given.Officer, Later).Facts().ShouldBeEmpty("it is there already");
    }

    [Fact]
    public void What_cannot_be_a_kept_photo_is_refused_after_an_incident_that_is_unknown()
    {
        var incident = Acknowledged();
        foreach (var wrong in (Photo[])[
            Photo() with { Hash = "../../etc/passwd" }, Photo() with { Hash = Photo().Hash + "\n" }, Photo() with { MediaType = "text/html" },
            Photo() with { WidthPixels = 0 }, Photo() with { HeightPixels = 2_561 }, Photo() with { Bytes = 0 }])
        {
            IncidentRules.DecideAddPhoto(incident, wrong, Given.Officer, Later).RefusalCode().ShouldBe("photo-invalid");
            IncidentRules.DecideAddPhoto(null, wrong, Given.Officer, Later).RefusalCode().ShouldBe("incident-unknown");
        }
    }

    private static Photo Photo(int number = 0) => new($"{number:x64}", "image/jpeg", 2560, 1920, 400_000);

    private static Incident Acknowledged()
    {
        var incident = Given.Incident(Given.Source());
        return incident.After(IncidentRules.DecideAcknowledge(incident, null, Given.Officer, Later));
    }
}
