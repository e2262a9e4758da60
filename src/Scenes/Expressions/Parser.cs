namespace CityBrain.Scenes.Expressions;

/// <summary>A parser by binding powers (Pratt): reads one operand, then every operator that binds tighter than its caller's.</summary>
internal sealed class Parser
{
    private const int ConditionalPower = 1;
    private const int UnaryPower = 7;

    private static readonly Dictionary<string, int> BinaryPowers = new(StringComparer.Ordinal)
    {
        ["||"] = 2,
        ["&&"] = 3,
        ["=="] = 4,
        ["!="] = 4,
        ["<"] = 4,
        ["<="] = 4,
        [">"] = 4,
        [">="] = 4,
        ["+"] = 5,
        ["-"] = 5,
        ["*"] = 6,
        ["/"] = 6,
    };

    private readonly Lexer lexer;
    private Token current;
    private int depth;
    private int nodes;
    private ExpressionError? error;

    private Parser(string text) => lexer = new Lexer(text);

    /// <summary>How tightly a binary operator binds; higher is tighter.</summary>
    public static int PowerOf(string binaryOperator) => BinaryPowers[binaryOperator];

    /// <summary>Reads a whole text: its shape, or the first thing that is wrong.</summary>
    public static (Syntax? Shape, ExpressionError? Error) Parse(string text)
    {
        var start = new TextPosition(1, 1);
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, new ExpressionError("text-empty", start, "the expression is empty", "write a condition such as `pm25 > 150 ug/m3`"));
        }

        if (text.Length > ExpressionLimits.TextLengthMax)
        {
            return (null, new ExpressionError("text-too-long", start,
                $"the expression has {text.Length} characters, at most {ExpressionLimits.TextLengthMax} are allowed",
                "split it into named definitions or several rules"));
        }

        var parser = new Parser(text);
        var shape = parser.Whole();
        return parser.error is null ? (shape, null) : (null, parser.error);
    }

    private Syntax? Whole()
    {
        if (!Advance() || Expression(0) is not { } shape)
        {
            return null;
        }

        return current.Kind == TokenKind.End
            ? shape
            : Fail("token-unexpected", $"{current} was not expected after a complete expression", "join the parts with an operator such as `&&`");
    }

    private Syntax? Expression(int power)
    {
        if (++depth > ExpressionLimits.NestingMax)
        {
            return Fail("nesting-too-deep", $"the expression nests deeper than {ExpressionLimits.NestingMax} levels",
                "name a part of it as a definition");
        }

        var left = Operand();
        while (left is not null && error is null && current.Kind == TokenKind.Operator)
        {
            if (current.Is("?") && power <= ConditionalPower)
            {
                left = Choice(left);
            }
            else if (BinaryPowers.TryGetValue(current.Text, out var own) && own > power)
            {
                left = Operation(left, own);
            }
            else
            {
                break;
            }
        }

        depth--;
        return error is null ? left : null;
    }

    private Syntax? Operand()
    {
        var token = current;
        if (token.Is("!") || token.Is("-"))
        {
            return Advance() && Expression(UnaryPower) is { } operand ? Count(new Syntax.Unary(token.At, token.Text, operand)) : null;
        }

        if (token.Is("("))
        {
            return Advance() && Expression(0) is { } inner && Expect(")") ? inner : null;
        }

        if (token.Kind is TokenKind.Operator or TokenKind.End)
        {
            return Fail("token-unexpected", $"{token} stands where a value was expected",
                "write a number, a duration, a name, a call such as `rise(level, 6h)`, or `(`");
        }

        return Advance() ? Value(token) : null;
    }

    private Syntax? Value(Token token) => token.Kind switch
    {
        TokenKind.Number => Count(new Syntax.Number(token.At, token.Value, token.Unit)),
        TokenKind.Duration => Count(new Syntax.Duration(token.At, token.Span)),
        _ when token.Text is "true" or "false" => Count(new Syntax.Bool(token.At, token.Text == "true")),
        _ when current.Is("(") => Call(token),
        _ => Count(new Syntax.Name(token.At, token.Text)),
    };

    private Syntax? Call(Token function)
    {
        var arguments = new List<Syntax>();
        do
        {
            if (!Advance())
            {
                return null;
            }

            if (arguments.Count == 0 && current.Is(")"))
            {
                break;
            }

            if (Expression(0) is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }
        while (current.Is(","));
        return Expect(")") ? Count(new Syntax.Invocation(function.At, function.Text, arguments)) : null;
    }

    private Syntax? Operation(Syntax left, int power)
    {
        var token = current;
        return Advance() && Expression(power) is { } right ? Count(new Syntax.Binary(token.At, token.Text, left, right)) : null;
    }

    private Syntax? Choice(Syntax condition)
    {
        var token = current;
        if (Advance() && Expression(0) is { } then && Expect(":") && Expression(0) is { } otherwise)
        {
            return Count(new Syntax.Conditional(token.At, condition, then, otherwise));
        }

        return null;
    }

    private bool Expect(string text)
    {
        if (current.Is(text))
        {
            return Advance();
        }

        Fail("token-unexpected", $"`{text}` was expected, not {current}", $"write `{text}` here");
        return false;
    }

    private bool Advance()
    {
        if (lexer.Next() is { } token)
        {
            current = token;
            return true;
        }

        error ??= lexer.Error;
        return false;
    }

    private Syntax? Count(Syntax shape) => ++nodes <= ExpressionLimits.NodesMax
        ? shape
        : Fail("expression-too-large", $"the expression has more than {ExpressionLimits.NodesMax} parts", "split it into several rules");

    private Syntax? Fail(string code, string reason, string remedy)
    {
        error ??= new ExpressionError(code, current.At, reason, remedy);
        return null;
    }
}
