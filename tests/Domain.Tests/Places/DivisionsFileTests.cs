using CityBrain.Domain.Places;

namespace CityBrain.Domain.Tests.Places;

public class DivisionsFileTests
{
    [Fact]
    public void Columns_may_stand_in_any_order_and_levels_above_the_city_are_passed_over()
    {
        var table = DivisionsFile.Parse(
            "\uFEFF# a remark\r\nname,code12,level,code,parent_code12,lat_gcj02,lng_gcj02\r\n" +
            "安徽省,340000000000,province,34,,,\r\n宣城市,341800000000,city,3418,340000000000,,\r\n" +
            "\"广德市\",341882000000,county,341882,341800000000,30.877555,119.420935\r\n\r\n" +
            "桃州镇,341882100000,town,341882100,341882000000,,\r\n",
            point => new Location(point.LatitudeDegrees + 1, point.LongitudeDegrees + 1));
        table.Errors.ShouldBeEmpty();
        table.Rows.Select(row => row.Name).ShouldBe(["广德市", "桃州镇"]);
        table.Rows[0].Line.ShouldBe(5);
        table.Rows[0].Location.ShouldBe(new Location(31.877555, 120.420935), "points in GCJ-02 are converted");
        table.Rows[1].Location.ShouldBeNull();
    }

    [Fact]
    public void Points_in_WGS84_are_taken_as_they_are() =>
        DivisionsFile.Parse("level,code,name,lat_wgs84,lng_wgs84\ncounty,341882,广德市,30.5,119.5\n", _ => default)
            .Rows[0].Location.ShouldBe(new Location(30.5, 119.5));

    [Theory]
    [InlineData("hamlet,341882,广德市,,,,,,", "level-unknown")]
    [InlineData("county,34188x,广德市,,,,,,", "code-malformed")]
    [InlineData("county,３４１８８２,广德市,,,,,,", "code-malformed")]
    [InlineData("town,341882,广德市,,,,,,", "level-wrong")]
    [InlineData("county,341882,,,,,,,", "name-wrong")]
    [InlineData("county,341882,广德市,341822000000,,,,,", "code12-wrong")]
    [InlineData("town,341882100,桃州镇,,341822000000,,,,", "parent-wrong")]
    [InlineData("county,341882,广德市,,,30.9,,,", "coordinates-wrong")]
    [InlineData("county,341882,广德市,,,NaN,119.4,,", "coordinates-wrong")]
    [InlineData("county,341882,广德市,,,1e300,119.4,,", "coordinates-wrong")]
    [InlineData("county,341882,广德市,,,91,119.4,,", "coordinates-wrong")]
    [InlineData("county,341882,广德市,,,,,19,", "since-wrong")]
    [InlineData("county,341882,广德市,,,,,,341822", "former-wrong")]
    [InlineData("county,341882,广德市,,,,,,341822100@2019", "former-wrong")]
    [InlineData("county,341882,广德市", "cells-wrong")]
    [InlineData("county,341882,\"广德市,,,,,,", "line-malformed")]
    public void Each_wrong_line_is_named_with_a_remedy(string line, string code)
    {
        var table = DivisionsFile.Parse("level,code,name,code12,parent_code12,lat_wgs84,lng_wgs84,since,former\n" + line, point => point);
        table.Rows.ShouldBeEmpty();
        var error = table.Errors.ShouldHaveSingleItem();
        error.Line.ShouldBe(2);
        error.Code.ShouldBe(code);
        error.Remedy.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("", "file-empty")]
    [InlineData("# nothing but a remark\n", "file-empty")]
    [InlineData("level,code\n", "column-missing")]
    [InlineData("level,code,name,name\n", "column-twice")]
    public void A_file_without_a_sound_header_is_refused(string text, string code) =>
        DivisionsFile.Parse(text, point => point).Errors.ShouldHaveSingleItem().Code.ShouldBe(code);

    [Fact]
    public void A_file_of_more_than_20000_lines_is_refused() =>
        DivisionsFile.Parse(new string('\n', PlaceLimits.FileLinesMax), point => point).Errors.ShouldHaveSingleItem().Code.ShouldBe("file-too-long");
}
