#include "invoice/intake.h"

#include <stdlib.h>
#include <string.h>

#include "chase/obligation.h"
#include "chase/rules.h"
#include "invoice/dunning.h"

/* An item as the books hold it or as the file shows it; both lists are sorted alike. */
struct entry {
    int64_t id, customer, rank;
    const char *piece, *label;
    struct date issued_on, due_on;
    struct money amount, open;
    bool settled, chased; /* of the books: it has an obligation */
};

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* In all but the rank. */
static int by_likeness(const struct entry *a, const struct entry *b)
{
    int order = compare(a->customer, b->customer);

    if (order == 0)
        order = strcmp(a->piece, b->piece);
    if (order == 0)
        order = compare(a->issued_on.day, b->issued_on.day);
    return order ? order : compare(a->amount.cents, b->amount.cents);
}

static int by_key(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = by_likeness(a, b);

    return order ? order : compare(a->rank, b->rank);
}

SQL(HELD, FIRM,
    "SELECT i.id, i.customer, i.rank, i.piece, i.issued_on, i.due_on, i.amount_cents, i.open_cents,"
    " CASE WHEN i.settled_on IS NULL THEN 0 ELSE 1 END, CASE WHEN o.id IS NULL THEN 0 ELSE 1 END"
    " FROM invoice i LEFT JOIN obligation o"
    " ON o.firm = i.firm AND o.kind = 'invoice' AND o.subject = i.id"
    " WHERE i.firm = $1 AND i.client = $2");

static bool held_list(struct ctx *cx, int64_t client, struct entry **entries, size_t *count)
{
    struct rows *rows = store_query(cx, &HELD, ARGS(arg_int(client)));
    struct entry *list = NULL;
    size_t room = 0;

    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[(*count)++] = (struct entry){
            .id = rows_int(rows, 0),
            .customer = rows_int(rows, 1),
            .rank = rows_int(rows, 2),
            .piece = rows_text(rows, 3),
            .issued_on = rows_date(rows, 4),
            .due_on = rows_date(rows, 5),
            .amount = rows_money(rows, 6),
            .open = rows_money(rows, 7),
            .settled = rows_int(rows, 8) == 1,
            .chased = rows_int(rows, 9) == 1,
        };
    }
    if (*count > 0)
        qsort(list, *count, sizeof *list, by_key);
    *entries = list;
    return rows_done(rows);
}

/* Items alike in all else are told apart by their rank. */
static void rank_entries(struct entry *entries, size_t count)
{
    if (count > 0)
        qsort(entries, count, sizeof *entries, by_key);
    for (size_t i = 1; i < count; i++)
        if (by_likeness(&entries[i - 1], &entries[i]) == 0)
            entries[i].rank = entries[i - 1].rank + 1;
}

static struct entry *shown_list(struct arena *arena, const struct intake_customer *customers,
                                size_t count, size_t *shown)
{
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += customers[i].count;
    struct entry *list = arena_new(arena, struct entry, total + 1);
    *shown = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < customers[i].count; j++) {
            const struct item *item = &customers[i].items[j];
            list[(*shown)++] = (struct entry){
                .customer = customers[i].id,
                .piece = item->piece,
                .label = item->label,
                .issued_on = item->issued_on,
                .due_on = item->due_on,
                .amount = item->amount,
                .open = item->open,
            };
        }
    rank_entries(list, *shown);
    return list;
}

/* What the comparison of the two lists asks for. */
struct work {
    struct ctx *cx;
    const struct import *import;
    struct entry *added, *changed, *settled, *opened;
    size_t added_count, changed_count, settled_count, opened_count;
};

static struct work work_new(struct ctx *cx, const struct import *import, size_t held, size_t shown)
{
    return (struct work){
        .cx = cx,
        .import = import,
        .added = arena_new(cx->arena, struct entry, shown + 1),
        .changed = arena_new(cx->arena, struct entry, shown + 1),
        .settled = arena_new(cx->arena, struct entry, held + 1),
        .opened = arena_new(cx->arena, struct entry, shown + 1),
    };
}

