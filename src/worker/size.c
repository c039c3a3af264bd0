#include "worker/size.h"

SQL_EACH(SIZE, GLOBAL,
         "SELECT c.page_count * s.page_size FROM pragma_page_count c, pragma_page_size s"
         " /* scan: each is one row */",
         "SELECT pg_database_size(current_database())");

bool size_of_books(struct ctx *cx, int64_t *bytes)
{
    struct rows *rows = store_query(cx, &SIZE, NO_ARGS);
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *bytes = found;
    return true;
}
