"""DuckDB's share of the comparison: the group-by that a ledger needs, with exact sums.

usage: duckdb_ledger.py FILE
"""

import sys

import duckdb

QUERY = """
SELECT substr(BillingPeriodStart, 1, 7) AS month, ProviderName, SkuId, SubAccountId, ChargeCategory, BillingCurrency,
    count(*), sum(CAST(BilledCost AS DECIMAL(38, 12))), sum(CAST(EffectiveCost AS DECIMAL(38, 12))),
    sum(CAST(ConsumedQuantity AS DECIMAL(38, 12)))
FROM read_csv(?, header = true, delim = ',', quote = '"', escape = '"', all_varchar = true, nullstr = 'NULL')
GROUP BY ALL
"""

groups = duckdb.connect().execute(QUERY, [sys.argv[1]]).fetchall()
print(len(groups), sum(group[6] for group in groups), sum(group[7] for group in groups))
