#!/usr/bin/env python3
"""Works out the known answers of the noise file and of the gates file, from their text alone and with nothing of the product.

Usage: noise_and_gates.py DATA_FOLDER
Writes noise_hours.csv (the equivalent level of every site and hour, and of how many minutes) and gate_entries.csv (the entries of every
day and of every station, and of how many readings) beside itself. Hours and days are those of the files' own clock, +08:00.
"""
import csv
import decimal
import gzip
import pathlib
import sys

data = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
decimal.getcontext().prec = 40
TEN = decimal.Decimal(10)


def leq(levels):
    """Equivalent level in dB: ten times the common logarithm of the mean energy, with 40 digits so that no rounding is shared with a machine's floats."""
    energy = sum((TEN ** (decimal.Decimal(level) / 10) for level in levels), decimal.Decimal(0))
    return (energy / len(levels)).log10() * 10


hours = {}
with open(data / "noise/laeq_1min_2025_03_21_04_01.csv", encoding="utf-8", newline="") as text:
    for row in csv.DictReader(text):
        if row["laeq_1min_dba"]:
            hours.setdefault((row["site"], row["time_local"][:13]), []).append(row["laeq_1min_dba"])

with open(here / "noise_hours.csv", "w", encoding="utf-8", newline="\n") as out:
    out.write("site,hour,minutes,leq\n")
    for (site, hour), levels in sorted(hours.items()):
        out.write(f"{site},{hour},{len(levels)},{leq(levels):.6f}\n")

entries = {}
with gzip.open(data / "crowd/hangzhou_metro_entries_56stations_10min.csv.gz", "rt", encoding="utf-8", newline="") as text:
    for row in csv.DictReader(text):
        if row["entries_10min"]:
            for key in ("day", row["time_local_utc8"][:10]), ("station", row["station"]):
                entries.setdefault(key, []).append(int(row["entries_10min"]))

with open(here / "gate_entries.csv", "w", encoding="utf-8", newline="\n") as out:
    out.write("by,of,readings,entries\n")
    for (by, of), counts in sorted(entries.items()):
        out.write(f"{by},{of},{len(counts)},{sum(counts)}\n")

total = sum(sum(counts) for (by, _), counts in entries.items() if by == "day")
print(f"{len(hours)} site-hours of {sum(map(len, hours.values()))} minutes; {total} entries on {sum(by == 'day' for by, _ in entries)} days")
