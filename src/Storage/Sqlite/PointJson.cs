using System.Text.Json;

namespace CityBrain.Storage.Sqlite;

/// <summary>Looks into the points and flags of a stored reading without making objects of them.</summary>
internal static class PointJson
{
    /// <summary>The flag of a reading that has a point without a value.</summary>
    public const string Missing = "missing";

    /// <summary>Finds a point; its value is null when it is missing.</summary>
    /// <returns>False when the reading does not speak of the point.</returns>
    public static bool TryFind(ReadOnlySpan<byte> points, ReadOnlySpan<byte> point, out double? value)
    {
        value = null;
        var json = new Utf8JsonReader(points);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
            {
                continue;
            }

            if (json.ValueTextEquals(point))
            {
                json.Read();
                value = json.TokenType == JsonTokenType.Number ? json.GetDouble() : null;
                return true;
            }

            json.Skip();
        }

        return false;
    }

    /// <summary>The flag on a point, or null.</summary>
    public static string? FindFlag(ReadOnlySpan<byte> flags, ReadOnlySpan<byte> point)
    {
        if (flags.IsEmpty)
        {
            return null;
        }

        var json = new Utf8JsonReader(flags);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(point))
            {
                json.Read();
                return json.GetString();
            }
        }

        return null;
    }

    /// <summary>Whether some point is flagged so, or has no value where <see cref="Missing"/> is asked for.</summary>
    public static bool HasFlag(ReadOnlySpan<byte> points, ReadOnlySpan<byte> flags, string flag)
    {
        var missing = flag == Missing;
        var text = missing ? points : flags;
        if (text.IsEmpty)
        {
            return false;
        }

        var json = new Utf8JsonReader(text);
        while (json.Read())
        {
            if (missing ? json.TokenType == JsonTokenType.Null : json.TokenType == JsonTokenType.String && json.ValueTextEquals(flag))
            {
                return true;
            }
        }

        return false;
    }
}
