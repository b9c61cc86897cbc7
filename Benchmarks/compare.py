#!/usr/bin/env python3
"""Runs breakeven and DuckDB in turn on one file and compares medians of whole processes.

usage: compare.py PROGRAM FILE [RUNS]

Wall seconds are taken from start to exit; processor seconds and the peak of memory are the system's account of the
finished process. Both must find the same money, else there is nothing to compare.
"""

import csv
import decimal
import os
import statistics
import subprocess
import sys
import tempfile
import time


def timed(command):
    """Output, wall seconds, processor seconds and peak MiB of a command that must succeed."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command[0]} left with status {process.returncode}")
        out.seek(0)
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return out.read().decode(), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def main():
    program, path = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    ours = [program, "convert", path, "--to", "ledger"]
    duckdb = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "duckdb_ledger.py"), path]

    figures = {"breakeven": [], "duckdb": []}
    for run in range(runs + 1):
        ledger, *a = timed(ours)
        counts, *b = timed(duckdb)
        if run == 0:
            rows = csv.DictReader(ledger.splitlines())
            total = sum((decimal.Decimal(row["cost"]) for row in rows if row["cost"]), decimal.Decimal(0))
            other = decimal.Decimal(counts.split()[2])
            if total != other:
                sys.exit(f"breakeven adds up to {total}, DuckDB to {other}")
            continue  # the first of each only warms the caches
        figures["breakeven"].append(a)
        figures["duckdb"].append(b)

    print(f"{os.path.getsize(path) / 1e6:.0f} MB, medians of {runs} runs in turn, {os.cpu_count()} processors")
    for name, values in figures.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*values))
        print(f"{name:10} wall {wall:6.3f} s   processor {cpu:6.3f} s   peak {peak:6.1f} MiB")
    ratio = statistics.median(a[0] / b[0] for a, b in zip(figures["breakeven"], figures["duckdb"]))
    print(f"wall, breakeven / duckdb: {ratio:.3f} (median of pairs)")


main()
