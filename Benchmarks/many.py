"""Measures many projects in one run: do they keep every core busy, and are the bytes those of one job?

usage: python3 Benchmarks/many.py PROGRAM PROJECT [COPIES [RUNS]]

Copies a project so many times with other trials and another growth, and runs `PROGRAM report` over all copies with one job
and with as many as there are processors, in turn. Prints the ratio of the medians (goal 1.7 on two processors) and
whether every file of every report is the same.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def report(program, folders, jobs):
    begin = time.monotonic()
    done = subprocess.run([program, "report", "--quiet", "--jobs", str(jobs), *folders], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode not in (0, 3):
        sys.exit(f"status {done.returncode}\n{done.stderr[-2000:]}")
    return time.monotonic() - begin


def files(folders):
    found = {}
    for folder in folders:
        for path in sorted(Path(folder, "reports").rglob("*")):
            if path.is_file():
                found[str(path)] = path.read_bytes()
    return found


def main():
    program = str(Path(sys.argv[1]).resolve())
    sample = Path(sys.argv[2]).resolve()
    copies = int(sys.argv[3]) if len(sys.argv) > 3 else 50
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with tempfile.TemporaryDirectory() as home:
        folders = []
        for number in range(copies):
            folder = Path(home, f"project-{number:02}")
            shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("reports", "expected"))
            # Every copy is a project of its own: other trials, another growth of its workloads.
            settings = folder / "breakeven.yaml"
            settings.write_text(f"{settings.read_text()}\nuncertainty: {{seed: {number + 1}}}\n")
            workloads = folder / "workloads.csv"
            workloads.write_text(workloads.read_text().replace(",0.02,", f",{0.015 + 0.0002 * number:.4f},"))
            folders.append(str(folder))
        seconds = {1: [], cores: []}
        outputs = {}
        for _ in range(runs):
            for jobs in (1, cores):
                for folder in folders:
                    shutil.rmtree(Path(folder, "reports"), ignore_errors=True)
                seconds[jobs].append(report(program, folders, jobs))
                outputs[jobs] = files(folders)
        one, all_cores = statistics.median(seconds[1]), statistics.median(seconds[cores])
        same = "the same bytes" if outputs[1] == outputs[cores] else "OTHER BYTES"
        print(f"{copies} projects: {one:.2f} s with one job, {all_cores:.2f} s with {cores}: {one / all_cores:.2f} x, "
              f"goal 1.7; {len(outputs[1])} files, {same}")


if __name__ == "__main__":
    main()
