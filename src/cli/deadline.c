#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#include "app/closure.h"
#include "base/given.h"
#include "base/str.h"
#include "cli/house.h"
#include "cli/option.h"
#include "cli/table.h"
#include "client/visible.h"
#include "http/number.h"
#include "mission/amount.h"
#include "mission/deadline_known.h"
#include "mission/tax.h"
#include "view/format.h"
#include "view/view.h"

enum { HEADCOUNT_MOST = 999999, PERIOD_YEARS = 2 };

/* Which rows are shown: a year's, or a period's whatever the year; of one kind or all. */
struct wanted {
    struct taxpayer taxpayer;
    struct date first, last;
    const char *period;
    bool is_closing_year; /* the period is a year, and stands for what closes in it */
    bool has_kind;
    enum deadline_kind kind;
};

static const char *liables_known(struct arena *arena)
{
    struct buf known = { .arena = arena };

    for (enum liable i = 0; i < LIABLE_COUNT; i++)
        buf_format(&known, "%s%s", i ? ", " : "", liable_text(i));
    return buf_string(&known);
}

/* "CA3,DSN,IS"; a kind that is also a regime may stand for it. */
static bool regime_read(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    const char *at = call_option(call, "regime");

    if (!at && call_option(call, "client"))
        return true;
    if (!at)
        at = call_option(call, "kind");
    if (!at)
        return option_needed(cx, call, "regime", "CA3,DSN,IS");
    taxpayer->liable = 0;
    for (;;) {
        size_t size = strcspn(at, ",");
        const char *word = arena_text(cx->arena, at, size);
        enum liable liable;
        if (!liable_parse(word, &liable))
            return option_unknown(cx, "regime", word, liables_known(cx->arena));
        taxpayer->liable |= 1U << liable;
        if (at[size] == '\0')
            return true;
        at += size + 1;
    }
}

static bool form_read(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    const char *text = call_option(call, "form");

    taxpayer->has_form |= text != NULL;
    return !text || client_form_parse(text, &taxpayer->form)
        || option_unknown(cx, "form", text, "EI, SOC, SA, AUTRE, ETRANGER");
}

static bool place_read(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    const char *text = call_option(call, "dept");

    return !text || department_parse(text, &taxpayer->department)
        || fail(cx, FAULT_INPUT, "ECHEANCE-DEPARTEMENT", "value", text, NULL);
}

/* "06-30"; 28 and 29 February are the last day of February in every year. */
static bool closing_read(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    const char *text = call_option(call, "closing");
    struct date date;

    if (!text)
        return true;
    if (!date_parse(arena_format(cx->arena, "2028-%s", text), &date))
        return fail(cx, FAULT_INPUT, "ECHEANCE-CLOTURE", "value", text, NULL);
    taxpayer->closing_month = date_civil(date).month;
    taxpayer->closing_day = date_civil(date).day;
    return true;
}

static bool client_id(struct ctx *cx, const char *text, int64_t *id)
{
    return (number_parse(text, strlen(text), id) && *id > 0)
        || fail(cx, FAULT_INPUT, "CLIENT-NUMERO", "value", text, NULL);
}

/* What the books say; a regime of VAT that nobody wrote down is asked for, not guessed. */
static bool client_tell(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    struct client client;
    struct client_tax tax;
    int64_t id;

    if (!client_id(cx, call_option(call, "client"), &id) || !client_look(cx, id)
        || !client_find(cx, id, &client) || !client_tax_find(cx, id, &tax))
        return false;
    if (*client.vat_regime == '\0' && !call_option(call, "regime"))
        return fail(cx, FAULT_INPUT, "ECHEANCE-REGIME", "client", client.name, NULL);
    *taxpayer = taxpayer_of_books(&client, &tax);
    return true;
}

static bool books_read(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool is_told = client_tell(cx, call, taxpayer);
    house_close(cx, &house);
    return is_told;
}

static void text_read(const struct call *call, const char *name, const char **text)
{
    if (call_option(call, name))
        *text = call_option(call, name);
}

