using CityBrain.Cli.Output;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Tests.Sources;

public class CsvRecordsTests
{
    [Fact]
    public void Fields_are_found_by_their_column_whatever_the_order()
    {
        var rows = Rows("b,a\n1,2\n");
        rows.Read().ShouldBeTrue();
        rows.Field("a").ShouldBe("2");
        rows.Field("b").ShouldBe("1");
        rows.Read().ShouldBeFalse();
    }

    [Fact]
    public void A_quoted_field_may_hold_commas_quotes_and_line_breaks()
    {
        var rows = Rows("a,b\r\n\"x,\"\"y\"\"\nz\",2\r\n3,4");
        rows.Read().ShouldBeTrue();
        rows.Field("a").ShouldBe("x,\"y\"\nz");
        rows.Line.ShouldBe(2);
        rows.Read().ShouldBeTrue();
        rows.Field("b").ShouldBe("4");
        rows.Line.ShouldBe(4);
    }

    [Fact]
    public void Empty_lines_are_passed_over()
    {
        var rows = Rows("a,b\n\n1,2\n\n");
        rows.Read().ShouldBeTrue();
        rows.Line.ShouldBe(3);
        rows.Read().ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "csv-empty", "f.csv, line 1: The file is empty.")]
    [InlineData("a\n1\n", "csv-column-missing", "f.csv, line 1: The file has no column 'b'.")]
    [InlineData("a,b,a\n", "csv-column-doubled", "f.csv, line 1: The column 'a' is there twice.")]
    [InlineData("a,b\n1,2\n3\n", "csv-ragged", "f.csv, line 3: The row has 1 fields where the first line names 2.")]
    [InlineData("a,b\n1,2,3\n", "csv-ragged", "f.csv, line 2: The row has 3 fields where the first line names 2.")]
    [InlineData("a,b\n1,\"2\n3,4\n", "csv-quote-open", "f.csv, line 2: A quote is not closed.")]
    [InlineData("a,b\n1,\"2\"3\n", "csv-quote", "f.csv, line 2: Text follows a closed quote.")]
    [InlineData("a,b\n1,2\"3\n", "csv-quote", "f.csv, line 2: A quote stands inside a field that does not begin with one.")]
    public void A_malformed_file_is_named_by_line_with_a_remedy(string text, string code, string reason)
    {
        var failed = Should.Throw<CommandFailedException>(() =>
        {
            var rows = Rows(text);
            while (rows.Read())
            {
            }
        });
        failed.Code.ShouldBe(code);
        failed.Message.ShouldBe(reason);
        failed.ExitCode.ShouldBe(ExitCode.Findings);
        failed.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_row_without_end_is_refused_instead_of_filling_the_memory()
    {
        var failed = Should.Throw<CommandFailedException>(() => Rows("a,b\n1," + new string('x', 100_000)).Read());
        failed.Code.ShouldBe("csv-record-too-long");
    }

    private static CsvRecords Rows(string text) => new("f.csv", new StringReader(text), ["a", "b"]);
}