static void compare_lists(struct work *work, const struct entry *held, size_t held_count,
                          const struct entry *shown, size_t shown_count)
{
    size_t i = 0, j = 0;

    while (i < held_count || j < shown_count) {
        int order = i == held_count ? 1 : j == shown_count ? -1 : by_key(&held[i], &shown[j]);
        if (order < 0) {
            if (!held[i].settled)
                work->settled[work->settled_count++] = held[i];
            i++;
        } else if (order > 0) {
            work->added[work->added_count++] = shown[j++];
        } else {
            struct entry both = shown[j++];
            both.id = held[i].id;
            both.chased = held[i].chased;
            if (held[i].settled || held[i].open.cents != both.open.cents)
                work->changed[work->changed_count++] = both;
            i++;
        }
    }
}

SQL(ADD, FIRM,
    "INSERT INTO invoice (firm, id, client, customer, import, piece, label, issued_on, due_on,"
    " amount_cents, open_cents, rank) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");

static void add_row(void *state, size_t i, struct arg *args)
{
    const struct work *work = state;
    const struct entry *entry = &work->added[i];
    struct arena *arena = work->cx->arena;

    args[0] = arg_int(entry->id);
    args[1] = arg_int(work->import->client);
    args[2] = arg_int(entry->customer);
    args[3] = arg_int(work->import->id);
    args[4] = arg_text(entry->piece);
    args[5] = arg_text(entry->label);
    args[6] = arg_date(arena, entry->issued_on);
    args[7] = arg_date(arena, entry->due_on);
    args[8] = arg_money(entry->amount);
    args[9] = arg_money(entry->open);
    args[10] = arg_int(entry->rank);
    args[11] = (struct arg){ .type = ARG_END };
}

static bool add_items(struct work *work)
{
    int64_t first = 0;

    if (work->added_count == 0)
        return true;
    if (!store_id(work->cx, "invoice", work->added_count, &first))
        return false;
    for (size_t i = 0; i < work->added_count; i++) {
        work->added[i].id = first + (int64_t)i;
        if (work->added[i].open.cents > 0)
            work->opened[work->opened_count++] = work->added[i];
    }
    return store_many(work->cx, &ADD, work->added_count, add_row, work);
}

SQL(CHANGE, FIRM,
    "UPDATE invoice SET open_cents = $3, import = $4, settled_on = NULL"
    " WHERE firm = $1 AND id = $2");

static bool change_items(struct work *work)
{
    for (size_t i = 0; i < work->changed_count; i++) {
        const struct entry *entry = &work->changed[i];
        bool chased_well = !entry->chased
            || (entry->open.cents > 0 ? chase_change(work->cx, "invoice", entry->id, entry->open)
                                      : chase_settle(work->cx, "invoice", entry->id));
        if (!entry->chased && entry->open.cents > 0)
            work->opened[work->opened_count++] = *entry;
        if (!chased_well
            || !store_run(
                work->cx, &CHANGE,
                ARGS(arg_int(entry->id), arg_money(entry->open), arg_int(work->import->id))))
            return false;
    }
    return true;
}

SQL(SETTLE, FIRM, "UPDATE invoice SET open_cents = 0, settled_on = $3 WHERE firm = $1 AND id = $2");

static bool settle_items(struct work *work)
{
    for (size_t i = 0; i < work->settled_count; i++) {
        const struct entry *entry = &work->settled[i];
        if (!store_run(work->cx, &SETTLE,
                       ARGS(arg_int(entry->id), arg_date(work->cx->arena, work->cx->today)))
            || (entry->chased && !chase_settle(work->cx, "invoice", entry->id)))
            return false;
    }
    return true;
}

static bool open_obligations(struct work *work)
{
    struct obligation *owed = arena_new(work->cx->arena, struct obligation, work->opened_count + 1);
    struct rules rules;

    for (size_t i = 0; i < work->opened_count; i++)
        owed[i] = (struct obligation){
            .kind = "invoice",
            .subject = work->opened[i].id,
            .client = work->import->client,
            .person = work->opened[i].customer,
            .due = work->opened[i].due_on,
            .owed = work->opened[i].open,
        };
    return rules_load(work->cx, &dunning_kind, &rules)
        && chase_open(work->cx, &rules, owed, work->opened_count);
}

bool intake_items(struct ctx *cx, const struct import *import,
                  const struct intake_customer *customers, size_t count)
{
    size_t held_count, shown_count;
    struct entry *held, *shown;

    if (!held_list(cx, import->client, &held, &held_count))
        return false;
    shown = shown_list(cx->arena, customers, count, &shown_count);
    struct work work = work_new(cx, import, held_count, shown_count);
    compare_lists(&work, held, held_count, shown, shown_count);
    return add_items(&work) && change_items(&work) && settle_items(&work)
        && open_obligations(&work);
}
