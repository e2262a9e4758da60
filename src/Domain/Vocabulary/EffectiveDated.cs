namespace CityBrain.Domain.Vocabulary;

/// <summary>A rule table through time: each version holds from a calendar day of the city on, until the next one.</summary>
/// <typeparam name="T">The table.</typeparam>
public sealed class EffectiveDated<T>
    where T : class
{
    private readonly (DateOnly From, T Value)[] versions;

    /// <summary>The versions, in order of the day they take effect.</summary>
    /// <exception cref="ArgumentException">There is none, or the days do not rise.</exception>
    public EffectiveDated(params (DateOnly From, T Value)[] versions)
    {
        if (versions.Length == 0 || versions.Zip(versions.Skip(1)).Any(pair => pair.First.From >= pair.Second.From))
        {
            throw new ArgumentException("A dated table has at least one version, and each takes effect after the one before.", nameof(versions));
        }

        this.versions = [.. versions];
    }

    /// <summary>All versions with the day that each takes effect.</summary>
    public IReadOnlyList<(DateOnly From, T Value)> Versions => versions;

    /// <summary>The version that holds on a day; null before the first.</summary>
    public T? On(DateOnly day)
    {
        for (var index = versions.Length - 1; index >= 0; index--)
        {
            if (versions[index].From <= day)
            {
                return versions[index].Value;
            }
        }

        return null;
    }
}
