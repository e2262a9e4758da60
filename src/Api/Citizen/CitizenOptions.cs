using Microsoft.Extensions.Options;

namespace CityBrain.Api.Citizen;

/// <summary>What the pages for citizens show beside live figures. Section <c>Citizen</c>.</summary>
internal sealed class CitizenOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Citizen";

    /// <summary>The file of the city's facilities, as <c>docs/citizen.md</c> describes it. Without one there are samples in development and no list otherwise.</summary>
    public string? Facilities { get; set; }
}

/// <summary>A file of facilities that cannot be read, or is wrong, keeps the city from starting, and says why.</summary>
internal sealed class CitizenOptionsValidator : IValidateOptions<CitizenOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CitizenOptions options)
    {
        if (options.Facilities is not { } path)
        {
            return ValidateOptionsResult.Success;
        }

        try
        {
            var faults = FacilityFile.Read(File.ReadAllText(path)).Faults;
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Select(fault => $"{CitizenOptions.Section}:{nameof(options.Facilities)}: {fault}"));
        }
        catch (Exception lost) when (lost is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return ValidateOptionsResult.Fail($"{CitizenOptions.Section}:{nameof(options.Facilities)}: the file cannot be read: {lost.Message}");
        }
    }
}
