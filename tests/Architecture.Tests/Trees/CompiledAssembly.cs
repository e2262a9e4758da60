using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CityBrain.Architecture.Tests.Trees;

/// <summary>What a compiled assembly says it uses: the assemblies, and the full names of types' members.</summary>
public sealed record CompiledAssembly(string Name, IReadOnlyList<string> References, IReadOnlyList<string> Members)
{
    public static CompiledAssembly Read(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return new CompiledAssembly(
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.MemberReferences.Select(handle => NameOf(metadata, metadata.GetMemberReference(handle)))]);
    }

    private static string NameOf(MetadataReader metadata, MemberReference member)
    {
        var owner = member.Parent.Kind == HandleKind.TypeReference ? metadata.GetTypeReference((TypeReferenceHandle)member.Parent) : default;
        return member.Parent.Kind == HandleKind.TypeReference
            ? $"{metadata.GetString(owner.Namespace)}.{metadata.GetString(owner.Name)}.{metadata.GetString(member.Name)}"
            : metadata.GetString(member.Name);
    }
}
