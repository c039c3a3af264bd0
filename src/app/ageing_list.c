#include "app/ageing_list.h"

#include <string.h>

/*
 * The customers come first, in their order and no more than a page; then their items. $3 to $6 are
 * the last days of the ages but the first, the youngest first; $7 to $9 are whether only customers
 * with an item between two days are asked for; $10 and $11 limit and offset.
 */
#define AGE(NAME, WHEN)                                                                            \
    " CAST(SUM(CASE WHEN " WHEN " THEN i.open_cents ELSE 0 END) AS BIGINT) AS " NAME

#define AGES(DAY)                                                                                  \
    AGE("age0", "i." DAY " > $3")                                                                  \
    "," AGE("age1", "i." DAY " <= $3 AND i." DAY " > $4") "," AGE(                                 \
        "age2", "i." DAY " <= $4 AND i." DAY " > $5") "," AGE("age3",                              \
                                                              "i." DAY " <= $5 AND i." DAY         \
                                                              " > $6") "," AGE("age4",             \
                                                                               "i." DAY " <= $6")

#define CUSTOMERS(DAY)                                                                             \
    " FROM customer c WHERE c.firm = $1 AND c.client = $2 AND c.balance_cents <> 0"                \
    " AND (CAST($7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM invoice f WHERE f.firm = c.firm"        \
    "   AND f.client = c.client AND f.customer = c.id AND f.settled_on IS NULL"                    \
    "   AND f.open_cents <> 0 AND f." DAY " BETWEEN $8 AND $9))"

/* CROSS keeps SQLite from beginning with the items. */
#define ITEMS                                                                                      \
    " CROSS JOIN invoice i WHERE i.firm = $1 AND i.client = $2 AND i.customer = p.id"              \
    " AND i.settled_on IS NULL"

#define LIST(DAY, OLDEST, ORDER)                                                                   \
    "SELECT p.id, p.name, p.account, p.aux, p.email_state, p.oldest, p.balance_cents," AGES(       \
        DAY) " FROM (SELECT c.id, c.name, c.account, c.aux, c.email_state, c." OLDEST              \
             " AS oldest,"                                                                         \
             " c.balance_cents, c.name_folded" CUSTOMERS(                                          \
                 DAY) " ORDER BY " ORDER " LIMIT $10 OFFSET $11) p" ITEMS                          \
                      " GROUP BY p.id, p.name, p.account, p.aux, p.email_state, p.oldest, "        \
                      "p.balance_cents,"                                                           \
                      " p.name_folded ORDER BY "

#define BY_DUE(ORDER, OUTER) LIST("due_on", "oldest_due_on", ORDER) OUTER
#define BY_PIECE(ORDER, OUTER) LIST("issued_on", "oldest_issued_on", ORDER) OUTER

SQL(DUE_BY_OPEN, FIRM,
    BY_DUE("c.balance_cents DESC, c.id DESC", "p.balance_cents DESC, p.id DESC"));
SQL(DUE_BY_NAME, FIRM, BY_DUE("c.name_folded, c.id", "p.name_folded, p.id"));
SQL(DUE_BY_AGE, FIRM,
    BY_DUE("c.oldest_due_on ASC NULLS LAST, c.id", "p.oldest ASC NULLS LAST, p.id"));
SQL(PIECE_BY_OPEN, FIRM,
    BY_PIECE("c.balance_cents DESC, c.id DESC", "p.balance_cents DESC, p.id DESC"));
SQL(PIECE_BY_NAME, FIRM, BY_PIECE("c.name_folded, c.id", "p.name_folded, p.id"));
SQL(PIECE_BY_AGE, FIRM,
    BY_PIECE("c.oldest_issued_on ASC NULLS LAST, c.id", "p.oldest ASC NULLS LAST, p.id"));

