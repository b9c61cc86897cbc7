#!/bin/sh
# Times `breakeven convert --to ledger` on a FOCUS export of 438 MB against DuckDB's group-by of the same file.
#
# usage: Benchmarks/run.sh [WORK_FOLDER]
#
# Needs Swift, Python 3 with venv, and the network once for DuckDB. The export and the virtual environment are kept in
# WORK_FOLDER (default: a folder in the system's temporary one) and used again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-${TMPDIR:-/tmp}/breakeven-benchmark}
mkdir -p "$work"

swift build --package-path "$here/.." -c release --product breakeven
program=$(swift build --package-path "$here/.." -c release --show-bin-path)/breakeven

if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet "duckdb==2.0.0"
fi
if [ ! -s "$work/focus.csv" ]; then
    python3 "$here/generate.py" "$work/focus.csv.part"
    mv "$work/focus.csv.part" "$work/focus.csv"
fi

exec "$work/venv/bin/python" "$here/compare.py" "$program" "$work/focus.csv"
