#!/usr/bin/env python3
"""Works out the known answers of the noise file and of the gates file, from their text alone and with nothing of the product.

Usage: noise_and_gates.py DATA_FOLDER
Writes noise_hours.csv (the equivalent level of every site and hour, and of how many minutes) and gate_days.csv (the entries of every
station and day, and of how many readings) beside itself. Hours and days are those of the files' own clock, +08:00.
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

days = {}
with gzip.open(data / "crowd/hangzhou_metro_entries_56stations_10min.csv.gz", "rt", encoding="utf-8", newline="") as text:
    for row in csv.DictReader(text):
        if row["entries_10min"]:
            days.setdefault((row["station"], row["time_local_utc8"][:10]), []).append(int(row["entries_10min"]))

with open(here / "gate_days.csv", "w", encoding="utf-8", newline="\n") as out:
    out.write("station,day,readings,entries\n")
    for (station, day), entries in sorted(days.items()):
        out.write(f"{station},{day},{len(entries)},{sum(entries)}\n")

print(f"{len(hours)} site-hours of {sum(map(len, hours.values()))} minutes; {len(days)} station-days, {sum(map(sum, days.values()))} entries")
