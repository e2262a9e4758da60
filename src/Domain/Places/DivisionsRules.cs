using System.Collections.Immutable;

namespace CityBrain.Domain.Places;

/// <summary>
/// How the register of places changes: an import is the difference between a file and what is known. Places that a file does not name stay.
/// Refusals, first wins: a second city while the city is in use; then everything else that is wrong, all of it listed.
/// </summary>
public static class DivisionsRules
{
    /// <summary>Decides an import. The same rows again decide nothing.</summary>
    /// <param name="state">The register.</param>
    /// <param name="rows">The file's rows.</param>
    /// <param name="today">The first day of a code whose row does not say.</param>
    /// <param name="inUse">Whether anything stands in the city, so that it cannot become another.</param>
    public static Decision<PlaceFact> DecideImport(Divisions state, IReadOnlyList<DivisionRow> rows, DateOnly today, bool inUse)
    {
        var errors = Check(state, rows, inUse);
        if (errors.Count > 0)
        {
            return Refuse(errors);
        }

        var facts = new List<PlaceFact>();
        var after = state;
        void Record(PlaceFact fact)
        {
            facts.Add(fact);
            after = Apply(after, fact);
        }

        if (IsAnotherCity(state, rows))
        {
            Record(new RegisterCleared(state.City!.Key));
        }

        foreach (var row in rows.OrderBy(row => row.Code.Level).ThenBy(row => row.Code))
        {
            foreach (var fact in Difference(after, row, today))
            {
                Record(fact);
            }
        }

        return facts.ToArray();
    }

    /// <summary>Everything that is wrong with the rows, by line; empty when they can be imported.</summary>
    public static IReadOnlyList<DivisionError> Check(Divisions state, IReadOnlyList<DivisionRow> rows, bool inUse)
    {
        var replaces = IsAnotherCity(state, rows);
        var known = replaces ? Divisions.None : state;
        var errors = new List<DivisionError>();
        var cities = rows.Where(row => row.Code.Level == PlaceLevel.City).ToList();
        if (replaces && inUse)
        {
            errors.Add(new(cities[0].Line, "city-in-use", $"This is {cities[0].Name}, but {state.City!.Name} is in use here.", "Start another city with a data folder of its own."));
        }

        errors.AddRange(cities.Skip(1).Select(row =>
            new DivisionError(row.Line, "city-second", $"{row.Name} is a second city.", "Import one city only: keep its county line and what lies in it.")));
        if (known.City is null && cities.Count == 0)
        {
            errors.Add(new(0, "city-missing", "There is no city yet and the file names none.", "Add the county line."));
        }

        errors.AddRange(CodeErrors(known, rows));
        return [.. errors.OrderBy(error => error.Line)];
    }

    /// <summary>The refusal that says all errors.</summary>
    public static Refusal Refuse(IReadOnlyList<DivisionError> errors)
    {
        var inUse = errors.FirstOrDefault(error => error.Code == "city-in-use");
        var listed = string.Join(' ', errors.Take(PlaceLimits.ErrorsMax).Select(error => error.Line == 0 ? error.Reason : $"Line {error.Line}: {error.Reason}"));
        var more = errors.Count > PlaceLimits.ErrorsMax ? $" And {errors.Count - PlaceLimits.ErrorsMax} more." : string.Empty;
        return inUse is not null
            ? new Refusal(inUse.Code, inUse.Reason, inUse.Remedy, RefusalKind.Conflict)
            : new Refusal("divisions-invalid", listed + more, string.Join(' ', errors.Select(error => error.Remedy).Distinct().Take(10)));
    }

