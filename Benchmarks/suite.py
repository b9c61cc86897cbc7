#!/usr/bin/env python3
"""Runs every measurement of the reader and prints it beside its goal.

usage: suite.py WORK_FOLDER PROGRAM IMPORT_BENCHMARK [NAME...]

Programs that are compared run in turn, whole processes from start to exit; figures are medians of RUNS runs (default 5, an
environment variable), ratios are those of the medians. A first run of each only warms the caches.
"""

import csv
import decimal
import gzip
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = int(os.environ.get("RUNS", "5"))
WORK, PROGRAM, IMPORT = (os.path.abspath(path) for path in sys.argv[1:4])


def run(command):
    """Wall seconds, processor seconds and the peak of memory in MiB of a command that must succeed, rejected rows (3) aside."""
    with open(os.path.join(WORK, "output"), "wb") as out, open(os.path.join(WORK, "errors"), "wb") as errors:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=errors, stdin=subprocess.DEVNULL, cwd=WORK)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        with open(os.path.join(WORK, "errors"), encoding="utf-8") as errors:
            sys.exit(f"{' '.join(command)} left with status {process.returncode}: {errors.read(500)}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def output():
    with open(os.path.join(WORK, "output"), encoding="utf-8") as out:
        return out.read()


def medians(commands):
    """Median wall, processor seconds and peak of each command, all in turn."""
    figures = {name: [] for name in commands}
    for number in range(RUNS + 1):
        for name, command in commands.items():
            figure = run(command)
            if number > 0:
                figures[name].append(figure)
    result = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
    for name, (wall, cpu, peak) in result.items():
        print(f"  {name:22} wall {wall:7.3f} s   processor {cpu:7.3f} s   peak {peak:6.1f} MiB")
    return result


def verdict(what, figure, goal, atleast=False):
    fits = figure >= goal if atleast else figure <= goal
    print(f"  {what:44} {figure:8.3f}   goal {'≥' if atleast else '≤'} {goal:<6} {'met' if fits else 'missed'}")


def generated(name, make):
    """Path of a file that is made once."""
    path = os.path.join(WORK, name)
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        make(path + ".part")
        os.replace(path + ".part", path)
    return path


def export(kind):
    return generated(
        f"{kind}.csv", lambda path: subprocess.run([sys.executable, f"{HERE}/generate.py", kind, path], check=True))


def packed(name, source, begin=0, end=None):
    """Lines `begin` to `end` of a file with its header, gzipped."""
    def make(path):
        with open(source, "rb") as lines, gzip.open(path, "wb", compresslevel=6) as out:
            out.write(next(lines))
            for number, line in enumerate(lines):
                if begin <= number and (end is None or number < end):
                    out.write(line)
    return generated(name, make)


def ours(*files):
    return [PROGRAM, "convert", *files, "--to", "ledger"]


def others(path, work="ledger"):
    commands = {}
    for name in ("duckdb", "polars"):
        if importlib.util.find_spec(name):
            commands[name] = [sys.executable, f"{HERE}/{name}_{work}.py", path]
        else:
            print(f"  {name} is not installed: no comparison")
    return commands


def check_money(path):
    """All programs must find the same money, else there is nothing to compare."""
    run(ours(path))
    rows = csv.DictReader(output().splitlines())
    total = sum((decimal.Decimal(row["cost"]) for row in rows if row["cost"]), decimal.Decimal(0))
    for name, command in others(path).items():
        run(command)
        other = decimal.Decimal(output().split()[2])
        if total != other:
            sys.exit(f"breakeven adds up to {total}, {name} to {other}")


def has_sha_instructions():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return " sha_ni" in (text := info.read()) or " sha2" in text
    except OSError:
        return True


def measure_focus():
    """FOCUS, SHA-256 included, and without it"""
    path = export("focus")
    check_money(path)
    commands = {
        "breakeven": ours(path), "without hashing": [IMPORT, "--no-hash", path], **others(path),
        "openssl dgst -sha256": ["openssl", "dgst", "-sha256", path], "wc -l": ["wc", "-l", path],
    }
    result = medians(commands)
    hashed, plain = result["breakeven"][0], result["without hashing"][0]
    if has_sha_instructions():
        for name, goal in (("duckdb", 0.35), ("polars", 0.15), ("openssl dgst -sha256", 1.3)):
            if name in result:
                verdict(f"breakeven / {name}", hashed / result[name][0], goal)
    else:
        print("  this processor has no SHA instructions: no figure with SHA-256")
    for name, goal in (("duckdb", 0.2), ("wc -l", 3.0)):
        if name in result:
            verdict(f"without hashing / {name}", plain / result[name][0], goal)


def measure_gzip():
    """FOCUS, gzipped: whole, and in two halves"""
    path = export("focus")
    whole = packed("focus.csv.gz", path)
    halves = [packed("first.csv.gz", path, 0, 350_000), packed("second.csv.gz", path, 350_000)]
    # Halves of one file speak of the same days; that they are no double count has to be said, so accounts differ.
    halves = [halves[0], other_account(halves[1], "second-other.csv.gz")]
    result = medians({
        "breakeven, one file": ours(whole), "gzip -dc": ["gzip", "-dc", whole], "breakeven, two halves": ours(*halves)})
    verdict("one file / gzip -dc", result["breakeven, one file"][0] / result["gzip -dc"][0], 1.15)
    verdict("two halves / one file", result["breakeven, two halves"][0] / result["breakeven, one file"][0], 0.65)


def other_account(source, name):
    def make(path):
        with gzip.open(source, "rb") as lines, gzip.open(path, "wb", compresslevel=6) as out:
            for line in lines:
                out.write(line.replace(b"payer-0001", b"payer-0002"))
    return generated(name, make)


def copy_for_payer(path, name, size, payer):
    """About the first `size` bytes, of another account. In pieces: a child's peak of memory is never below its parent's."""
    with open(path, "rb") as source, open(name, "wb") as out:
        while out.tell() < size and (piece := source.read(1 << 20)):
            out.write((piece + source.readline()).replace(b"payer-0001", payer))


def measure_many():
    """4 GB in sixteen different files"""
    path = export("focus")
    folder = os.path.join(WORK, "sixteen")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    try:
        files = []
        for number in range(16):
            files.append(os.path.join(folder, f"export-{number:02d}.csv"))
            copy_for_payer(path, files[-1], 256_000_000, b"payer-%04d" % number)
        size = sum(os.path.getsize(name) for name in files)
        result = medians({"one file": ours(path), "sixteen files": ours(*files)})
        verdict("peak MiB", result["sixteen files"][2], 96)
        rate = size / result["sixteen files"][0] / (os.path.getsize(path) / result["one file"][0])
        verdict("throughput, sixteen files / one file", rate, 0.8, atleast=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure_small():
    """1,000 small files"""
    path = export("focus")
    folder = os.path.join(WORK, "small")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(path, "rb") as source:
        header = source.readline()
        files = []
        for number in range(1000):
            files.append(os.path.join(folder, f"export-{number:04d}.csv"))
            rows = b"".join(source.readline() for _ in range(20))
            with open(files[-1], "wb") as out:
                out.write(header + rows.replace(b"payer-0001", b"payer-%04d" % number))
    result = medians({"1,000 files": ours(*files)})
    verdict("milliseconds a file", result["1,000 files"][0], 1.0)


def measure_worst():
    """Every field quoted, quotes inside quotes, 1 % rejects"""
    plain, worst = export("focus"), export("worst")
    result = medians({"plain": ours(plain), "worst": ours(worst)})
    rates = [os.path.getsize(path) / result[name][0] for name, path in (("plain", plain), ("worst", worst))]
    verdict("throughput, worst / plain", rates[1] / rates[0], 0.5, atleast=True)


def measure_others():
    """Cost and Usage Report 2.0 of 112 columns, and OpenAI's usage of 2 million rows"""
    for kind in ("cur2", "openai"):
        path = export(kind)
        wall = medians({f"breakeven, {kind}": ours(path)})[f"breakeven, {kind}"][0]
        print(f"  {os.path.getsize(path) / 1e6:.0f} MB, {os.path.getsize(path) / 1e6 / wall:.0f} MB/s")


def measure_catalogue():
    """A price list of 250,000 rows, read and ranked"""
    folder = os.path.join(WORK, "catalogue", "aws")
    os.makedirs(folder, exist_ok=True)
    path = generated("catalogue/aws/vms.csv", lambda name: subprocess.run(
        [sys.executable, f"{HERE}/catalogue.py", name, "250000"], check=True))
    command = [PROGRAM, "inspect", path]
    run(command)
    # All must have found the same offers, else there is nothing to compare.
    found = output().split(" rows with ")[1].split(" offers")[0]
    for name, other in others(path, "catalogue").items():
        run(other)
        if output().split()[1] != found:
            sys.exit(f"breakeven finds {found} offers, {name} {output().split()[1]}")
    result = medians({"breakeven inspect": command, **others(path, "catalogue")})
    verdict("seconds, read and ranked", result["breakeven inspect"][0], 0.3)
    for name in ("duckdb", "polars"):
        if name in result:
            print(f"  breakeven / {name}: {result['breakeven inspect'][0] / result[name][0]:.2f}")


MEASUREMENTS = {
    "focus": measure_focus, "gzip": measure_gzip, "many": measure_many, "small": measure_small, "worst": measure_worst,
    "others": measure_others, "catalogue": measure_catalogue,
}


def main():
    print(f"medians of {RUNS} runs in turn, {os.cpu_count()} processors")
    for name in sys.argv[4:] or MEASUREMENTS:
        print(f"{name}: {MEASUREMENTS[name].__doc__}", flush=True)
        MEASUREMENTS[name]()


main()