/* Options go before what the books say of the client. */
static bool taxpayer_read(struct ctx *cx, const struct call *call, struct taxpayer *taxpayer)
{
    *taxpayer = taxpayer_unknown;
    if (call_option(call, "client") && !books_read(cx, call, taxpayer))
        return false;
    text_read(call, "siren", &taxpayer->siren);
    text_read(call, "name", &taxpayer->name);
    taxpayer->has_opened |= call_option(call, "opened") != NULL;
    taxpayer->has_first_closing |= call_option(call, "first-closing") != NULL;
    return regime_read(cx, call, taxpayer) && form_read(cx, call, taxpayer)
        && place_read(cx, call, taxpayer) && closing_read(cx, call, taxpayer)
        && call_date(cx, call, "opened", &taxpayer->opened)
        && call_date(cx, call, "first-closing", &taxpayer->first_closing)
        && option_number(cx, call, "headcount", (struct option_range){ 0, HEADCOUNT_MOST },
                         &taxpayer->headcount)
        && option_number(cx, call, "day", (struct option_range){ 1, 31 }, &taxpayer->vat_day)
        && option_money(cx, call, "last-vat", &taxpayer->last[LAST_VAT])
        && option_money(cx, call, "last-is", &taxpayer->last[LAST_IS])
        && option_money(cx, call, "last-cfe", &taxpayer->last[LAST_CFE])
        && option_money(cx, call, "last-cvae", &taxpayer->last[LAST_CVAE])
        && option_money(cx, call, "turnover", &taxpayer->turnover);
}

static bool kind_read(struct ctx *cx, const struct call *call, struct wanted *wanted)
{
    const char *text = call_option(call, "kind");

    wanted->has_kind = text != NULL;
    if (!text || deadline_kind_parse(text, &wanted->kind))
        return true;
    struct buf known = { .arena = cx->arena };
    for (enum deadline_kind i = 0; i < DEADLINE_KIND_COUNT; i++)
        buf_format(&known, "%s%s", i ? ", " : "", deadline_kind_text(i));
    return option_unknown(cx, "kind", text, buf_string(&known));
}

static bool span_read(struct ctx *cx, const struct call *call, struct wanted *wanted)
{
    int year = 0, around = 0;

    wanted->period = call_option(call, "period");
    if (wanted->period) {
        year = atoi(wanted->period);
        around = PERIOD_YEARS;
    } else if (!option_needed(cx, call, "year", "2027")
               || !option_number(cx, call, "year",
                                 (struct option_range){ GIVEN_YEAR_FIRST, GIVEN_YEAR_LAST },
                                 &year)) {
        return false;
    }
    bool is_given = year >= GIVEN_YEAR_FIRST && year <= GIVEN_YEAR_LAST;
    if (wanted->period && (!is_given || !deadline_period_check(wanted->period)))
        return fail(cx, FAULT_INPUT, "ECHEANCE-PERIODE", "value", wanted->period, NULL);
    wanted->first = date_of(year - around, 1, 1);
    wanted->last = date_of(year + around, 12, 31);
    return true;
}

static bool wanted_read(struct ctx *cx, const struct call *call, struct wanted *wanted)
{
    *wanted = (struct wanted){ 0 };
    return taxpayer_read(cx, call, &wanted->taxpayer) && kind_read(cx, call, wanted)
        && span_read(cx, call, wanted);
}

static void moved_put(struct arena *arena, const struct call *call, const struct wanted *wanted,
                      struct json *row, const struct deadline *deadline)
{
    const struct calendar calendar = { .region = taxpayer_region(&wanted->taxpayer) };
    struct closure closure = calendar_closure(&calendar, deadline->legal);

    json_put(row, "moved", NULL);
    if (deadline->due.day == deadline->legal.day)
        return;
    struct json *moved = json_put_map(row, "moved");
    json_put_text(moved, "by", closure_kind_text(closure.kind));
    json_put_text(moved, "name", closure_name(arena, call->language, &closure));
    json_put_text(moved, "source", deadline->move_source);
}

