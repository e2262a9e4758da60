using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CityBrain.Tampering;

/// <summary>A journal's file, opened for writing by somebody who has no business there.</summary>
internal sealed class Journal : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    public Journal(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        _transaction = _connection.BeginTransaction();
    }

    public void Commit() => _transaction.Commit();

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    /// <summary>The columns of a table as the file itself declares them, name → type.</summary>
    public IReadOnlyDictionary<string, string> Columns(string table)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        using var command = Command("SELECT name, type FROM pragma_table_info($table)", ("$table", table));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            columns[reader.GetString(0)] = reader.GetString(1);
        }

        return columns;
    }

    public IReadOnlyList<long> Keys(string table) => Numbers($"SELECT position FROM {table} ORDER BY position");

    public Dictionary<string, object?> Row(string table, long key)
    {
        using var command = Command($"SELECT * FROM {table} WHERE position = $key", ("$key", key));
        using var reader = command.ExecuteReader();
        if (!reader.Read())
        {
            throw new InvalidOperationException($"{table} has no row {key}.");
        }

        return Enumerable.Range(0, reader.FieldCount)
            .ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.Ordinal);
    }

    public void Insert(string table, IReadOnlyDictionary<string, object?> row) => Execute(
        $"INSERT INTO {table}({string.Join(", ", row.Keys)}) VALUES({string.Join(", ", row.Keys.Select(name => "$" + name))})",
        [.. row.Select(field => ("$" + field.Key, field.Value))]);

    public void Set(string table, long key, string column, object? value) =>
        Execute($"UPDATE {table} SET {column} = $value WHERE position = $key", ("$value", value), ("$key", key));

    public void Delete(string table, long key) => Execute($"DELETE FROM {table} WHERE position = $key", ("$key", key));

    public long Number(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
    }

    public string Text(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        return (string)command.ExecuteScalar()!;
    }

    public IReadOnlyList<long> Numbers(string sql)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
        {
            numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    }

    public void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

#pragma warning disable CA2100 // Table and column names come from the file's own schema.
    private SqliteCommand Command(string sql, params (string Name, object? Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
#pragma warning restore CA2100
}
