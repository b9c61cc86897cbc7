"""Measures the writer: what it takes beyond a C program that writes the same cells through the same library.

usage: python3 Benchmarks/writer.py WRITER_BENCHMARK WORKBOOK.xlsx

Lists the cells of a workbook (numbers, texts, formulas with their values, looks), and counts the instructions of
WriterBenchmark and of writer.c by callgrind, each once reading the list and once writing it, too: the difference is the
writing. Prints the ratio; goal 1.2. Needs valgrind, a C compiler and libxlsxwriter.
"""

import html
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?(?:/>|>(?:<f[^>]*>(.*?)</f>)?(?:<v>(.*?)</v>)?</c>)')


def column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cells(workbook):
    book = zipfile.ZipFile(workbook)
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    shared = [re.sub(r"<[^>]+>", "", text) for text in
              re.findall(r"<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode(), re.S)]
    clean = lambda text: html.unescape(text).replace("\t", " ").replace("\n", " ")
    for number, name in enumerate(names, 1):
        yield f"S\t{html.unescape(name)}"
        for match in CELL.finditer(book.read(f"xl/worksheets/sheet{number}.xml").decode()):
            letters, row, style, kind, formula, value = match.groups()
            place = f"{int(row) - 1}\t{column(letters)}\t{style or 0}"
            if formula is not None:
                yield f"{'G' if kind == 'str' else 'F'}\t{place}\t{clean(value or '0')}\t{clean(formula)}"
            elif kind == "s":
                yield f"T\t{place}\t{clean(shared[int(value)])}"
            elif value is not None:
                yield f"N\t{place}\t{value}"
            else:
                yield f"B\t{place}"


def instructions(command):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                          text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"{command[0]}: status {done.returncode}\n{done.stderr[-2000:]}")
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def main():
    ours, workbook = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        listed = list(cells(workbook))
        path = Path(folder, "cells.txt")
        path.write_text("\n".join(listed) + "\n")
        peer = str(Path(folder, "writer"))
        subprocess.run(["cc", "-O2", "-o", peer, str(Path(__file__).with_name("writer.c")), "-lxlsxwriter"], check=True)
        # Debug information of a newer form than valgrind reads is in its way.
        plain = str(Path(folder, "ours"))
        subprocess.run(["strip", "-g", "-o", plain, ours], check=True)
        ours = plain
        taken = {}
        for program in (ours, peer):
            read, written = (instructions([program, mode, str(path), str(Path(folder, f"{mode}.xlsx"))])
                             for mode in ("read", "write"))
            taken[program] = written - read
        print(f"{len(listed):,} cells: {taken[ours] / 1e6:,.0f} million instructions, in C {taken[peer] / 1e6:,.0f} "
              f"million: {taken[ours] / taken[peer]:.2f} x, goal 1.2")


if __name__ == "__main__":
    main()
