using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public class Gcj02Tests
{
    [Fact]
    public void The_published_example_is_shown_where_maps_show_it()
    {
        var shown = Gcj02.FromWgs84(new Location(22.543847, 113.912316));

        shown.LatitudeDegrees.ShouldBe(22.540796131694766, 1e-9);
        shown.LongitudeDegrees.ShouldBe(113.9171764808363, 1e-9);
    }

    [Fact]
    public void A_corner_of_the_boundary_of_Guangde_comes_out_where_the_converted_file_has_it()
    {
        var wgs84 = Gcj02.ToWgs84(new Location(30.618871, 119.245847));

        wgs84.DistanceMeters(new Location(30.621252, 119.240715)).ShouldBeLessThan(10);
    }

    [Fact]
    public void Going_there_and_back_is_off_by_less_than_half_a_metre_anywhere_in_China() =>
        Gen.Select(Gen.Double[18, 53], Gen.Double[74, 134]).Sample((latitude, longitude) =>
        {
            var wgs84 = new Location(latitude, longitude);
            return Gcj02.ToWgs84(Gcj02.FromWgs84(wgs84)).DistanceMeters(wgs84) < 0.5;
        });

    [Fact]
    public void Outside_China_nothing_is_shifted()
    {
        var toulouse = new Location(43.6, 1.44);

        Gcj02.ToWgs84(toulouse).ShouldBe(toulouse);
        Gcj02.FromWgs84(toulouse).ShouldBe(toulouse);
    }

    [Fact]
    public void Nine_thousandths_of_a_degree_north_are_1000_8_metres() =>
        new Location(30.8937, 119.4174).DistanceMeters(new Location(30.9027, 119.4174)).ShouldBe(1_000.8, 0.05);
}
