"""The trials of a project as a vectorised NumPy model: what `breakeven` is measured against, and a second opinion on it.

usage: numpy_trials.py PROJECT.json [sensitivity.csv]

PROJECT.json is a breakeven.yaml written as JSON, with one pool of bought servers, effective rates and no tax. Every
driver `{base, low, high}` is triangular. With the table of a report, its percentiles are compared.
"""

import csv
import json
import sys
import time

import numpy as np


def uncertain(node, path, found):
    """Drivers with two ends, by key as `--set` writes it."""
    if isinstance(node, dict) and "base" in node:
        if node["low"] < node["high"]:
            found[path] = node
    elif isinstance(node, dict):
        for key, value in node.items():
            uncertain(value, f"{path}.{key}" if path else key, found)
    elif isinstance(node, list):
        for place, item in enumerate(node):
            name = item["id"] if isinstance(item, dict) and "id" in item else place + 1
            uncertain(item, f"{path}.{name}", found)


def outputs(seed, numbers):
    """SplitMix64 by position."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def draws(drivers, trials, seed):
    """One column of values for each driver, by key."""
    keys = sorted(drivers)
    numbers = np.arange(trials * len(keys), dtype=np.uint64)
    u = ((outputs(seed, numbers) >> np.uint64(11)) * 2.0**-53).reshape(trials, len(keys))
    values = {}
    for place, key in enumerate(keys):
        low, mode, high = (float(drivers[key][end]) for end in ("low", "base", "high"))
        split = (mode - low) / (high - low)
        x = u[:, place]
        values[key] = np.where(
            x < split,
            low + np.sqrt(x * (high - low) * (mode - low)),
            high - np.sqrt((1 - x) * (high - low) * (high - mode)),
        )[:, None]
    return values


def net_present_values(model, values):
    def get(path, node, default=0.0):
        if path in values:
            return values[path]
        value = node.get(path.rsplit(".", 1)[1], default)
        return value["base"] if isinstance(value, dict) else value

    def section(name):
        return lambda key, default=0.0: get(f"{name}.{key}", model[name], default)

    finance, market, capacity, people, opex = map(section, ("finance", "market", "capacity", "people", "opex"))
    horizon, hours = model["meta"]["horizon_months"], float(model["meta"]["hours_basis"])
    t = np.arange(horizon + 1.0)[None, :]
    live = (t >= 1) * 1.0
    pool = model["pools"][0]
    in_pool = lambda key, default=0.0: get(f"pools.{pool['id']}.{key}", pool, default)

    price = (1 - market("api_discount")) * (1 - market("api_price_decline_annual")) ** (t / 12) * live
    baseline = residual = market("api_fixed_month") * live
    demand = peak = 0.0
    first = min((w["migrate_month"] for w in model["workloads"] if w["migrate_month"] != "never"), default=horizon + 1)
    for workload in model["workloads"]:
        own = lambda key, default=0.0: get(f"workloads.{workload['id']}.{key}", workload, default)
        volume = (1 + own("growth_monthly")) ** t
        cost = price * volume * sum(own(f"tok_{c}") * own(f"price_{c}") for c in ("in", "cached", "out"))
        baseline = baseline + cost
        if workload["migrate_month"] == "never":
            residual = residual + cost
            continue
        since = t - workload["migrate_month"]
        parallel = np.where(since >= 0, np.clip(own("parallel_weeks") * 7 * 12 / 365 - since, 0, 1), 0)
        ramp = np.array(workload["ramp"])[np.clip(since, 0, len(workload["ramp"]) - 1).astype(int)]
        served = np.where(since >= 0, own("max_share", 1) * ramp * (1 - parallel), 0)
        stays = 1 - own("fallback_share")
        residual = residual + cost * (1 - served * stays)
        load = served * (stays if workload["fallback_type"] == "failover" else 1) + own("shadow_share", 1) * parallel
        uncached = own("tok_in") + own("tok_cached") * (1 - in_pool("cache_hit"))
        seconds = uncached / in_pool("tps_in") + own("tok_out") / in_pool("tps_out")
        work = load * 1e6 * volume * own("token_ratio", 1) * seconds
        demand = demand + work
        peak = peak + work * own("peak_to_avg", 3)

    needed = np.maximum(0, np.ceil(peak / (3600 * hours * in_pool("u_max", 0.7)) - 1e-9))
    replicas = np.where(demand > 0, np.maximum(in_pool("min_replicas", 2), needed + in_pool("spare_replicas", 1)), 0)
    servers = np.ceil(replicas / (capacity("gpus_per_server", 8) // in_pool("gpus_per_replica")))
    servers = np.broadcast_to(servers, np.broadcast_shapes(servers.shape, price.shape))
    life, lead = int(capacity("life_months", 48)), int(capacity("lead_months"))
    unit = capacity("server_price") * (1 + capacity("network_storage_pct"))
    bought, paid, capex = (np.zeros_like(servers) for _ in range(3))
    owned, in_service = np.zeros_like(servers), np.zeros_like(servers)
    for month in range(horizon + 1):
        start = max(0, month - life + 1)
        bought[:, month] = np.maximum(0, servers[:, month] - bought[:, start:month].sum(axis=1))
        order = max(0, month - lead)
        paid[:, month] = bought[:, month] * np.squeeze(unit * (1 - market("gpu_price_decline_annual")) ** (order / 12))
        capex[:, order] += paid[:, month]
        owned[:, month] = bought[:, start : month + 1].sum(axis=1)
        in_service[:, month] = paid[:, start : month + 1].sum(axis=1)

    gpus = owned * capacity("gpus_per_server", 8)
    on = (t >= max(1, first - people("start_before_months"))) * 1.0
    busy = np.divide(demand, replicas * hours * 3600, out=np.zeros_like(servers), where=replicas > 0)
    watts = capacity("kw_idle") + (capacity("kw_max") - capacity("kw_idle")) * busy
    staff = np.clip(people("fte_base") + gpus / people("gpus_per_fte"), people("fte_min", 0.5), people("fte_max", 2))
    running = (
        owned * watts * capacity("pue", 1) * hours * capacity("tariff_kwh")
        + owned * capacity("kw_max") * capacity("colo_per_kw_month")
        + capacity("support_pct_annual") / 12 * in_service
        + gpus * capacity("software_per_gpu_year") / 12
        + (staff * people("loaded_cost_year") / 12 + people("oncall_month"))
        * (1 + finance("wage_inflation")) ** (t / 12) * on
        + (opex("observability_fixed") + opex("observability_per_gpu") * gpus) * on
        + opex("retrain_events_year") / 12 * opex("retrain_cost_event") * on
        + (opex("security_month") + opex("compliance_year") / 12) * on
    )
    one_off = sum((t == item["month"]) * float(item["amount"]) for item in model.get("one_off", []))
    alternative = residual + running + one_off + finance("contingency_pct") * (running + one_off) + capex
    factor = (1 + finance("discount_rate_annual", 0.1)) ** (-t / 12)
    return ((baseline - alternative) * factor).sum(axis=1)


def main():
    project = json.load(open(sys.argv[1], encoding="utf-8"))
    options = project.get("uncertainty", {})
    trials, seed = options.get("trials", 10_000), options.get("seed", 1)
    start = time.perf_counter()
    drivers = {}
    uncertain(project["model"], "", drivers)
    values = draws(drivers, trials, seed)
    parts = [
        net_present_values(project["model"], {key: column[first : first + 2_000] for key, column in values.items()})
        for first in range(0, trials, 2_000)
    ]
    npv = np.concatenate(parts)
    print(f"{trials} trials, {len(drivers)} drivers: {time.perf_counter() - start:.2f} s")
    figures = {f"npv_p{share:02}": np.percentile(npv, share) for share in (5, 50, 95)}
    figures["probability_of_winning"] = float((npv > 0).mean())
    expected = {}
    if len(sys.argv) > 2:
        rows = csv.DictReader(open(sys.argv[2], encoding="utf-8", newline=""))
        expected = {row["metric"]: float(row["value"]) for row in rows if row["kind"] == "monte_carlo"}
    worst = 0.0
    for name, value in figures.items():
        other = expected.get(name)
        print(name, value, "" if other is None else other)
        if other is not None:
            worst = max(worst, abs(value - other) / max(1, abs(other)))
    if expected:
        print(f"largest relative difference {worst:.1e}")
        sys.exit(worst > 1e-9)


if __name__ == "__main__":
    main()
