using System.Diagnostics;

namespace CityBrain.Api.Requests;

/// <summary>Trace ids of what comes in by other ways than a request.</summary>
internal static class Traces
{
    /// <summary>The W3C trace id of the current work, or a new one; 32 hexadecimal digits.</summary>
    public static string New() => (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId : ActivityTraceId.CreateRandom()).ToHexString();
}
