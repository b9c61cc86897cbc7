#!/usr/bin/env python3
"""Writes a price list of GPU instances in SkyPilot's layout, the same bytes for the same arguments.

usage: catalogue.py FILE [ROWS]        250,000 rows make about 60 MB
"""

import random
import sys

GPUS = [  # name, instance, GPUs, MiB, price
    ("H100", "p5.48xlarge", 8, 81920, 55.04), ("H100", "p5.4xlarge", 1, 81920, 6.88),
    ("H200", "p5en.48xlarge", 8, 144384, 63.30), ("B200", "p6-b200.48xlarge", 8, 183359, 113.93),
    ("A100", "p4d.24xlarge", 8, 40960, 21.96), ("A100-80GB", "p4de.24xlarge", 8, 81920, 27.45),
    ("L40S", "g6e.48xlarge", 8, 46068, 30.13), ("L4", "g6.xlarge", 1, 23034, 0.80),
    ("A10G", "g5.12xlarge", 4, 23028, 5.67), ("T4", "g4dn.xlarge", 1, 16384, 0.526),
    ("V100", "p3.16xlarge", 8, 16384, 24.48), ("", "m7i.24xlarge", 0, 0, 4.84),
]


def rows(count):
    draw = random.Random(20260101)
    for number in range(count):
        name, instance, gpus, memory, price = GPUS[int(draw.random() * len(GPUS))]
        region = f"region-{draw.randrange(400)}"
        info = ""
        if gpus:
            info = (f"\"{{'Gpus': [{{'Name': '{name}', 'Manufacturer': 'NVIDIA', 'Count': {gpus}, "
                    f"'LogicalGpuCount': {gpus}, 'GpuPartitionSize': 1.0, 'Workloads': ['ml-ai'], "
                    f"'MemoryInfo': {{'SizeInMiB': {memory}}}}}], 'TotalGpuMemoryInMiB': {memory * gpus}}}\"")
        listed = f"{price * draw.uniform(0.8, 2):.6f}" if draw.random() > 0.02 else ""
        spot = f"{price * draw.uniform(0.2, 0.9):.6f}" if draw.random() > 0.1 else ""
        yield (f"{instance},{name},{gpus or ''},96.0,1152.0,{info},{listed},{spot},{region},"
               f"{region}-az{number % 6},x86_64")


def main():
    path = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 250_000
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,"
                   "AvailabilityZone,Arch\n")
        for row in rows(count):
            file.write(row + "\n")


main()
