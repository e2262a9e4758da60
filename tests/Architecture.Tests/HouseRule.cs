using CityBrain.Architecture.Tests.Trees;

namespace CityBrain.Architecture.Tests;

/// <summary>Something that does not keep a rule.</summary>
/// <param name="Path">Where.</param>
/// <param name="Line">Line from 1; 0 for the file as a whole.</param>
/// <param name="What">What is wrong.</param>
public sealed record Finding(string Path, int Line, string What)
{
    public override string ToString() => Line == 0 ? $"{Path}: {What}" : $"{Path}:{Line}: {What}";
}

/// <summary>
/// A rule of this house, with a small tree that breaks it: each rule is tried on both, so that one that never finds anything is found out.
/// </summary>
/// <param name="Sentence">The rule.</param>
/// <param name="Find">What does not keep it.</param>
/// <param name="Broken">A tree that breaks it.</param>
/// <param name="Named">What a finding in the broken tree must contain.</param>
public sealed record HouseRule(string Sentence, Func<Tree, IEnumerable<Finding>> Find, Tree Broken, string Named);