    /// <summary>The register after a fact. Total: a fact about a place that is not there changes nothing.</summary>
    public static Divisions Apply(Divisions state, PlaceFact fact) => fact switch
    {
        RegisterCleared => Divisions.None,
        PlaceAdded added => new Divisions
        {
            Places = state.Places.SetItem(added.Key, new Division
            {
                Key = added.Key,
                Name = added.Name,
                Level = added.Key.Level,
                Parent = added.Parent,
                Location = added.Location,
                Codes = [.. added.Codes],
            }),
            Keys = state.Keys.SetItems(added.Codes.Select(span => KeyValuePair.Create(span.Code, added.Key))),
        },
        PlaceRenamed renamed => Change(state, renamed.Key, place => place with { Name = renamed.Name }),
        PlaceMoved moved => Change(state, moved.Key, place => place with { Location = moved.Location }),
        PlaceTransferred transferred => Change(state, transferred.Key, place => place with { Parent = transferred.Parent }),
        PlaceCodeChanged changed => Change(state, changed.Key, place => place with { Codes = WithCode(place.Codes, changed.Span) }) with
        {
            Keys = state.Places.ContainsKey(changed.Key) ? state.Keys.SetItem(changed.Span.Code, changed.Key) : state.Keys,
        },
        _ => state,
    };

    private static Divisions Change(Divisions state, PlaceCode key, Func<Division, Division> change) =>
        state.Places.TryGetValue(key, out var place) ? state with { Places = state.Places.SetItem(key, change(place)) } : state;

    private static ImmutableList<CodeSpan> WithCode(ImmutableList<CodeSpan> codes, CodeSpan span) => span.Until is null
        ? [.. codes.Select(code => code.Until is null ? code with { Until = span.From } : code), span]
        : [span, .. codes];

    private static bool IsAnotherCity(Divisions state, IReadOnlyList<DivisionRow> rows) =>
        state.City is not null && rows.FirstOrDefault(row => row.Code.Level == PlaceLevel.City) is { } city && Known(state, city) is null;

    private static Division? Known(Divisions state, DivisionRow row) =>
        row.Codes.Reverse().Select(span => state.Find(span.Code)).FirstOrDefault(place => place is not null);

    private static IEnumerable<DivisionError> CodeErrors(Divisions known, IReadOnlyList<DivisionRow> rows)
    {
        var firstLine = new Dictionary<PlaceCode, int>();
        var named = rows.Select(row => row.Code).ToHashSet();
        foreach (var row in rows)
        {
            foreach (var span in row.Codes)
            {
                if (!firstLine.TryAdd(span.Code, row.Line))
                {
                    yield return new(row.Line, "code-twice", $"{span.Code} stands on line {firstLine[span.Code]} already.", "Give each code to one place.");
                }
            }

            var place = Known(known, row);
            if (row.Codes.Any(span => known.Find(span.Code) is { } holder && holder.Key != place?.Key))
            {
                yield return new(row.Line, "code-taken", $"The codes of {row.Name} belong to several places here.", "Give it only codes that it had itself.");
            }
            else if (place is not null && place.CurrentCode != row.Code && known.Find(row.Code) is not null)
            {
                yield return new(row.Line, "code-outdated", $"{row.Code} was a code of {place.Name}, which now has {place.CurrentCode}.", "Import the present edition of the file.");
            }

            if (row.Code.Parent is { } parent && !named.Contains(parent) && known.Find(parent) is null)
            {
                yield return new(row.Line, "parent-unknown", $"{row.Name} lies in {parent}, which is neither in the file nor in the city.", "Add the line of the place above it.");
            }
        }
    }

    private static IEnumerable<PlaceFact> Difference(Divisions state, DivisionRow row, DateOnly today)
    {
        var parent = row.Code.Parent is { } code ? state.Find(code)!.Key : (PlaceCode?)null;
        if (Known(state, row) is not { } place)
        {
            yield return new PlaceAdded(row.Code, row.Name, parent, row.Location, row.Codes);
            yield break;
        }

        foreach (var former in row.Former.Where(span => state.Find(span.Code) is null).Reverse())
        {
            yield return new PlaceCodeChanged(place.Key, former);
        }

        if (state.Find(row.Code) is null)
        {
            yield return new PlaceCodeChanged(place.Key, new CodeSpan(row.Code, row.Since ?? today, null));
        }

        if (parent is { } above && above != place.Parent)
        {
            yield return new PlaceTransferred(place.Key, above);
        }

        if (row.Name != place.Name)
        {
            yield return new PlaceRenamed(place.Key, row.Name);
        }

        if (row.Location is { } location && location != place.Location)
        {
            yield return new PlaceMoved(place.Key, location);
        }
    }
}
