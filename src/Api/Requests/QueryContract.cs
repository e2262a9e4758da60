using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using CityBrain.Api.Problems;

namespace CityBrain.Api.Requests;

/// <summary>Which query parameters a handler takes, read from its signature, and whether a query keeps to that.</summary>
internal sealed class QueryContract
{
    private static readonly Dictionary<Type, (Func<string, bool> Fits, string Remedy)> Forms = new()
    {
        [typeof(Moment)] = (text => Moment.TryParse(text, out _), "Give an ISO 8601 time with offset: 2026-01-31T08:00:00%2B08:00 or …Z."),
        [typeof(PageLimit)] = (text => PageLimit.TryParse(text, out _), "Give a whole number from 1 to 1000."),
        [typeof(Figure)] = (text => Figure.TryParse(text, out _), "Give a finite decimal number."),
        [typeof(OriginName)] = (text => OriginName.TryParse(text, out _), "Give live, replayed or simulated."),
        [typeof(LevelFilter)] = (text => LevelFilter.TryParse(text, out _), "Give I, II, III or IV."),
        [typeof(PlaceCode)] = (text => PlaceCode.TryParse(text, out _), "Give a place code of 6, 9 or 12 digits."),
        [typeof(DeviceId)] = (text => DeviceId.TryParse(text, out _), "Give a device key: 1 to 64 characters of A-Z a-z 0-9 . _ -."),
        [typeof(Devices.PollTime)] = (text => Devices.PollTime.TryParse(text, out _), "Give milliseconds from 0 to 25000."),
        [typeof(bool)] = (text => text is "true" or "false", "Give true or false."),
        [typeof(string)] = (_ => true, "Give 1 to 1000 characters."),
    };

    private readonly Dictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);

    private QueryContract()
    {
    }

    /// <summary>Reads a handler's signature: the members of its <c>[AsParameters]</c> arguments.</summary>
    public static QueryContract Of(MethodInfo handler)
    {
        var contract = new QueryContract();
        foreach (var parameter in handler.GetParameters().Where(parameter => parameter.GetCustomAttribute<AsParametersAttribute>() is not null))
        {
            foreach (var property in parameter.ParameterType.GetProperties())
            {
                contract.Add(property);
            }
        }

        return contract;
    }

    /// <summary>What is wrong with a query; null when nothing is. Names come before values, values in the order of the query.</summary>
    public Problem? FaultIn(IQueryCollection query)
    {
        foreach (var name in query.Keys)
        {
            if (!_parameters.ContainsKey(name))
            {
                return new Problem(EdgeRefusals.ParameterUnknown(name, _parameters.Keys));
            }
        }

        foreach (var (name, values) in query)
        {
            if (values.Count != 1)
            {
                return new Problem(EdgeRefusals.ParameterRepeated(name));
            }

            var text = values.ToString();
            if (text.Length is 0 or > Hosting.Limits.QueryValueLengthMax || text.Any(char.IsControl) || !_parameters[name].Fits(text))
            {
                return new Problem(EdgeRefusals.ParameterMalformed(name, _parameters[name].Remedy));
            }
        }

        foreach (var (name, parameter) in _parameters)
        {
            if (parameter.Required && !query.ContainsKey(name))
            {
                return new Problem(EdgeRefusals.ParameterMissing(name, parameter.Remedy));
            }
        }

        return null;
    }

    private void Add(PropertyInfo property)
    {
        var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        var (fits, remedy) = Forms[Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType];
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        _parameters[name] = property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed
            ? new Parameter(text => allowed.Values.Contains(text), $"Give one of: {string.Join(", ", allowed.Values)}.", required)
            : new Parameter(fits, remedy, required);
    }

    private sealed record Parameter(Func<string, bool> Fits, string Remedy, bool Required);
}
