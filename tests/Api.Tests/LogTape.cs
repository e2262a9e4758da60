using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CityBrain.Api.Tests;

/// <summary>Keeps every line that is logged, with its scopes.</summary>
internal sealed class LogTape : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Tape(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Tape(LogTape tape, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => tape._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            tape._scopes.ForEachScope((scope, text) => text.Append(' ').Append(Shown(scope)), line);
            tape.Lines.Enqueue(line.ToString());
        }

        private static string Shown(object? scope) => scope is IEnumerable<KeyValuePair<string, object?>> pairs
            ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
            : $"{scope}";
    }
}
