#include "client/client.h"

#include <string.h>

#include "client/visible.h"

#define COLUMNS                                                                                    \
    "c.id, c.hub, c.code, c.name, c.trade_name, c.siren, c.siret, c.vat_number, c.legal_form,"     \
    " c.activity, c.sector, c.plan, c.entries, c.headcount, c.year_ends, c.vat_regime, c.basis,"   \
    " c.language, c.state, c.has_payroll, c.is_confidential, c.is_historic, c.tester,"             \
    " c.created_at, c.changed"

bool siren_is_valid(const char *siren)
{
    int sum = 0;

    if (strlen(siren) != 9 || strspn(siren, "0123456789") != 9)
        return false;
    for (int i = 0; i < 9; i++) {
        int digit = (siren[i] - '0') * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum > 0 && sum % 10 == 0;
}

static struct client client_row(struct rows *rows)
{
    return (struct client){
        .id = rows_int(rows, 0),
        .hub = rows_int(rows, 1),
        .code = rows_text(rows, 2),
        .name = rows_text(rows, 3),
        .trade_name = rows_text(rows, 4),
        .siren = rows_text(rows, 5),
        .siret = rows_text(rows, 6),
        .vat_number = rows_text(rows, 7),
        .legal_form = rows_text(rows, 8),
        .activity = rows_text(rows, 9),
        .sector = rows_text(rows, 10),
        .plan = rows_text(rows, 11),
        .entries = rows_int(rows, 12),
        .headcount = rows_int(rows, 13),
        .year_ends = rows_text(rows, 14),
        .vat_regime = rows_text(rows, 15),
        .basis = rows_text(rows, 16),
        .language = rows_text(rows, 17),
        .state = rows_text(rows, 18),
        .has_payroll = rows_int(rows, 19) == 1,
        .is_confidential = rows_int(rows, 20) == 1,
        .is_historic = rows_int(rows, 21) == 1,
        .tester = rows_int(rows, 22),
        .created_at = rows_instant(rows, 23),
        .changed = rows_int(rows, 24),
    };
}

static bool find_one(struct ctx *cx, const struct statement *const *statement,
                     const struct arg *args, struct client *client)
{
    struct rows *rows = store_query(cx, statement, args);
    struct client found = { 0 };

    if (rows_next(rows))
        found = client_row(rows);
    if (!rows_done(rows))
        return false;
    *client = found;
    return true;
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM client c WHERE c.firm = $1 AND c.id = $2");

bool client_find(struct ctx *cx, int64_t id, struct client *client)
{
    struct client found;

    if (!find_one(cx, &FIND, ARGS(arg_int(id)), &found))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
    *client = found;
    return true;
}

SQL(BY_SIREN, FIRM,
    "SELECT " COLUMNS " FROM client c WHERE c.firm = $1 AND c.siren = $2 AND c.tester IS NULL"
    " AND " CLIENT_VISIBLE("c.id", "$3", "$4") " ORDER BY c.id LIMIT 1");

bool client_find_by_siren(struct ctx *cx, const char *siren, struct client *client)
{
    return find_one(cx, &BY_SIREN,
                    ARGS(arg_text(siren), arg_int(cx->actor), arg_date(cx->arena, cx->today)),
                    client);
}

SQL(BY_CODE, FIRM,
    "SELECT " COLUMNS " FROM client c WHERE c.firm = $1 AND c.code = $2 AND c.tester IS NULL"
    " AND " CLIENT_VISIBLE("c.id", "$3", "$4"));

bool client_find_by_code(struct ctx *cx, const char *code, struct client *client)
{
    return find_one(cx, &BY_CODE,
                    ARGS(arg_text(code), arg_int(cx->actor), arg_date(cx->arena, cx->today)),
                    client);
}

/* What begins with a text lies between it and it with the last code point behind. */
SQL(LIST, FIRM,
    "SELECT " COLUMNS " FROM client c WHERE c.firm = $1 AND (c.name_folded > $2"
    " OR (c.name_folded = $2 AND c.id > $3))"
    " AND ((c.name_folded >= $4 AND c.name_folded <= $5) OR (c.siren >= $4 AND c.siren <= $5))"
    " AND " CLIENT_VISIBLE("c.id", "$7", "$8") " ORDER BY c.name_folded, c.id LIMIT $6");

bool client_list(struct ctx *cx, const struct client_place *after, size_t limit,
                 struct client **clients, size_t *count)
{
    struct client *list = arena_new(cx->arena, struct client, limit + 1);
    size_t listed = 0;
    const char *end = arena_format(cx->arena, "%s\xF4\x8F\xBF\xBF", after->search);
    struct rows *rows =
        store_query(cx, &LIST,
                    ARGS(arg_text(after->name_folded), arg_int(after->id), arg_text(after->search),
                         arg_text(end), arg_int((int64_t)limit), arg_int(cx->actor),
                         arg_date(cx->arena, cx->today)));

    while (rows_next(rows))
        list[listed++] = client_row(rows);
    if (!rows_done(rows))
        return false;
    *clients = list;
    *count = listed;
    return true;
}

SQL(COUNT_ALL, FIRM,
    "SELECT COUNT(*) FROM client c WHERE c.firm = $1 AND " CLIENT_VISIBLE(
        "c.id", "$2", "$3") " /* scan: a count of them, of an index */");

bool client_count(struct ctx *cx, int64_t *count)
{
    struct rows *rows =
        store_query(cx, &COUNT_ALL, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}
