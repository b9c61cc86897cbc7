"""Polars' share of the comparison: what duckdb_catalogue.py computes, by its streaming engine.

usage: polars_catalogue.py FILE
"""

import sys

import polars as pl

offers = pl.scan_csv(sys.argv[1], infer_schema=False).filter(pl.col("AcceleratorName").fill_null("") != "")
plans = [
    offers.select("AcceleratorName", "AcceleratorCount", "InstanceType", "Region",
                  pl.col(column).str.to_decimal(scale=6).alias("price"), pl.lit(plan).alias("plan"))
    for column, plan in (("Price", "on demand"), ("SpotPrice", "spot"))
]
groups = (
    pl.concat(plans).filter(pl.col("price") > 0)
    .group_by(["AcceleratorName", "AcceleratorCount", "plan"])
    .agg(pl.len(), pl.col("price").min().alias("least"), pl.col("InstanceType", "Region").sort_by("price").first())
    .sort(pl.col("least").cast(pl.Float64) / pl.col("AcceleratorCount").cast(pl.Float64))
    .collect(engine="streaming")
)
print(groups.height, groups["len"].sum())
