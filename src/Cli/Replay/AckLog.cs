using System.Globalization;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>The client's own record of what the city acknowledged, kept outside the city: a line <c>device,ts</c> per reading, written after its acknowledgement.</summary>
public sealed class AckLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter? _lines;

    /// <summary>Appends to the file; keeps no record when there is none.</summary>
    public AckLog(string? path) => _lines = path is null ? null : new StreamWriter(path, append: true);

    /// <summary>Writes down that these readings were acknowledged.</summary>
    public void Write(IReadOnlyList<SourceReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        if (_lines is null)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var reading in readings)
            {
                _lines.Write(reading.Device);
                _lines.Write(',');
                _lines.WriteLine(reading.ObservedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            }

            _lines.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines?.Dispose();
}
