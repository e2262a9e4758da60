using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Expressions;

/// <summary>Kleene's three-valued logic: a missing side decides nothing unless the other side alone decides.</summary>
internal static class Logic
{
    public static Proposition Not(Proposition operand)
    {
        var inner = operand.Evaluate;
        return new(operand.Cost + Cost.One, now => inner(now) switch
        {
            Truth.True => Truth.False,
            Truth.False => Truth.True,
            _ => Truth.Missing,
        });
    }

    public static Proposition And(Proposition left, Proposition right) => Join(left, right, decisive: Truth.False, otherwise: Truth.True);

    public static Proposition Or(Proposition left, Proposition right) => Join(left, right, decisive: Truth.True, otherwise: Truth.False);

    public static Proposition Same(Proposition left, Proposition right, bool equal)
    {
        var (first, second) = (left.Evaluate, right.Evaluate);
        return new(left.Cost + right.Cost + Cost.One, now => (first(now), second(now)) switch
        {
            (Truth.Missing, _) or (_, Truth.Missing) => Truth.Missing,
            var (a, b) => Of((a == b) == equal),
        });
    }

    public static Truth Of(bool holds) => holds ? Truth.True : Truth.False;

    private static Proposition Join(Proposition left, Proposition right, Truth decisive, Truth otherwise)
    {
        var (first, second) = (left.Evaluate, right.Evaluate);
        return new(left.Cost + right.Cost + Cost.One, now =>
        {
            var a = first(now);
            if (a == decisive)
            {
                return decisive;
            }

            var b = second(now);
            return b == decisive ? decisive : a == otherwise && b == otherwise ? otherwise : Truth.Missing;
        });
    }
}