static void deadline_put(struct arena *arena, const struct call *call, const struct wanted *wanted,
                         struct json *row, const struct deadline *deadline)
{
    const char *kind = deadline_kind_text(deadline->kind);
    const char *key = arena_format(arena, "deadline.%s", kind);

    json_put_text(row, "kind", kind);
    if (deadline->part > 0)
        json_put_int(row, "part", deadline->part);
    json_put_text(row, "label", view_text(arena, call->language, key, row));
    json_put_text(row, "period", deadline->period);
    json_put_int(row, "day", date_civil(deadline->legal).day);
    json_put_date(row, "legal", deadline->legal);
    json_put_date(row, "due", deadline->due);
    json_put_date(row, "online", deadline->online);
    moved_put(arena, call, wanted, row, deadline);
    json_put_text(row, "source", deadline->source);
}

static bool is_wanted(const struct wanted *wanted, enum deadline_kind kind, const char *period)
{
    if (wanted->has_kind && kind != wanted->kind)
        return false;
    if (wanted->is_closing_year)
        return strlen(period) == strlen("2026-12-31") && str_starts(period, wanted->period);
    return !wanted->period || strcmp(period, wanted->period) == 0;
}

static void told_put(struct arena *arena, const struct call *call, const struct wanted *wanted,
                     struct json *list, const struct deadlines *told)
{
    for (size_t i = 0; i < told->count; i++)
        if (is_wanted(wanted, told->rows[i].kind, told->rows[i].period))
            deadline_put(arena, call, wanted, json_add_map(list), &told->rows[i]);
}

/* One row for each kind, with what it lacks and the periods that wait for it. */
static void open_put(struct arena *arena, const struct call *call, const struct wanted *wanted,
                     struct json *list, const struct deadlines_known *known)
{
    struct json *periods[DEADLINE_KIND_COUNT] = { 0 };

    for (size_t i = 0; i < known->open_count; i++) {
        const struct deadline_open *open = &known->open[i];
        if (!is_wanted(wanted, open->kind, open->period))
            continue;
        if (!periods[open->kind]) {
            struct json *row = json_add_map(list);
            json_put_text(row, "kind", deadline_kind_text(open->kind));
            json_put_text(row, "code", open->fault.code);
            json_put_text(row, "field", fault_arg(&open->fault, "field"));
            json_put_text(row, "text", view_fault(arena, call->language, &open->fault));
            periods[open->kind] = json_put_list(row, "periods");
        }
        json_add_text(periods[open->kind], open->period);
    }
}

/* Where nothing of what is asked for can be told, what it lacks is the answer. */
static bool is_told(struct ctx *cx, const struct wanted *wanted, const struct json *list,
                    const struct deadlines_known *known)
{
    for (size_t i = 0; json_count(list) == 0 && i < known->open_count; i++)
        if (is_wanted(wanted, known->open[i].kind, known->open[i].period)) {
            cx->fault = known->open[i].fault;
            return false;
        }
    return true;
}

/* Where nothing is of a year, what closes in it is meant; else the periods of that year are told.
 */
static void rows_put(struct arena *arena, const struct call *call, struct wanted *wanted,
                     struct json *model, const struct deadlines_known *known)
{
    struct json *list = json_put_list(model, "deadlines");
    struct json *missing = json_put_list(model, "missing");
    const char *period = wanted->period;

    for (int pass = 0; pass < 2 && json_count(list) + json_count(missing) == 0; pass++) {
        wanted->is_closing_year = pass > 0 && period && strlen(period) == strlen("2026");
        told_put(arena, call, wanted, list, &known->told);
        open_put(arena, call, wanted, missing, known);
    }
    if (period && json_count(list) + json_count(missing) == 0)
        json_put_text(model, "periods",
                      deadline_known_periods(arena, known,
                                             wanted->has_kind ? wanted->kind : DEADLINE_KIND_COUNT,
                                             period));
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct wanted wanted;
    struct deadlines_known known;

