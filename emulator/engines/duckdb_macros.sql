-- Functions whose Trino meaning differs from DuckDB's of the same name. Each is called by a rewrite of
-- duckdb_sql.py and guarded by probes in tests/emulator/engines/probes/.
CREATE OR REPLACE MACRO trino_split_part(s, d, n) AS
    CASE WHEN n > len(string_split(s, d)) THEN NULL ELSE split_part(s, d, n) END;
CREATE OR REPLACE MACRO trino_regexp_extract(s, p, g) AS
    CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END;
CREATE OR REPLACE MACRO trino_date_diff(unit, a, b) AS
    date_sub(unit, CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP));
CREATE OR REPLACE MACRO trino_json_extract_scalar(j, p) AS
    CASE
        WHEN try_cast(j AS JSON) IS NULL THEN NULL
        WHEN json_type(j, p) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL
        ELSE json_extract_string(j, p)
    END;
