"""Measures the migration plan: 200 workloads that are free to move over 60 months, goal 2 s.

usage: python3 Benchmarks/plan.py PROGRAM [WORKLOADS [MONTHS]]

Writes a project into a temporary folder, runs `PROGRAM plan` and, for what everything else of the run takes, the same
project with every workload pinned to the API. Prints the medians of five runs.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def project(workloads, months, pinned):
    draw = random.Random(1)
    pools = [
        {"id": f"pool-{n}", "gpus_per_replica": draw.choice([1, 2, 4]), "tps_in": draw.randint(8000, 30000),
         "tps_out": draw.randint(800, 4000)}
        for n in range(3)
    ]
    return {"model": {
        "meta": {"start_month": "2027-01", "horizon_months": months},
        "market": {"api_price_decline_annual": 0.2},
        "migration": {"platform_points": 60},
        "people": {"loaded_cost_year": 200000, "fte_base": 1},
        "capacity": {"mode": "rent", "rent_gpu_hour": 2},
        "pools": pools,
        "workloads": [
            {"id": f"load-{n:03}", "pool": draw.choice(pools)["id"], "tok_in": draw.randint(200, 9000),
             "tok_out": draw.randint(20, 1200), "price_in": round(draw.uniform(0.5, 3), 2),
             "price_out": round(draw.uniform(2, 15), 2), "growth_monthly": 0.01, "parallel_weeks": draw.choice([2, 3, 4]),
             "simplicity": round(draw.random(), 2), "quality_risk": round(draw.random(), 2),
             "effort_days": draw.randint(5, 60), "migrate_month": "stay" if pinned else "auto"}
            for n in range(workloads)
        ],
    }, "uncertainty": {"trials": 0}}


def main():
    program = Path(sys.argv[1]).resolve()
    workloads = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    months = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    figures = {}
    for pinned in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "breakeven.yaml").write_text(json.dumps(project(workloads, months, pinned)))
            runs = []
            for _ in range(5):
                begin = time.monotonic()
                subprocess.run([program, "plan", folder, "--csv"], check=True, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
                runs.append(time.monotonic() - begin)
            figures[pinned] = statistics.median(runs)
    plan = figures[False] - figures[True]
    print(f"{workloads} workloads, {months} months: {figures[False]:.2f} s, of which the plan {plan:.2f} s, goal 2 s")


main()
