using System.Text;

namespace CityBrain.Storage.Sqlite;

/// <summary>The conditions of a query with their values, so that every value is bound and none is written into the text.</summary>
internal sealed class SqlFilter
{
    private readonly StringBuilder _text = new();
    private readonly List<object> _values = [];

    public string Text => _text.Length == 0 ? "1" : _text.ToString();

    /// <summary>Adds a condition with its values, which are numbers or texts.</summary>
    public SqlFilter And(string condition, params ReadOnlySpan<object> values)
    {
        _text.Append(_text.Length == 0 ? string.Empty : " AND ").Append(condition);
        _values.AddRange(values);
        return this;
    }

    /// <summary>Adds a condition if its value is given.</summary>
    public SqlFilter AndIf(string condition, object? value) => value is null ? this : And(condition, value);

    /// <summary>Adds that a column starts with a text; U+10FFFF is the last of all code points.</summary>
    public SqlFilter AndPrefix(string column, string prefix) => prefix.Length == 0
        ? this
        : And($"{column}>=? AND {column}<?", prefix, prefix + "\U0010FFFF");

    public SqliteStatement BindTo(SqliteStatement statement)
    {
        foreach (var value in _values)
        {
            _ = value is string text ? statement.Bind(text) : statement.Bind(Convert.ToInt64(value, null));
        }

        return statement;
    }
}
