using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CityBrain.Architecture.Tests.Trees;

/// <summary>What a compiled assembly says it uses: the assemblies, and the full names of the types.</summary>
public sealed record CompiledAssembly(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Types)
{
    public static CompiledAssembly Read(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return new CompiledAssembly(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.TypeReferences.Select(handle => metadata.GetTypeReference(handle)).Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}")]);
    }
}
