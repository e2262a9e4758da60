namespace CityBrain.Scenes.Expressions;

/// <summary>Named expressions that may use each other, as long as none uses itself.</summary>
public sealed class Definitions
{
    private readonly Dictionary<string, (string Text, Syntax? Shape)> shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledExpression?> compiled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExpressionError> errors = new(StringComparer.Ordinal);
    private readonly List<string> path = [];
    private readonly ExpressionScope scope;

    private Definitions(ExpressionScope scope) => this.scope = scope;

    /// <summary>Compiles all texts, each after those that it uses.</summary>
    /// <param name="texts">The expressions, by name; at most a few dozen.</param>
    /// <param name="scope">The names that they may use beside each other.</param>
    /// <returns>The scope with the definitions in it, and what is wrong, by name.</returns>
    public static (ExpressionScope Scope, IReadOnlyDictionary<string, ExpressionError> Errors) Compile(
        IReadOnlyDictionary<string, string> texts,
        ExpressionScope scope)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var definitions = new Definitions(scope);
        foreach (var (name, text) in texts)
        {
            var (shape, error) = Parser.Parse(text);
            definitions.shapes[name] = (text, shape);
            if (error is not null)
            {
                definitions.errors[name] = error;
            }
        }

        foreach (var name in texts.Keys)
        {
            definitions.Visit(name);
        }

        return (scope with { Definitions = definitions.compiled }, definitions.errors);
    }

    private void Visit(string name)
    {
        if (compiled.ContainsKey(name))
        {
            return;
        }

        var (text, shape) = shapes[name];
        path.Add(name);
        var circle = false;
        foreach (var used in shape?.Names().Where(shapes.ContainsKey).Distinct() ?? [])
        {
            if (path.IndexOf(used) is >= 0 and var start)
            {
                NoteCircle(path[start..]);
                circle = true;
            }
            else
            {
                Visit(used);
            }
        }

        path.RemoveAt(path.Count - 1);
        compiled[name] = shape is null || circle ? null : CompileOne(name, text, shape);
    }

    private CompiledExpression? CompileOne(string name, string text, Syntax shape)
    {
        switch (ExpressionLanguage.Compile(text, shape, scope with { Definitions = compiled }))
        {
            case Compilation.Succeeded success:
                return success.Expression;
            case Compilation.Failed failure:
                errors.TryAdd(name, failure.Error);
                return null;
            default:
                throw new InvalidOperationException("A compilation succeeds or fails.");
        }
    }

    private void NoteCircle(List<string> members)
    {
        var circle = string.Join(" → ", members.Append(members[0]));
        foreach (var member in members)
        {
            errors[member] = new ExpressionError("definition-cycle", new TextPosition(1, 1),
                $"`{member}` is defined through itself: {circle}", "break the circle: let one of them use points only");
        }
    }
}
