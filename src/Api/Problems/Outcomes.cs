using CityBrain.Grains.Interfaces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Problems;

/// <summary>Turns what a grain answered into what a handler answers.</summary>
internal static class Outcomes
{
    /// <summary>The value, or the refusal as a problem.</summary>
    public static async Task<Results<Ok<T>, Problem>> Show<T>(this Task<Answer<T>> asked)
    {
        var answer = await asked;
        return answer.Refusal is { } why ? new Problem(why) : TypedResults.Ok(answer.Value!);
    }

    /// <summary>The value in another shape, or the refusal as a problem.</summary>
    public static async Task<Results<Ok<TShown>, Problem>> Show<T, TShown>(this Task<Answer<T>> asked, Func<T, TShown> shape)
    {
        var answer = await asked;
        return answer.Refusal is { } why ? new Problem(why) : TypedResults.Ok(shape(answer.Value!));
    }
}
