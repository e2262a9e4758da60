using System.Security.Cryptography;
using System.Text;
using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Packs;

/// <summary>Turns the text of a pack into a scene, or into the list of everything that is wrong with it. Loading has no side effects.</summary>
/// <param name="formulas">The formulas that packs may refer to.</param>
public sealed class PackLoader(IReadOnlySet<string> formulas)
{
    /// <summary>The formulas that ship with the city.</summary>
    public static IReadOnlySet<string> ShippedFormulas { get; } = new HashSet<string>(StringComparer.Ordinal) { "gb3838-class", "hj633-aqi" };

    /// <summary>A loader that knows the formulas that ship with the city.</summary>
    public static PackLoader Default { get; } = new(ShippedFormulas);

    /// <summary>Loads a pack.</summary>
    /// <param name="file">What errors call the text: a file's name, or <c>body</c>.</param>
    /// <param name="json">The pack.</param>
    public PackResult Load(string file, string json) => Load(file, Encoding.UTF8.GetBytes(json));

    /// <summary>Loads a pack.</summary>
    /// <param name="file">What errors call the text: a file's name, or <c>body</c>.</param>
    /// <param name="json">The pack as UTF-8.</param>
    public PackResult Load(string file, ReadOnlyMemory<byte> json)
    {
        var errors = new PackErrors(file);
        var root = PackText.Read(json, errors);
        var scene = root is null ? null : Read(root, errors);
        return scene is not null && errors.All.Count == 0 ? new PackResult.Loaded(scene) : new PackResult.Rejected(errors.All);
    }

    private Scene? Read(PackNode root, PackErrors errors)
    {
        if (Fields.Of(root, errors, "$schema", "scene", "version", "title", "models", "indices") is not { } fields)
        {
            return null;
        }

        fields.OptionalText("$schema");
        var (id, version, title) = (fields.Id("scene"), fields.Version("version"), fields.Title("title"));
        var canonical = root.ToCanonicalJson();
        var reference = new PackReference(id ?? string.Empty, version ?? string.Empty, HashOf(canonical));
        var models = Models(fields, reference, errors);
        var indices = Indices(fields, models, errors);
        return title is null ? null : new Scene
        {
            Reference = reference,
            Title = title,
            Models = models,
            Indices = indices,
            CanonicalJson = canonical,
        };
    }

    private static List<DeviceModel> Models(Fields pack, PackReference reference, PackErrors errors)
    {
        var models = new List<DeviceModel>();
        foreach (var node in pack.Items("models", required: true, PackLimits.ModelsMax))
        {
            if (new ModelReader(reference, errors).Read(node) is not { } model)
            {
                continue;
            }

            if (models.Exists(other => other.Id == model.Id))
            {
                errors.Add("id-duplicate", node.Member("id")!, $"two models of this pack are called `{model.Id}`", "give each model an id of its own");
                continue;
            }

            models.Add(model);
        }

        return models;
    }

    private List<IndexSpec> Indices(Fields pack, List<DeviceModel> models, PackErrors errors)
    {
        var indices = new List<IndexSpec>();
        foreach (var node in pack.Items("indices", required: false, PackLimits.PartsMax))
        {
            if (Fields.Of(node, errors, "id", "title", "model", "formula", "inputs") is not { } fields)
            {
                continue;
            }

            var (id, title, formula) = (fields.Id("id"), fields.Title("title"), fields.Text("formula"));
            if (id is not null && indices.Exists(other => other.Id == id))
            {
                errors.Add("id-duplicate", node.Member("id")!, $"two indices of this pack are called `{id}`", "give each index an id of its own");
            }

            if (formula is not null && !formulas.Contains(formula))
            {
                errors.Add("formula-unknown", node.Member("formula")!, $"there is no formula {Fields.Quoted(formula)}",
                    Suggestion.For(formula, formulas) + "; a new formula needs a new release");
            }

            var model = ModelOf(fields, models, errors);
            var inputs = Inputs(fields, model, errors);
            if (id is not null && title is not null && formula is not null && model is not null)
            {
                indices.Add(new IndexSpec(id, title, model.Id, formula, inputs));
            }
        }

        return indices;
    }

    private static DeviceModel? ModelOf(Fields index, List<DeviceModel> models, PackErrors errors)
    {
        if (index.Text("model") is not { } id)
        {
            return null;
        }

        if (models.Find(model => model.Id == id) is { } found)
        {
            return found;
        }

        errors.Add("model-unknown", index.Node.Member("model")!, $"there is no model {Fields.Quoted(id)} in this pack",
            Suggestion.For(id, models.Select(model => model.Id)));
        return null;
    }

    private static Dictionary<string, string> Inputs(Fields index, DeviceModel? model, PackErrors errors)
    {
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in index.Entries("inputs", required: true))
        {
            if (model is not null && !model.Points.ContainsKey(node.Text) && !model.Attributes.ContainsKey(node.Text))
            {
                errors.Add("input-unknown", node, $"{Fields.Quoted(node.Text)} is no point and no attribute of `{model.Id}`",
                    Suggestion.For(node.Text, model.Points.Keys.Concat(model.Attributes.Keys)));
            }

            inputs[name] = node.Text;
        }

        return inputs;
    }

    private static string HashOf(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
}
