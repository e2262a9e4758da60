using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Hosting;

/// <summary>
/// The one way in which a section of the configuration becomes options: what is unknown, malformed or out of range ends the start, in words
/// that name the setting.
/// </summary>
internal static class CheckedSettings
{
    /// <summary>Binds a section and checks it before anything is served; what changes later is read again.</summary>
    public static OptionsBuilder<T> AddSettings<T>(this WebApplicationBuilder builder, string section)
        where T : class
    {
        builder.Services.AddSingleton<IOptionsChangeTokenSource<T>>(
            provider => new ConfigurationChangeTokenSource<T>(provider.GetRequiredService<IConfiguration>().GetSection(section)));
        return builder.Services.AddOptions<T>()
            .Configure<IConfiguration>((options, configuration) => Read(options, configuration.GetSection(section)))
            .ValidateDataAnnotations()
            .ValidateOnStart();
    }

    /// <summary>A section as it stands, for what is put together before the process starts; its bounds are checked at the start.</summary>
    /// <exception cref="OptionsValidationException">A setting is unknown or malformed.</exception>
    public static T Of<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var options = new T();
        Read(options, configuration.GetSection(section));
        return options;
    }

    private static void Read<T>(T options, IConfigurationSection section)
        where T : class
    {
        var settings = typeof(T).GetProperties().Where(property => property.SetMethod is null or { IsPublic: true })
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var faults = section.GetChildren().Select(given => FaultOf(given, settings)).OfType<string>().ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(T), faults);
        }

        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException malformed)
        {
            // Deeper in a list: the platform's own words name the setting.
            throw new OptionsValidationException(section.Path, typeof(T), [malformed.Message]);
        }
    }

    private static string? FaultOf(IConfigurationSection given, Dictionary<string, PropertyInfo> settings)
    {
        if (!settings.TryGetValue(given.Key, out var setting))
        {
            return $"{given.Path} is no setting. Known are: {string.Join(", ", settings.Keys.Order(StringComparer.Ordinal))}.";
        }

        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        return given.Value is { Length: > 0 } text && TypeDescriptor.GetConverter(type) is { } converter && converter.CanConvertFrom(typeof(string)) && !Converts(converter, text)
            ? $"{given.Path} is '{text}'. Give {FormOf(type)}, or leave the setting out for its default."
            : null;
    }

    private static bool Converts(TypeConverter converter, string text)
    {
        try
        {
            return converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string FormOf(Type type) => type switch
    {
        _ when type == typeof(int) => "a whole number such as 100",
        _ when type == typeof(double) => "a number such as 0.05",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time such as 00:00:10",
        _ when type == typeof(Uri) => "an address such as http://localhost:4317",
        _ => $"another value ({type.Name})",
    };
}
