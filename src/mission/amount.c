#include "mission/amount.h"

#include <stdlib.h>
#include <string.h>

#include "base/given.h"
#include "store/store.h"

SQL(OWN, FIRM,
    "SELECT kind, period, part, amount_cents, due_on FROM deadline_own"
    " WHERE firm = $1 AND client = $2 AND (CAST($3 AS TEXT) = '' OR kind = $3)"
    " ORDER BY kind, period, part");

static bool row_read(struct rows *rows, struct deadline_own *own)
{
    *own = (struct deadline_own){
        .period = rows_text(rows, 1),
        .part = (int)rows_int(rows, 2),
        .has_amount = !rows_null(rows, 3),
        .amount = rows_money(rows, 3),
        .has_due = !rows_null(rows, 4),
    };
    if (own->has_due)
        own->due = rows_date(rows, 4);
    return deadline_kind_parse(rows_text(rows, 0), &own->kind);
}

bool amount_list(struct ctx *cx, int64_t client, enum deadline_kind kind, struct deadline_own **own,
                 size_t *count)
{
    const char *text = kind < DEADLINE_KIND_COUNT ? deadline_kind_text(kind) : "";
    struct deadline_own *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(cx, &OWN, ARGS(arg_int(client), arg_text(text)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        used += row_read(rows, &list[used]);
    }
    if (!rows_done(rows))
        return false;
    *own = list;
    *count = used;
    return true;
}

bool deadline_period_check(const char *text)
{
    static const char digits[] = "0123456789";
    size_t size = strlen(text);
    struct date date;

    if (strspn(text, digits) != 4 || atoi(text) < GIVEN_YEAR_FIRST || atoi(text) > GIVEN_YEAR_LAST)
        return false;
    if (size == 7 && text[4] == '-' && text[5] == 'T')
        return text[6] >= '1' && text[6] <= '4';
    if (size == 7 && text[4] == '-')
        return strspn(text + 5, digits) == 2 && atoi(text + 5) >= 1 && atoi(text + 5) <= 12;
    return size == 4 || date_parse(text, &date);
}

SQL(OWN_SET, FIRM,
    "INSERT INTO deadline_own (firm, client, kind, period, part, amount_cents, due_on, by, at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (firm, client, kind, period, part)"
    " DO UPDATE SET amount_cents = $6, due_on = $7, by = $8, at = $9");
SQL(OWN_DROP, FIRM,
    "DELETE FROM deadline_own WHERE firm = $1 AND client = $2 AND kind = $3 AND period = $4"
    " AND part = $5");

bool amount_set(struct ctx *cx, int64_t client, const struct deadline_own *own)
{
    const struct arg kind = arg_text(deadline_kind_text(own->kind));

    if (!deadline_period_check(own->period))
        return fail(cx, FAULT_INPUT, "ECHEANCE-PERIODE", "value", own->period, NULL);
    if (own->has_amount && own->amount.cents < 0)
        return fail(cx, FAULT_INPUT, "ECHEANCE-MONTANT", "value",
                    money_text(cx->arena, own->amount), NULL);
    if (!own->has_amount && !own->has_due)
        return store_run(cx, &OWN_DROP,
                         ARGS(arg_int(client), kind, arg_text(own->period), arg_int(own->part)));
    return store_run(cx, &OWN_SET,
                     ARGS(arg_int(client), kind, arg_text(own->period), arg_int(own->part),
                          arg_int_or_null(own->has_amount, own->amount.cents),
                          own->has_due ? arg_date(cx->arena, own->due) : arg_text(NULL),
                          arg_int(cx->actor), arg_instant(cx->now)));
}
