using System.Globalization;

namespace CityBrain.Scenes.Packs;

/// <summary>One thing that is wrong with a pack.</summary>
/// <param name="Code">Stable kebab-case code: <c>unit-unknown</c>. Errors of expressions keep the language's own codes.</param>
/// <param name="File">The file, or the name that the caller gave the text.</param>
/// <param name="Path">JSON pointer to the place: <c>/models/0/rules/1/when</c>; empty for the whole document.</param>
/// <param name="Line">The line in the file, from 1; null when it is not known.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record PackError(string Code, string File, string Path, int? Line, string Reason, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}{(Line is { } line ? $":{line}" : "")} {Path}: {Code}: {Reason}; {Remedy}");
}

/// <summary>What became of a text: a scene, or every reason why it is none.</summary>
public abstract record PackResult
{
    private PackResult()
    {
    }

    /// <summary>The pack is right in every part.</summary>
    /// <param name="Scene">The scene, compiled.</param>
    public sealed record Loaded(Scene Scene) : PackResult;

    /// <summary>The pack is refused as a whole.</summary>
    /// <param name="Errors">What is wrong, in the order of the file as far as it was read; never empty.</param>
    public sealed record Rejected(IReadOnlyList<PackError> Errors) : PackResult;
}

/// <summary>Collects the errors of one pack.</summary>
internal sealed class PackErrors(string file)
{
    private readonly List<PackError> errors = [];

    public IReadOnlyList<PackError> All => errors;

    public void Add(string code, PackNode at, string reason, string remedy) => Add(code, at.Path, at.Line, reason, remedy);

    public void Add(string code, string path, int? line, string reason, string remedy)
    {
        if (errors.Count < PackLimits.ErrorsMax)
        {
            errors.Add(new PackError(code, file, path, line, reason, remedy));
        }
    }
}
