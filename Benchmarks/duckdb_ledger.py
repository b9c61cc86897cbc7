"""DuckDB's share of the comparison: the group-by that a ledger is made of (month, provider, what tells model and token
class, what tells the workload, category, currency), with exact sums.

usage: duckdb_ledger.py FILE
"""

import sys

import duckdb

QUERY = """
SELECT substr(BillingPeriodStart, 1, 7) AS month, ProviderName, ChargeDescription, Tags, ChargeCategory, BillingCurrency,
    count(*), sum(CAST(BilledCost AS DECIMAL(38, 12))), sum(CAST(EffectiveCost AS DECIMAL(38, 12))),
    sum(CAST(ConsumedQuantity AS DECIMAL(38, 12)))
FROM read_csv(?, header = true, delim = ',', quote = '"', escape = '"', all_varchar = true, nullstr = 'NULL')
GROUP BY ALL
"""

groups = duckdb.connect().execute(QUERY, [sys.argv[1]]).fetchall()
print(len(groups), sum(group[6] for group in groups), sum(group[7] for group in groups))
