using System.Text;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.Sources;

/// <summary>
/// Reads comma-separated records by RFC 4180 as they stream in: quoted fields, doubled quotes, line breaks inside quotes, a byte order mark.
/// The first record names the columns; every other must have as many fields. Empty lines are passed over.
/// </summary>
public sealed class CsvRecords
{
    /// <summary>Longer records are refused, so that one missing quote cannot swallow a file into memory.</summary>
    public const int RecordCharactersMax = 65_536;

    private readonly string _file;
    private readonly TextReader _text;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];
    private int _line = 1;

    /// <summary>Reads the header.</summary>
    /// <param name="file">Name for messages.</param>
    /// <param name="text">The decoded text.</param>
    /// <param name="required">Columns that must be there; others may be.</param>
    /// <exception cref="CommandFailedException">There is no header, or a column is missing or doubled.</exception>
    public CsvRecords(string file, TextReader text, IReadOnlyCollection<string> required)
    {
        (_file, _text) = (file, text);
        if (!ReadRecord())
        {
            throw Malformed("csv-empty", "The file is empty.", "Give a file whose first line names the columns.");
        }

        for (var i = 0; i < _fields.Count; i++)
        {
            if (!_columns.TryAdd(_fields[i].Trim(), i))
            {
                throw Malformed("csv-column-doubled", $"The column '{_fields[i]}' is there twice.", "Remove or rename one of them.");
            }
        }

        var missing = required.Where(column => !_columns.ContainsKey(column)).ToList();
        if (missing.Count > 0)
        {
            throw Malformed(
                "csv-column-missing",
                $"The file has no column {string.Join(", ", missing.Select(column => $"'{column}'"))}.",
                $"The first line must name {string.Join(", ", required)}; check --as.");
        }
    }

    /// <summary>Line on which the current record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Moves to the next record; false at the end.</summary>
    /// <exception cref="CommandFailedException">The record is ragged, too long, ends inside quotes, or is not UTF-8.</exception>
    public bool Read()
    {
        if (!ReadRecord())
        {
            return false;
        }

        return _fields.Count == _columns.Count
            ? true
            : throw Malformed(
                "csv-ragged",
                $"The row has {_fields.Count} fields where the first line names {_columns.Count}.",
                "Mend the row, or quote a field that has a comma or a line break in it.");
    }

    /// <summary>A field of the current record, without blanks around it.</summary>
    public string Field(string column) => _fields[_columns[column]].Trim();

    /// <summary>A failure that names this file and the current line.</summary>
    public CommandFailedException Malformed(string code, string reason, string remedy, Exception? inner = null) =>
        new(ExitCode.Findings, code, $"{_file}, line {Line}: {reason}", remedy, inner);

    private bool ReadRecord()
    {
        try
        {
            do
            {
                Line = _line;
                if (!ReadFields())
                {
                    return false;
                }
            }
            while (_fields is [""]);
            return true;
        }
        catch (DecoderFallbackException broken)
        {
            throw Malformed("csv-not-utf8", "The text is not UTF-8.", "Save the file as UTF-8.", broken);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw Malformed("gzip-damaged", "The compressed file is damaged or cut off.", "Fetch the file again.", broken);
        }
    }

    private bool ReadFields()
    {
        _fields.Clear();
        _field.Clear();
        var next = _text.Read();
        if (next < 0)
        {
            return false;
        }

        for (var characters = 0; ; next = _text.Read())
        {
            if (++characters > RecordCharactersMax)
            {
                throw Malformed("csv-record-too-long", $"The row is longer than {RecordCharactersMax:N0} characters.", "Look for a quote that is not closed.");
            }

            switch (next)
            {
                case '"' when _field.Length == 0:
                    ReadQuoted(ref characters);
                    break;
                case '"':
                    throw Malformed("csv-quote", "A quote stands inside a field that does not begin with one.", "Quote the whole field and double the quotes in it.");
                case ',':
                    EndField();
                    break;
                case '\r' when _text.Peek() == '\n':
                    break;
                case '\n' or -1:
                    EndField();
                    _line++;
                    return true;
                default:
                    _field.Append((char)next);
                    break;
            }
        }
    }

    private void ReadQuoted(ref int characters)
    {
        for (var next = _text.Read(); ; next = _text.Read())
        {
            if (next < 0 || ++characters > RecordCharactersMax)
            {
                throw Malformed("csv-quote-open", "A quote is not closed.", "Close the quote, or double a quote that belongs to the text.");
            }

            if (next == '"')
            {
                if (_text.Peek() != '"')
                {
                    break;
                }

                _text.Read();
            }

            _line += next == '\n' ? 1 : 0;
            _field.Append((char)next);
        }

        if (_text.Peek() is not (',' or '\n' or '\r' or -1))
        {
            throw Malformed("csv-quote", "Text follows a closed quote.", "Put a comma behind the quote, or double a quote that belongs to the text.");
        }
    }

    private void EndField()
    {
        _fields.Add(_field.ToString());
        _field.Clear();
    }
}
