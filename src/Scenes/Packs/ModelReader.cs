using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Packs;

/// <summary>Reads one device model: its points, attributes, definitions and rules.</summary>
internal sealed class ModelReader(PackReference pack, PackErrors errors)
{
    private readonly Dictionary<string, string> takenNames = new(StringComparer.Ordinal);

    /// <summary>The model, or null when it has no usable id; errors are noted either way.</summary>
    public DeviceModel? Read(PackNode node)
    {
        if (Fields.Of(node, errors, "id", "title", "interval", "battery", "points", "attributes", "let", "rules") is not { } fields)
        {
            return null;
        }

        var id = fields.Id("id");
        var title = fields.Title("title");
        var interval = fields.OptionalDuration("interval", TimeSpan.FromSeconds(1));
        var before = errors.All.Count;
        var points = Points(fields);
        var battery = Battery(fields);
        if (battery is not null)
        {
            points.Add(Packs.Battery.Point);
        }

        var attributes = Attributes(fields);
        var names = DefinitionNames(fields);
        var scope = Definitions(names, new ExpressionScope
        {
            Points = points.ToDictionary(point => point.Name, point => UnitOf(point.Unit), StringComparer.Ordinal),
            Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => UnitOf(attribute.Unit), StringComparer.Ordinal),
            Incomplete = errors.All.Count > before,
        });
        var rules = Rules(fields, new RuleReader(scope, battery is not null, errors));
        return id is null ? null : new DeviceModel
        {
            Id = id,
            Pack = pack,
            Title = title ?? new LocalText(id, id),
            Interval = interval,
            Points = points.ToDictionary(point => point.Name, StringComparer.Ordinal),
            Attributes = attributes.ToDictionary(attribute => attribute.Name, StringComparer.Ordinal),
            Rules = battery is null ? rules : [.. rules, battery],
        };
    }

    private List<PointSpec> Points(Fields model)
    {
        var points = new List<PointSpec>();
        foreach (var node in model.Items("points", required: true, PackLimits.PartsMax))
        {
            if (Fields.Of(node, errors, "name", "unit", "title", "min", "max", "spikeLimit") is not { } fields)
            {
                continue;
            }

            var (name, unit, title) = (fields.Name("name"), fields.Unit("unit"), fields.Title("title"));
            var (min, max, spike) = (fields.OptionalNumber("min"), fields.OptionalNumber("max"), fields.OptionalNumber("spikeLimit"));
            if (min >= max)
            {
                errors.Add("range-invalid", node.Member("max")!, "`max` is not above `min`", "write the smallest possible value in `min`, the largest in `max`");
            }

            if (spike <= 0)
            {
                errors.Add("range-invalid", node.Member("spikeLimit")!, "a spike limit is above zero", "leave it out where steps are natural");
            }

            if (IsFree(name, "point", node.Member("name")) && unit is not null)
            {
                points.Add(new PointSpec
                {
                    Name = name!,
                    Title = title ?? new LocalText(name!, name!),
                    Unit = Written(unit),
                    Min = min,
                    Max = max,
                    SpikeLimit = spike,
                });
            }
        }

        return points;
    }

    private List<AttributeSpec> Attributes(Fields model)
    {
        var attributes = new List<AttributeSpec>();
        foreach (var node in model.Items("attributes", required: false, PackLimits.PartsMax))
        {
            if (Fields.Of(node, errors, "name", "unit", "title") is not { } fields)
            {
                continue;
            }

            var (name, unit, title) = (fields.Name("name"), fields.Unit("unit"), fields.Title("title"));
            if (IsFree(name, "attribute", node.Member("name")) && unit is not null)
            {
                attributes.Add(new AttributeSpec { Name = name!, Title = title ?? new LocalText(name!, name!), Unit = Written(unit) });
            }
        }

        return attributes;
    }

    // The rule over the battery; null where the model has none, or where what it says of it is wrong.
    private AlarmRule? Battery(Fields model)
    {
        if (model.Node.Member("battery") is not { } node || Fields.Of(node, errors, "low") is not { } fields || fields.Required("low") is null)
        {
            return null;
        }

        if (fields.OptionalNumber("low") is not { } low || !IsFree(Packs.Battery.Point.Name, "point", node))
        {
            return null;
        }

        if (low is > 0 and <= Packs.Battery.LowMax)
        {
            return Packs.Battery.RuleOf(low);
        }

        errors.Add("range-invalid", node.Member("low")!, $"a battery is low below a charge of more than 0 % and at most {Packs.Battery.LowMax} %", "write a percentage such as 20");
        return null;
    }

    private IReadOnlyList<(string Name, PackNode Value)> DefinitionNames(Fields model)
    {
        var entries = model.Entries("let", required: false);
        foreach (var (name, node) in entries)
        {
            if (!Fields.IsName(name))
            {
                errors.Add("name-invalid", node, $"{Fields.Quoted(name)} is not a name that expressions can use",
                    "write lower-case letters, digits and underscores, beginning with a letter");
            }

            IsFree(name, "definition", node);
        }

        return entries;
    }

    private ExpressionScope Definitions(IReadOnlyList<(string Name, PackNode Value)> entries, ExpressionScope scope)
    {
        var (complete, wrong) = Expressions.Definitions.Compile(
            entries.ToDictionary(entry => entry.Name, entry => entry.Value.Text, StringComparer.Ordinal), scope);
        foreach (var (name, node) in entries.Where(entry => wrong.ContainsKey(entry.Name)))
        {
            RuleReader.Note(errors, node, wrong[name]);
        }

        return complete;
    }

    private static List<AlarmRule> Rules(Fields model, RuleReader reader)
    {
        var rules = new List<AlarmRule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.Items("rules", required: false, PackLimits.PartsMax))
        {
            if (reader.Read(node, ids) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }

    private bool IsFree(string? name, string what, PackNode? at)
    {
        if (name is null || at is null)
        {
            return false;
        }

        if (takenNames.TryAdd(name, what))
        {
            return true;
        }

        errors.Add("name-duplicate", at, $"`{name}` is already the name of a {takenNames[name]} of this model", "choose another name");
        return false;
    }

    private static string Written(Unit unit) => unit.IsPlain ? "1" : unit.Symbol;

    private static Unit UnitOf(string written) => Unit.TryFind(written, out var unit) ? unit : Unit.One;
}
