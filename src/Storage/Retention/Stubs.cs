using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityBrain.Domain.History;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Retention;

/// <summary>A stub as it stands in the journal.</summary>
/// <param name="Fact">Its row.</param>
/// <param name="Said">What it says; null when it cannot be read.</param>
/// <param name="At">Where it stands.</param>
/// <param name="RecordedMs">When it was recorded, milliseconds since 1970 UTC.</param>
internal sealed record PlacedStub(FactRow Fact, ReadingsDropped? Said, Position At, long RecordedMs);

/// <summary>How the stub of a dropped day is written, signed and read.</summary>
internal static class Stubs
{
    public const string Type = "readings-dropped";
    public const int Version = 1;
    public const string StreamPrefix = "history/";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The stream that a lane's stubs stand in, which only the lane's holder writes.</summary>
    public static string StreamOf(int lane) => string.Create(CultureInfo.InvariantCulture, $"{StreamPrefix}{lane}");

    public static byte[] Write(ReadingsDropped stub) => JsonSerializer.SerializeToUtf8Bytes(stub, Options);

    /// <exception cref="JsonException">It is no stub.</exception>
    public static ReadingsDropped Read(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize<ReadingsDropped>(payload, Options) is { Key: not null, Signature: not null, FactsDigest: not null, Chain: not null, CutsDigest: not null } stub
            ? stub
            : throw new JsonException("The stub lacks a field.");

    /// <summary>All stubs of all lanes, in order of their places.</summary>
    public static List<PlacedStub> ReadAll(SqliteHandle handle)
    {
        var filter = new SqlFilter().AndPrefix("stream.name", StreamPrefix);
        using var query = filter.BindTo(handle.Prepare(
            $"""
            SELECT {SqliteRows.FactColumns}, stream.name, (SELECT recorded FROM batch WHERE batch.position=fact.position&~{PackedPosition.OrdinalMax})
            FROM fact JOIN stream ON stream.id=fact.stream WHERE {filter.Text} ORDER BY fact.position
            """));
        var stubs = new List<PlacedStub>();
        while (query.Step())
        {
            var fact = query.ReadFact(query.Text(14));
            stubs.Add(new PlacedStub(fact, fact.Type == Type ? TryRead(fact.Payload.Span) : null, PackedPosition.Unpack(query.Number(0)), query.Number(15)));
        }

        return stubs;
    }

    private static ReadingsDropped? TryRead(ReadOnlySpan<byte> payload)
    {
        try
        {
            return Read(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The stub with key and signature.</summary>
    public static ReadingsDropped Signed(ReadingsDropped stub, ECDsa key)
    {
        var named = stub with { Key = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), Signature = string.Empty };
        return named with { Signature = Convert.ToBase64String(key.SignData(Write(named), HashAlgorithmName.SHA256)) };
    }

    /// <summary>Whether the signature is one of the key that the stub names.</summary>
    public static bool IsSigned(ReadingsDropped stub)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(stub.Key), out _);
            return key.VerifyData(Write(stub with { Signature = string.Empty }), Convert.FromBase64String(stub.Signature), HashAlgorithmName.SHA256);
        }
        catch (Exception unfit) when (unfit is FormatException or CryptographicException)
        {
            return false;
        }
    }
}
