#include "store/engine.h"

/* Columns of a few values: that one is known leaves a sixteenth. */
#define DULL "('kind', 'state', 'capacity', 'medium', 'basis', 'role', 'frequency')"

/*
 * A firm's part of a table is the whole of it, or nearly: to begin with the firm alone is to read
 * everything. The other figures are those that the planner takes for granted: ten rows for a column
 * that is known, fewer for each further one, one for a whole key. What is indexed in part alone is
 * little.
 */
const char *const sqlite_plan[] = {
    "ANALYZE schema_version", /* makes sqlite_stat1 */
    "DELETE FROM sqlite_stat1",
    "INSERT INTO sqlite_stat1 (tbl, idx, stat)"
    " WITH part AS (SELECT t.name AS tbl, i.seqno AS place, i.name = 'firm' AS is_firm,"
    " i.name IN " DULL " AS is_dull, l.\"unique\" AS is_unique,"
    " CASE WHEN l.origin = 'pk' AND t.wr THEN t.name ELSE l.name END AS idx,"
    " CASE WHEN t.name IN (SELECT value FROM json_each($1)) THEN 100 ELSE 1000000 END"
    " / (99 * l.partial + 1) AS whole, l.partial AS partial"
    " FROM pragma_table_list t, pragma_index_list(t.name) l, pragma_index_info(l.name) i"
    " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%'),"
    " sharp AS (SELECT *, place = MAX(place) OVER (PARTITION BY tbl, idx) AS is_last,"
    " SUM(is_dull) OVER (PARTITION BY tbl, idx ORDER BY place) AS dull,"
    " SUM(NOT (is_firm OR is_dull)) OVER (PARTITION BY tbl, idx ORDER BY place) AS sharp FROM part)"
    " SELECT tbl, idx, MAX(whole) || ' ' || group_concat(CASE"
    " WHEN is_last AND is_unique THEN 1"
    " WHEN sharp > 0 THEN MAX(2, MIN(whole >> 4, 60 >> (2 * sharp - 2)) / (partial + 1))"
    " ELSE MAX(2, whole >> (4 * dull)) END, ' ' ORDER BY place)"
    " FROM sharp GROUP BY tbl, idx",
    "ANALYZE sqlite_schema", /* from now on */
    NULL,
};
