#include <string.h>

#include "base/limits.h"
#include "client/change.h"
#include "mission/mission.h"
#include "mission/mission_books.h"
#include "mission/tax.h"

SQL(TAX, FIRM,
    "SELECT department, form, vat_day, opened_on, first_closing_on, last_vat_cents, last_is_cents,"
    " last_cfe_cents, last_cvae_cents, turnover_cents FROM client_tax"
    " WHERE firm = $1 AND client = $2");

static struct money money_or_unknown(struct rows *rows, int column)
{
    return rows_null(rows, column) ? (struct money){ -1 } : rows_money(rows, column);
}

static struct client_tax tax_none(int64_t client)
{
    return (struct client_tax){
        .client = client,
        .department = "",
        .form = "",
        .last = { { -1 }, { -1 }, { -1 }, { -1 } },
        .turnover = { -1 },
    };
}

static void tax_read(struct rows *rows, struct client_tax *tax)
{
    tax->department = rows_text(rows, 0);
    tax->form = rows_text(rows, 1);
    tax->vat_day = (int)rows_int(rows, 2);
    tax->has_opened = !rows_null(rows, 3);
    tax->has_first_closing = !rows_null(rows, 4);
    if (tax->has_opened)
        tax->opened = rows_date(rows, 3);
    if (tax->has_first_closing)
        tax->first_closing = rows_date(rows, 4);
    for (int i = 0; i < LAST_TAX_COUNT; i++)
        tax->last[i] = money_or_unknown(rows, 5 + i);
    tax->turnover = money_or_unknown(rows, 5 + LAST_TAX_COUNT);
}

bool client_tax_find(struct ctx *cx, int64_t client, struct client_tax *tax)
{
    struct client_tax found = tax_none(client);
    struct rows *rows = store_query(cx, &TAX, ARGS(arg_int(client)));

    while (rows_next(rows))
        tax_read(rows, &found);
    if (!rows_done(rows))
        return false;
    *tax = found;
    return true;
}

static bool tax_check(struct ctx *cx, const struct client_tax *tax)
{
    const char *department;
    enum client_form form;

    if (*tax->department && !department_parse(tax->department, &department))
        return fail(cx, FAULT_INPUT, "ECHEANCE-DEPARTEMENT", "value", tax->department, NULL);
    if (*tax->form && !client_form_parse(tax->form, &form))
        return fail(cx, FAULT_INPUT, "ECHEANCE-FORME", "value", tax->form, NULL);
    return (tax->vat_day >= 0 && tax->vat_day <= 31)
        || fail(cx, FAULT_INPUT, "ECHEANCE-JOUR", "value",
                arena_format(cx->arena, "%d", tax->vat_day), NULL);
}

SQL(TAX_SAVE, FIRM,
    "INSERT INTO client_tax (firm, client, department, form, vat_day, opened_on, first_closing_on,"
    " last_vat_cents, last_is_cents, last_cfe_cents, last_cvae_cents, turnover_cents, by, at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    " ON CONFLICT (firm, client) DO UPDATE SET department = $3, form = $4, vat_day = $5,"
    " opened_on = $6, first_closing_on = $7, last_vat_cents = $8, last_is_cents = $9,"
    " last_cfe_cents = $10, last_cvae_cents = $11, turnover_cents = $12, by = $13, at = $14");

static struct arg day_or_null(struct arena *arena, bool has_day, struct date day)
{
    return has_day ? arg_date(arena, day) : arg_text(NULL);
}

static struct arg cents_or_null(struct money money)
{
    return arg_int_or_null(money.cents >= 0, money.cents);
}

/* Days of what it has signed may have moved, or be known now. */
static bool look_ahead(struct ctx *cx, int64_t client)
{
    const struct mission_place place = { .client = client, .limit = LIMIT_PAGE_ROWS };
    struct mission *missions;
    size_t count;

    if (!mission_list(cx, &place, &missions, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (missions[i].state == MISSION_SIGNED && !mission_look_ahead(cx, &missions[i]))
            return false;
    return true;
}

static bool save(struct ctx *cx, const struct client_tax *tax)
{
    return tax_check(cx, tax)
        && store_run(cx, &TAX_SAVE,
                     ARGS(arg_int(tax->client), arg_text(tax->department), arg_text(tax->form),
                          arg_int(tax->vat_day),
                          day_or_null(cx->arena, tax->has_opened, tax->opened),
                          day_or_null(cx->arena, tax->has_first_closing, tax->first_closing),
                          cents_or_null(tax->last[LAST_VAT]), cents_or_null(tax->last[LAST_IS]),
                          cents_or_null(tax->last[LAST_CFE]), cents_or_null(tax->last[LAST_CVAE]),
                          cents_or_null(tax->turnover), arg_int(cx->actor), arg_instant(cx->now)))
        && client_touch(cx, tax->client) && look_ahead(cx, tax->client);
}

bool client_tax_save(struct ctx *cx, const struct client_tax *tax)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, save(cx, tax));
}
