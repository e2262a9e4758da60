using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;
using CsCheck;

namespace CityBrain.Scenes.Tests.Expressions;

public sealed class GeneratedExpressionTests
{
    private static readonly TextPosition Nowhere = new(1, 1);
    private static readonly string[] Operators = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"];
    private static readonly string[] WindowFunctions = ["rise", "fall", "sum", "avg", "min", "max", "count", "delta"];

    private static readonly Gen<Syntax> Leaf = Gen.OneOf(
        Gen.Select(Gen.Double[0, 1e12], Among<Unit?>([null, .. Unit.All]), Syntax (value, unit) => new Syntax.Number(Nowhere, value, unit)),
        Gen.Int[0, 100_000].Select(Syntax (ms) => new Syntax.Duration(Nowhere, TimeSpan.FromMilliseconds(ms))),
        Gen.Bool.Select(Syntax (truth) => new Syntax.Bool(Nowhere, truth)),
        Among("level", "pm25", "m", "s", "queue").Select(Syntax (name) => new Syntax.Name(Nowhere, name)));

    private static readonly Gen<Syntax> AnyShape = Gen.Recursive<Syntax>((depth, inner) => depth > 4 ? Leaf : Gen.Frequency(
        (2, Leaf),
        (1, Gen.Select(Among("-", "!"), inner, Syntax (op, a) => new Syntax.Unary(Nowhere, op, a))),
        (3, Gen.Select(Among(Operators), inner, inner, Syntax (op, a, b) => new Syntax.Binary(Nowhere, op, a, b))),
        (1, Gen.Select(inner, inner, inner, Syntax (a, b, c) => new Syntax.Conditional(Nowhere, a, b, c))),
        (1, inner.Array[0, 3].Select(Syntax (arguments) => new Syntax.Invocation(Nowhere, "rise", arguments)))));

    // Quantities in metres and conditions over them: what the checker accepts, so that evaluation is what is tried.
    private static readonly Gen<string> Metres = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Among("level", "warning_level", "0 m", "1e308 km", "3 cm", "1e-300 m")
        : Gen.Frequency(
            (2, Among("level", "warning_level", "0 m", "1e308 km", "3 cm")),
            (3, Gen.Select(Among(WindowFunctions.Where(name => name != "count").ToArray()), Among("1m", "6h", "30d"),
                (function, span) => $"{function}(level, {span})")),
            (2, Gen.Select(inner, Among("+", "-"), inner, (a, op, b) => $"({a} {op} {b})")),
            (2, Gen.Select(inner, inner, (a, b) => $"{a} * (({b}) / (level - level))")),
            (1, inner.Select(a => $"({a}) * (leq(noise, 6h) / 1 dB - hour())")),
            (1, inner.Select(a => $"-abs({a})"))));

    private static readonly Gen<string> Conditions = Gen.Recursive<string>((depth, inner) => depth > 2
        ? Gen.Select(Metres, Among("<", ">=", "==", "!="), Metres, (a, op, b) => $"{a} {op} {b}")
        : Gen.OneOf(
            Gen.Select(Metres, Among("<", ">=", "=="), Metres, (a, op, b) => $"{a} {op} {b}"),
            Gen.Select(inner, Among("&&", "||", "=="), inner, (a, op, b) => $"({a}) {op} ({b})"),
            Gen.Select(inner, inner, inner, (a, b, c) => $"({a}) ? ({b}) : !({c})")));

    private static readonly Gen<double> AnyDouble = Gen.OneOf(
        Gen.Double, Among(double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, 0, -0.0, double.Epsilon));

    private static readonly Gen<IMeasurements> AnyPast = Gen.Select(
        Gen.Select(Gen.Int[0, 600], AnyDouble).Array[0, 12], AnyDouble, Gen.Bool, IMeasurements (samples, attribute, has) =>
            has ? new Past().With("level", samples).With("noise", samples).WithAttribute("warning_level", attribute) : new Past().With("level", samples));

    [Fact]
    public void What_is_printed_reads_back_as_the_same_shape() => AnyShape.Sample(shape =>
    {
        var (again, error) = ExpressionLanguage.Parse(ExpressionLanguage.Print(shape));
        return error is { Code: "expression-too-large" or "text-too-long" or "nesting-too-deep" } || Outline(again!) == Outline(shape);
    }, iter: 20_000);

    [Fact]
    public void Evaluation_never_throws_and_never_answers_with_what_is_not_finite()
    {
        var accepted = 0;
        Gen.Select(Conditions, Metres, AnyPast).Sample((condition, metres, past) =>
        {
            if (ExpressionLanguage.Compile(condition, Gauge.Scope) is Compilation.Succeeded { Expression: var truth })
            {
                Interlocked.Increment(ref accepted);
                Enum.IsDefined(truth.Truth(past)).ShouldBeTrue();
            }

            if (ExpressionLanguage.Compile(metres, Gauge.Scope) is Compilation.Succeeded { Expression: var number })
            {
                Interlocked.Increment(ref accepted);
                (number.Number(past) is not { } value || double.IsFinite(value)).ShouldBeTrue();
            }
        }, iter: 20_000);
        accepted.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Any_text_is_an_expression_or_an_error_with_a_remedy() =>
        Gen.OneOf(Gen.String, Among("level", "1", " m", "6h", "(", ")", "&&", "?", ":", "rise", ",", ".", "%", "/", "ug/m3", "-", "1e")
            .Array[0, 12].Select(words => string.Concat(words))).Sample(text =>
        {
            if (ExpressionLanguage.Compile(text, Gauge.Scope) is Compilation.Failed { Error: var error })
            {
                error.Remedy.ShouldNotBeNullOrWhiteSpace();
                error.At.Column.ShouldBePositive();
            }
        }, iter: 20_000);

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Outline(Syntax shape) => shape switch
    {
        Syntax.Number number => FormattableString.Invariant($"{number.Value:R}[{number.Unit?.Symbol}]"),
        Syntax.Duration duration => $"{duration.Value.Ticks}t",
        Syntax.Bool truth => $"{truth.Value}",
        Syntax.Name name => name.Text,
        Syntax.Unary unary => $"({unary.Operator} {Outline(unary.Operand)})",
        Syntax.Binary binary => $"({Outline(binary.Left)} {binary.Operator} {Outline(binary.Right)})",
        Syntax.Conditional choice => $"({Outline(choice.Condition)} ? {Outline(choice.Then)} : {Outline(choice.Else)})",
        Syntax.Invocation call => $"{call.Function}[{string.Join(';', call.Arguments.Select(Outline))}]",
        _ => throw new InvalidOperationException(),
    };
}
