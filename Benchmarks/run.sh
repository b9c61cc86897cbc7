#!/bin/sh
# Measures the reader: generated exports, in turn with the programs that its goals name. Every row is printed with its goal.
#
# usage: Benchmarks/run.sh [WORK_FOLDER [NAME...]]     NAME: focus gzip many small worst others catalogue; all of them
# unless named
#
# Needs Swift and Python 3 with venv; the network once, for DuckDB and Polars (left out when they cannot be installed).
# WORK_FOLDER (default: a folder in the system's temporary one) keeps the exports and the virtual environment, 3 GB, and for
# a while 4 GB more. RUNS=n sets the runs that a median is taken of.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-${TMPDIR:-/tmp}/breakeven-benchmark}
[ $# -eq 0 ] || shift
mkdir -p "$work"

flags="-c release"
[ "$(uname -s)" = Darwin ] || flags="$flags --static-swift-stdlib"
export BREAKEVEN_BENCHMARKS=1
for product in breakeven ImportBenchmark; do
    # shellcheck disable=SC2086 # Flags are several words.
    swift build --package-path "$here/.." $flags --product "$product"
done
# shellcheck disable=SC2086
programs=$(swift build --package-path "$here/.." $flags --show-bin-path)

[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
for package in duckdb==2.0.0 polars==2.1.0; do
    "$work/venv/bin/python" -c "import ${package%%=*}" 2>/dev/null ||
        "$work/venv/bin/pip" install --quiet "$package" ||
        echo "$package cannot be installed: it is left out"
done

exec "$work/venv/bin/python" "$here/suite.py" "$work" "$programs/breakeven" "$programs/ImportBenchmark" "$@"
