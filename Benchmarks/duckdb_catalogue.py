"""DuckDB's share of the comparison: the cheapest instance of each GPU and number of GPUs, on demand and spot, with exact
prices, from a price list in SkyPilot's layout.

usage: duckdb_catalogue.py FILE
"""

import sys

import duckdb

QUERY = """
WITH offers AS (
    SELECT AcceleratorName AS gpu, CAST(AcceleratorCount AS DOUBLE) AS gpus, InstanceType || ' ' || Region AS place,
        CAST(paid AS DECIMAL(18, 6)) AS paid, plan
    FROM (
        SELECT *, Price AS paid, 'on demand' AS plan FROM list UNION ALL
        SELECT *, SpotPrice AS paid, 'spot' AS plan FROM list)
    WHERE AcceleratorName <> '' AND paid <> ''),
least AS (
    SELECT gpu, gpus, plan, count(*) AS offers, min(paid) AS paid, arg_min(place, paid) AS place
    FROM offers WHERE paid > 0 GROUP BY gpu, gpus, plan)
SELECT gpu, gpus, plan, offers, paid, place FROM least ORDER BY paid / gpus
"""

connection = duckdb.connect()
connection.execute("CREATE TEMP VIEW list AS SELECT * FROM read_csv('"
                   + sys.argv[1].replace("'", "''")
                   + "', header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true, nullstr = 'NULL')")
groups = connection.execute(QUERY).fetchall()
print(len(groups), sum(group[3] for group in groups))
