"""Polars' share of the comparison: what duckdb_ledger.py computes, by its streaming engine.

usage: polars_ledger.py FILE
"""

import sys

import polars as pl

MONTH = pl.col("BillingPeriodStart").str.slice(0, 7).alias("month")
KEYS = [MONTH, "ProviderName", "ChargeDescription", "Tags", "ChargeCategory", "BillingCurrency"]
MEASURES = ["BilledCost", "EffectiveCost", "ConsumedQuantity"]

groups = (
    pl.scan_csv(sys.argv[1], infer_schema=False, null_values="NULL")
    .group_by(KEYS)
    .agg([pl.len()] + [pl.col(name).str.to_decimal(scale=12).sum() for name in MEASURES])
    .collect(engine="streaming")
)
print(groups.height, groups["len"].sum(), groups["BilledCost"].sum())
