using Parquet;
using Parquet.Schema;

namespace CityBrain.Cli.Export;

/// <summary>
/// A Parquet file of values, one row for each point of each reading. It is written beside its name and takes the name when it is whole, so
/// that a file that was cut off is never taken for one.
/// </summary>
internal static class ReadingsFile
{
    /// <summary>Rows of one row group: some megabytes in memory, and large enough to be read by columns.</summary>
    private const int GroupRows = 100_000;

    private static readonly DataField Device = new DataField<string>("device", nullable: false);
    private static readonly DataField Model = new DataField<string>("model", nullable: false);
    private static readonly DataField Place = new DataField<string>("place", nullable: false);
    private static readonly DataField Point = new DataField<string>("point", nullable: false);
    private static readonly DataField ObservedAt = Time("observed_at", isNullable: false);
    private static readonly DataField RecordedAt = Time("recorded_at", isNullable: false);
    private static readonly DataField ClaimedAt = Time("claimed_at", isNullable: true);
    private static readonly DataField Value = new DataField<double?>("value");
    private static readonly DataField Quality = new DataField<string>("quality", nullable: false);
    private static readonly DataField Origin = new DataField<string>("origin", nullable: false);
    private static readonly DataField Session = new DataField<string>("session", nullable: true);
    private static readonly DataField Number = new DataField<long>("number");
    private static readonly DataField Variant = new DataField<int>("variant");

    private static readonly ParquetSchema Schema = new(Device, Model, Place, Point, ObservedAt, RecordedAt, ClaimedAt, Value, Quality, Origin, Session, Number, Variant);

    /// <summary>Writes all rows; answers how many.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static async Task<long> Write(string path, IEnumerable<PointRow> rows, CancellationToken cancellation)
    {
        var part = path + ".part";
        var written = 0L;
        try
        {
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.ReadWrite))
            await using (var writer = await ParquetWriter.CreateAsync(Schema, file, cancellationToken: cancellation))
            {
                foreach (var group in rows.Chunk(GroupRows))
                {
                    await WriteGroup(writer, group, cancellation);
                    written += group.Length;
                }
            }

            File.Move(part, path, overwrite: false);
            return written;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task WriteGroup(ParquetWriter writer, PointRow[] rows, CancellationToken cancellation)
    {
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(Device, Texts(rows, row => row.Of.Device));
        await group.WriteAsync(Model, Texts(rows, row => row.Of.Model));
        await group.WriteAsync(Place, Texts(rows, row => row.Of.Place));
        await group.WriteAsync(Point, Texts(rows, row => row.Point));
        await group.WriteAsync<DateTime>(ObservedAt, Column(rows, row => Utc(row.Of.Row.ObservedMs)), cancellationToken: cancellation);
        await group.WriteAsync<DateTime>(RecordedAt, Column(rows, row => Utc(row.Of.RecordedMs)), cancellationToken: cancellation);
        await group.WriteAsync<DateTime>(ClaimedAt, Column(rows, row => row.Of.Row.ClaimedMs is { } claimed ? Utc(claimed) : (DateTime?)null), cancellationToken: cancellation);
        await group.WriteAsync<double>(Value, Column(rows, row => row.Value), cancellationToken: cancellation);
        await group.WriteAsync(Quality, Texts(rows, row => row.Quality));
        await group.WriteAsync(Origin, Texts(rows, row => NameOf(row.Of.Row.Origin.Kind)));
        await group.WriteAsync(Session, Texts(rows, row => row.Of.Row.Origin.Session is { Length: > 0 } session ? session : null!));
        await group.WriteAsync<long>(Number, Column(rows, row => row.Of.Row.Number), cancellationToken: cancellation);
        await group.WriteAsync<int>(Variant, Column(rows, row => row.Of.Row.Variant), cancellationToken: cancellation);
        group.CompleteValidate();
    }

    private static string[] Texts(PointRow[] rows, Func<PointRow, string> text) => Array.ConvertAll(rows, row => text(row));

    private static ReadOnlyMemory<T> Column<T>(PointRow[] rows, Func<PointRow, T> value) => Array.ConvertAll(rows, row => value(row));

    private static DateTimeDataField Time(string name, bool isNullable) =>
        new(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: isNullable);

    private static DateTime Utc(long epochMs) => DateTimeOffset.FromUnixTimeMilliseconds(epochMs).UtcDateTime;

    private static string NameOf(OriginKind origin) => origin switch
    {
        OriginKind.Live => "live",
        OriginKind.Replayed => "replayed",
        _ => "simulated",
    };
}
