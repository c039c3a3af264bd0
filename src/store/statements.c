#include "store/statements.h"

#include <stdint.h>

extern const struct statement *const __start_quitus_sql[], *const __stop_quitus_sql[];

int statement_count(void)
{
    return (int)(__stop_quitus_sql - __start_quitus_sql);
}

const struct statement *const *statement_at(int slot)
{
    return &__start_quitus_sql[slot];
}

int statement_slot(const struct statement *const *statement)
{
    uintptr_t place = (uintptr_t)statement, start = (uintptr_t)__start_quitus_sql;

    if (place < start || place >= (uintptr_t)__stop_quitus_sql)
        return STATEMENT_UNLISTED;
    return (int)((place - start) / sizeof *statement);
}
