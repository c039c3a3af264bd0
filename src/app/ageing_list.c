#include "app/ageing_list.h"

#include <stdlib.h>
#include <string.h>

/*
 * The customers come first, in their order and no more than a page; then their items, which are
 * put together and in order here: that is three times as fast as in SQL. $3 to $5 are whether only
 * customers with an item between two days are asked for; $6 and $7 limit and offset. CROSS keeps
 * SQLite from beginning with the items.
 */
#define LIST(DAY, OLDEST, ORDER)                                                                   \
    "SELECT p.id, p.name, p.account, p.aux, p.email_state, p.oldest, p.balance_cents,"             \
    " p.name_folded, i." DAY ", i.open_cents FROM"                                                 \
    " (SELECT c.id, c.name, c.account, c.aux, c.email_state, c." OLDEST " AS oldest,"              \
    "  c.balance_cents, c.name_folded FROM customer c"                                             \
    "  WHERE c.firm = $1 AND c.client = $2 AND c.balance_cents <> 0"                               \
    "  AND (CAST($3 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM invoice f WHERE f.firm = c.firm"       \
    "    AND f.client = c.client AND f.customer = c.id AND f.settled_on IS NULL"                   \
    "    AND f.open_cents <> 0 AND f." DAY " BETWEEN $4 AND $5))"                                  \
    "  ORDER BY " ORDER " LIMIT $6 OFFSET $7) p"                                                   \
    " CROSS JOIN invoice i WHERE i.firm = $1 AND i.client = $2 AND i.customer = p.id"              \
    " AND i.settled_on IS NULL"

#define BY_DUE(ORDER) LIST("due_on", "oldest_due_on", ORDER)
#define BY_PIECE(ORDER) LIST("issued_on", "oldest_issued_on", ORDER)

SQL(DUE_BY_OPEN, FIRM, BY_DUE("c.balance_cents DESC, c.id DESC"));
SQL(DUE_BY_NAME, FIRM, BY_DUE("c.name_folded, c.id"));
SQL(DUE_BY_AGE, FIRM, BY_DUE("c.oldest_due_on ASC NULLS LAST, c.id"));
SQL(PIECE_BY_OPEN, FIRM, BY_PIECE("c.balance_cents DESC, c.id DESC"));
SQL(PIECE_BY_NAME, FIRM, BY_PIECE("c.name_folded, c.id"));
SQL(PIECE_BY_AGE, FIRM, BY_PIECE("c.oldest_issued_on ASC NULLS LAST, c.id"));

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

static int by_id(const struct ageing_row *a, const struct ageing_row *b)
{
    return (a->id > b->id) - (a->id < b->id);
}

static int by_open(const void *left, const void *right)
{
    const struct ageing_row *a = left, *b = right;
    int order = (a->open.cents < b->open.cents) - (a->open.cents > b->open.cents);

    return order ? order : by_id(b, a);
}

static int by_name(const void *left, const void *right)
{
    const struct ageing_row *a = left, *b = right;
    int order = strcmp(a->name_folded, b->name_folded);

    return order ? order : by_id(a, b);
}

static int by_age(const void *left, const void *right)
{
    const struct ageing_row *a = left, *b = right;
    int order = b->has_oldest - a->has_oldest;

    if (order == 0 && a->has_oldest)
        order = (a->oldest.day > b->oldest.day) - (a->oldest.day < b->oldest.day);
    return order ? order : by_id(a, b);
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
        .name_folded = rows_text(rows, 7),
    };

    if (row.has_oldest)
        row.oldest = rows_date(rows, 5);
    return row;
}

/* Rows of one customer that did not follow each other become one. */
static size_t merge(struct ageing_row *rows, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || rows[kept - 1].id != rows[i].id) {
            rows[kept++] = rows[i];
            continue;
        }
        for (int age = 0; age < AGE_COUNT; age++)
            rows[kept - 1].ages[age].cents += rows[i].ages[age].cents;
    }
    return kept;
}

static struct rows *list_query(struct ctx *cx, const struct ageing_asked *asked, int64_t limit)
{
    bool is_filtered = asked->age < AGE_COUNT;
    struct ageing_span span = ageing_span(is_filtered ? asked->age : AGE_NOT_DUE, asked->on);