/* In the order of the items, each customer once. */
#define TOTAL(DAY)                                                                                 \
    "SELECT COUNT(*), CAST(COALESCE(SUM(p.open), 0) AS BIGINT),"                                   \
    " CAST(COALESCE(SUM(p.age0), 0) AS BIGINT), CAST(COALESCE(SUM(p.age1), 0) AS BIGINT),"         \
    " CAST(COALESCE(SUM(p.age2), 0) AS BIGINT), CAST(COALESCE(SUM(p.age3), 0) AS BIGINT),"         \
    " CAST(COALESCE(SUM(p.age4), 0) AS BIGINT)"                                                    \
    " FROM (SELECT SUM(i.open_cents) AS open," AGES(                                               \
        DAY) " FROM invoice i"                                                                     \
             " WHERE i.firm = $1 AND i.client = $2 AND i.settled_on IS NULL GROUP BY i.customer"   \
             " HAVING CAST($7 AS BIGINT) = 0 OR SUM(CASE WHEN i.open_cents <> 0"                   \
             "   AND i." DAY " BETWEEN $8 AND $9 THEN 1 ELSE 0 END) > 0) p"

SQL(DUE_TOTAL, FIRM, TOTAL("due_on"));
SQL(PIECE_TOTAL, FIRM, TOTAL("issued_on"));

const struct sort ageing_sorts[] = {
    { "open", &DUE_BY_OPEN, true },
    { "name", &DUE_BY_NAME, false },
    { "oldest", &DUE_BY_AGE, false },
    { 0 },
};

static const struct statement *const *statement_of(const struct ageing_asked *asked)
{
    static const struct statement *const *const by_piece[] = { &PIECE_BY_OPEN, &PIECE_BY_NAME,
                                                               &PIECE_BY_AGE };

    if (asked->basis == AGEING_BY_PIECE)
        return by_piece[asked->sort - ageing_sorts];
    return asked->sort->statement;
}

/* The arguments that are common: the client, the ages' days, the filter. */
enum { COMMON = 8 };

static struct arg *common(struct ctx *cx, const struct ageing_asked *asked, struct arg *args)
{
    bool is_filtered = asked->age < AGE_COUNT;
    struct ageing_span span = ageing_span(is_filtered ? asked->age : AGE_NOT_DUE, asked->on);

    args[0] = arg_int(asked->client.id);
    for (enum items_age age = AGE_30; age < AGE_COUNT; age++)
        args[age] = arg_date(cx->arena, ageing_span(age, asked->on).last);
    args[5] = arg_int(is_filtered);
    args[6] = arg_date(cx->arena, span.first);
    args[7] = arg_date(cx->arena, span.last);
    args[COMMON] = (struct arg){ .type = ARG_END };
    return args;
}

static struct ageing_row row_read(struct rows *rows)
{
    const char *aux = rows_text(rows, 3);
    struct ageing_row row = {
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .account = *aux ? aux : rows_text(rows, 2),
        .has_address = strcmp(rows_text(rows, 4), "ok") == 0,
        .has_oldest = !rows_null(rows, 5),
        .open = rows_money(rows, 6),
    };

    if (row.has_oldest)
        row.oldest = rows_date(rows, 5);
    for (int age = 0; age < AGE_COUNT; age++)
        row.ages[age] = rows_money(rows, 7 + age);
    return row;
}

bool ageing_list(struct ctx *cx, const struct ageing_asked *asked, int64_t limit,
                 struct ageing_row **rows, size_t *count)
{
    struct arg args[COMMON + 3];
    struct ageing_row *list = NULL;
    size_t listed = 0, room = 0;

    common(cx, asked, args);
    args[COMMON] = arg_int(limit);
    args[COMMON + 1] = arg_int(asked->after);
    args[COMMON + 2] = (struct arg){ .type = ARG_END };
    struct rows *found = store_query(cx, statement_of(asked), args);
    while (rows_next(found)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(found);
    }
    if (!rows_done(found))
        return false;
    *rows = list;
    *count = listed;
    return true;
}

bool ageing_list_total(struct ctx *cx, const struct ageing_asked *asked, struct ageing_total *total)
{
    struct arg args[COMMON + 1];
    struct ageing_total found = { 0 };
    struct rows *rows = store_query(cx, asked->basis == AGEING_BY_PIECE ? &PIECE_TOTAL : &DUE_TOTAL,
                                    common(cx, asked, args));

    if (rows_next(rows)) {
        found.count = rows_int(rows, 0);
        found.sum.open = rows_money(rows, 1);
        for (int age = 0; age < AGE_COUNT; age++)
            found.sum.ages[age] = rows_money(rows, 2 + age);
    }
    if (!rows_done(rows))
        return false;
    *total = found;
    return true;
}