    if (!wanted_read(cx, call, &wanted)
        || !deadline_list_known(cx, &wanted.taxpayer, wanted.first, wanted.last, &known))
        return false;
    if (wanted.period)
        json_put_text(model, "period", wanted.period);
    else
        json_put_int(model, "year", date_civil(wanted.first).year);
    json_put_text(model, "region", region_text(taxpayer_region(&wanted.taxpayer)));
    rows_put(cx->arena, call, &wanted, model, &known);
    return is_told(cx, &wanted, json_get(model, "deadlines"), &known);
}

/* « reporté : samedi 24 janvier 2026 », « en ligne : 20 mai 2026 ». */
static const char *note_text(struct arena *arena, const char *language, const struct json *row)
{
    bool is_moved = json_kind(json_get(row, "moved")) == JSON_MAP;
    const char *due = json_text(json_get(row, "due"));
    bool is_later = strcmp(json_text(json_get(row, "online")), due) != 0;
    const char *moved = is_moved ? view_text(arena, language, "deadline.moved", row) : "";
    const char *online = is_later ? view_text(arena, language, "deadline.online", row) : "";

    return is_moved && is_later ? arena_format(arena, "%s ; %s", moved, online)
                                : arena_format(arena, "%s%s", moved, online);
}

static const char *head_text(struct arena *arena, const char *language, const char *name)
{
    return view_text(arena, language, arena_format(arena, "deadline.head_%s", name), NULL);
}

static void missing_print(struct buf *out, const struct json *missing)
{
    for (size_t i = 0; i < json_count(missing); i++)
        buf_format(out, "%s : %s\n", json_text(json_get(json_at(missing, i), "code")),
                   json_text(json_get(json_at(missing, i), "text")));
}

static void list_print(struct buf *out, const struct call *call, const struct json *model)
{
    struct arena *arena = out->arena;
    const char *language = call->language;
    const struct json *list = json_get(model, "deadlines");
    struct table *table = table_new(arena,
                                    (const char *const[]){
                                        head_text(arena, language, "due"),
                                        head_text(arena, language, "label"),
                                        head_text(arena, language, "period"),
                                        head_text(arena, language, "source"),
                                        "",
                                        NULL,
                                    });

    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *row = json_at(list, i);
        const char *due = json_text(json_get(row, "due"));
        table_row(table,
                  (const char *const[]){
                      format_value(arena, "day", language, due),
                      json_text(json_get(row, "label")),
                      json_text(json_get(row, "period")),
                      json_text(json_get(row, "source")),
                      note_text(arena, language, row),
                  });
    }
    if (json_count(list) > 0)
        table_print(out, table);
    else
        buf_format(out, "%s\n", view_text(arena, language, "deadline.none", model));
    missing_print(out, json_get(model, "missing"));
}

const struct command cli_deadline[] = {
    { "deadline list",
      "--client ID|--regime "
      "CA3|CA3T|CA12|RSA,DSN,PASRAU,DES,ETAT-UE,TS|TST|TSA,RCM,IS|IR,CFE,CVAE,DAS2 "
      "--year YYYY|--period PERIOD [--kind KIND] [--dept 75] [--form EI|SOC|SA|AUTRE|ETRANGER] "
      "[--siren SIREN] [--name NAME] [--headcount N] [--closing MM-DD] [--opened DATE] "
      "[--first-closing DATE] [--day 1-31] [--last-vat|--last-is|--last-cfe|--last-cvae EUROS] "
      "[--turnover EUROS]",
      "the tax and payroll dates that fall due in a year, or those of one period; of a client as "
      "its file says, but for what an option says otherwise",
      HOUSE_OPTIONS
      "client= regime= year= period= kind= dept= form= siren= name= headcount= closing= opened= "
      "first-closing= day= last-vat= last-is= last-cfe= last-cvae= turnover=",
      0, 0, list_run, list_print },
    { 0 },
};