    return store_query(cx, statement_of(asked),
                       ARGS(arg_int(asked->client.id), arg_int(is_filtered),
                            arg_date(cx->arena, span.first), arg_date(cx->arena, span.last),
                            arg_int(limit), arg_int(asked->after)));
}

bool ageing_list(struct ctx *cx, const struct ageing_asked *asked, int64_t limit,
                 struct ageing_row **rows, size_t *count)
{
    static int (*const orders[])(const void *, const void *) = { by_open, by_name, by_age };
    struct rows *found = list_query(cx, asked, limit);
    struct ageing_row *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(found)) {
        if (listed == 0 || list[listed - 1].id != rows_int(found, 0)) {
            if (listed == room)
                list = arena_grow(cx->arena, list, &room, sizeof *list);
            list[listed++] = row_read(found);
        }
        enum items_age age = items_age(rows_date(found, 8), asked->on);
        list[listed - 1].ages[age].cents += rows_int(found, 9);
    }
    if (!rows_done(found))
        return false;
    if (listed > 0)
        qsort(list, listed, sizeof *list, orders[asked->sort - ageing_sorts]);
    *rows = list;
    *count = merge(list, listed);
    return true;
}

/* Each customer once; $3 to $6 are the last days of the ages but the first, the youngest first. */
#define TOTAL(DAY)                                                                                 \
    "SELECT COUNT(*), CAST(COALESCE(SUM(c.owed), 0) AS BIGINT),"                                   \
    " CAST(COALESCE(SUM(c.age0), 0) AS BIGINT),"                                                   \
    " CAST(COALESCE(SUM(c.age1), 0) AS BIGINT),"                                                   \
    " CAST(COALESCE(SUM(c.age2), 0) AS BIGINT),"                                                   \
    " CAST(COALESCE(SUM(c.age3), 0) AS BIGINT),"                                                   \
    " CAST(COALESCE(SUM(c.age4), 0) AS BIGINT)"                                                    \
    " FROM (SELECT SUM(p.open_cents) AS owed,"                                                     \
    " SUM(CASE WHEN p.day > $3 THEN p.open_cents ELSE 0 END) AS age0,"                             \
    " SUM(CASE WHEN p.day <= $3 AND p.day > $4 THEN p.open_cents ELSE 0 END) AS age1,"             \
    " SUM(CASE WHEN p.day <= $4 AND p.day > $5 THEN p.open_cents ELSE 0 END) AS age2,"             \
    " SUM(CASE WHEN p.day <= $5 AND p.day > $6 THEN p.open_cents ELSE 0 END) AS age3,"             \
    " SUM(CASE WHEN p.day <= $6 THEN p.open_cents ELSE 0 END) AS age4"                             \
    " FROM (SELECT i.customer, i.open_cents, i." DAY " AS day FROM invoice i WHERE i.firm = $1"    \
    " AND i.client = $2 AND i.settled_on IS NULL) p GROUP BY p.customer"                           \
    " HAVING SUM(CASE WHEN p.open_cents <> 0 AND p.day BETWEEN $7 AND $8 THEN 1 ELSE 0 END)"       \
    " > 0) c"

SQL(DUE_TOTAL, FIRM, TOTAL("due_on"));
SQL(PIECE_TOTAL, FIRM, TOTAL("issued_on"));

static struct rows *total_query(struct ctx *cx, const struct ageing_asked *asked)
{
    struct ageing_span span = ageing_span(asked->age, asked->on);
    struct arg days[AGE_COUNT];

    for (enum items_age age = AGE_30; age < AGE_COUNT; age++)
        days[age] = arg_date(cx->arena, ageing_span(age, asked->on).last);
    return store_query(cx, asked->basis == AGEING_BY_PIECE ? &PIECE_TOTAL : &DUE_TOTAL,
                       ARGS(arg_int(asked->client.id), days[AGE_30], days[AGE_60], days[AGE_90],
                            days[AGE_OLDER], arg_date(cx->arena, span.first),
                            arg_date(cx->arena, span.last)));
}

bool ageing_list_total(struct ctx *cx, const struct ageing_asked *asked, struct ageing_total *total)
{
    struct rows *rows = total_query(cx, asked);
    struct ageing_total found = { 0 };

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
