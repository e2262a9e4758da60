using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CityBrain.Grains.Interfaces.Live;

/// <summary>A position of a lane as viewers remember it: <c>lane.batch.ordinal</c>. Lanes are gapless, so that it is a cursor.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Batch">The batch, from 1; 0 before the first.</param>
/// <param name="Ordinal">The row in the batch, from 0.</param>
[GenerateSerializer, Immutable, Alias("citybrain.live-position")]
public readonly record struct LivePosition([property: Id(0)] int Lane, [property: Id(1)] long Batch, [property: Id(2)] int Ordinal)
{
    /// <summary>The largest ordinal that a batch can have.</summary>
    public const int OrdinalMax = (1 << 18) - 1;

    /// <summary>The longest text of one.</summary>
    public const int LengthMax = 40;

    /// <summary>Whether this stands after the other one of the same lane.</summary>
    public bool IsAfter(LivePosition other) => (Batch, Ordinal).CompareTo((other.Batch, other.Ordinal)) > 0;

    /// <summary>Reads a position as <see cref="ToString"/> writes it; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LivePosition position)
    {
        position = default;
        if (text is not { Length: > 0 and <= LengthMax } || text.Split('.') is not [var lane, var batch, var ordinal])
        {
            return false;
        }

        var valid = int.TryParse(lane, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            & long.TryParse(batch, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            & int.TryParse(ordinal, NumberStyles.None, CultureInfo.InvariantCulture, out var third)
            && third <= OrdinalMax;
        position = valid ? new LivePosition(first, second, third) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lane}.{Batch}.{Ordinal}");
}
