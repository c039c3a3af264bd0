#include "client/directory_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* What a row is found by: into the index of a base, or to the row itself. */
static void note(struct reading *reading, uint32_t row, const char *folded)
{
    struct listed *listed = &reading->directory->rows[row];

    if (reading->words)
        word_list_add(reading->words, folded, row);
    else
        listed->words = arena_format(&reading->directory->arena, "%s %s", listed->words, folded);
}

static void join(struct reading *reading, enum facet facet, const char *word, uint32_t row)
{
    struct facet_pairs *pairs = &reading->pairs[facet];

    if (!*word)
        return;
    if (pairs->count == pairs->room)
        pairs->list = arena_grow(reading->arena, pairs->list, &pairs->room, sizeof *pairs->list);
    pairs->list[pairs->count++] = (struct facet_pair){ word, row };
}

static const char *number(struct reading *reading, int64_t id)
{
    return arena_format(reading->arena, "%lld", (long long)id);
}

SQL(MEMBER_NAMES, FIRM, "SELECT id, name FROM member WHERE firm = $1 ORDER BY name, id");
SQL(HUB_NAMES, FIRM, "SELECT id, name FROM hub WHERE firm = $1 ORDER BY name, id");

static int by_number(const void *left, const void *right)
{
    const struct directory_name *a = left, *b = right;

    return (a->id > b->id) - (a->id < b->id);
}

static bool read_names(struct ctx *cx, struct directory *directory, struct rows *rows,
                       struct directory_names *names)
{
    struct directory_name *list = NULL;
    size_t room = 0;

    while (rows_next(rows)) {
        if (names->count == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[names->count] = (struct directory_name){
            .id = rows_int(rows, 0),
            .name = directory_text(directory, rows_text(rows, 1)),
            .place = (uint32_t)names->count + 1,
        };
        names->count++;
    }
    names->list = directory_new(directory, struct directory_name, names->count);
    if (names->count > 0) {
        memcpy(names->list, list, names->count * sizeof *list);
        qsort(names->list, names->count, sizeof *list, by_number);
    }
    return rows_done(rows);
}

static uint8_t state_of(const char *text)
{
    enum client_state state = CLIENT_ACTIVE;

    return client_state_parse(text, &state) ? (uint8_t)state : CLIENT_ACTIVE;
}

/* What is late is read at the last day of due before the day. */
SQL(CLIENTS, FIRM,
    "SELECT c.id, c.name, c.name_folded, c.siren, c.legal_form, c.state, c.is_confidential,"
    " c.tester, s.open_cents, s.unreached, a.open_cents, a.items, f.wallet_cents,"
    " f.missing_receipts, f.ready_exports,"
    " (SELECT MIN(o.next_look_on) FROM obligation o WHERE o.firm = c.firm AND o.client = c.id"
    "  AND o.next_look_on IS NOT NULL AND o.held = ''),"
    " c.hub, c.sector, c.plan, c.trade_name, c.code, c.siret"
    " FROM client c LEFT JOIN standing s ON s.firm = c.firm AND s.client = c.id"
    " LEFT JOIN client_figure f ON f.firm = c.firm AND f.client = c.id"
    " LEFT JOIN ageing a ON a.firm = c.firm AND a.client = c.id AND a.basis = 'due'"
    "   AND a.day_on = (SELECT MAX(d.day_on) FROM ageing d WHERE d.firm = c.firm"
    "     AND d.client = c.id AND d.basis = 'due' AND d.day_on < $2)"
    " WHERE c.firm = $1 AND c.changed > $3 ORDER BY c.name_folded, c.id");

static struct listed listed_row(struct directory *directory, struct rows *rows)
{
    return (struct listed){
        .id = rows_int(rows, 0),
        .name = directory_text(directory, rows_text(rows, 1)),
        .folded = directory_text(directory, rows_text(rows, 2)),
        .siren = directory_text(directory, rows_text(rows, 3)),
        .legal_form = directory_text(directory, rows_text(rows, 4)),
        .words = directory->base ? "" : NULL,
        .state = state_of(rows_text(rows, 5)),
        .is_confidential = rows_int(rows, 6) == 1,
        .tester = rows_int(rows, 7),
        .is_blank = rows_null(rows, 8),
        .open_cents = rows_int(rows, 8),
        .unreached = (int32_t)rows_int(rows, 9),
        .late_cents = rows_int(rows, 10) > 0 ? rows_int(rows, 10) : 0,
        .late_items = (int32_t)rows_int(rows, 11),
        .has_wallet = !rows_null(rows, 12),
        .wallet_cents = rows_int(rows, 12),
        .receipts = (int32_t)rows_int(rows, 13),
        .exports = (int32_t)rows_int(rows, 14),
        .next_day = rows_null(rows, 15) ? NO_NEXT : rows_date(rows, 15).day,
    };
}

static uint32_t place_for(struct reading *reading, int64_t id)
{
    struct directory *directory = reading->directory;
    uint32_t row;

    if (reading->older && directory_find(reading->older, id, &row))
        return row;
    return (uint32_t)directory->count++;
}

static void note_client(struct reading *reading, struct rows *rows, uint32_t row)
{
    const struct listed *listed = &reading->directory->rows[row];
    const char *siret = rows_text(rows, 21);

    join(reading, FACET_HUB, rows_null(rows, 16) ? "" : number(reading, rows_int(rows, 16)), row);
    join(reading, FACET_SECTOR, rows_text(rows, 17), row);
    join(reading, FACET_PLAN, rows_text(rows, 18), row);
    join(reading, FACET_STATE, client_state_text(listed->state), row);
    note(reading, row, listed->folded);
    note(reading, row, str_fold(reading->arena, rows_text(rows, 19)));
    note(reading, row, str_fold(reading->arena, rows_text(rows, 20)));
    note(reading, row, siret);
    if (!str_starts(siret, listed->siren))
        note(reading, row, listed->siren);
}

static bool read_clients(struct ctx *cx, struct reading *reading)
{
    struct directory *directory = reading->directory;
    struct rows *rows =
        store_query(cx, &CLIENTS, ARGS(arg_date(cx->arena, cx->today), arg_int(reading->since)));

    while (rows_next(rows)) {
        if (directory->fresh_count == reading->room)
            continue;
        uint32_t row = place_for(reading, rows_int(rows, 0));
        directory->rows[row] = listed_row(directory, rows);
        directory->fresh_rows[directory->fresh_count++] = row;
        bits_set(directory->fresh, row);
        if (directory->base && !bits_has(directory->laid, row)) {
            bits_set(directory->laid, row);
            directory->laid_count++;
        }
        note_client(reading, rows, row);
    }
    return rows_done(rows);
}

/* The row of a client just read; false for what came meanwhile. */
static bool row_of(const struct reading *reading, int64_t client, uint32_t *row)
{
    return directory_find(reading->directory, client, row)
        && bits_has(reading->directory->fresh, *row);
}

SQL(CONTACTS, FIRM,
    "SELECT c.id, k.name_folded, k.email_folded, k.email_state, l.is_legal FROM client c"
    " JOIN client_contact l ON l.firm = c.firm AND l.client = c.id"
    " JOIN contact k ON k.firm = l.firm AND k.id = l.contact"
    " WHERE c.firm = $1 AND c.changed > $2");

static bool read_contacts(struct ctx *cx, struct reading *reading)
{
    struct rows *rows = store_query(cx, &CONTACTS, ARGS(arg_int(reading->since)));
    uint32_t row;

    while (rows_next(rows)) {
        if (!row_of(reading, rows_int(rows, 0), &row))
            continue;
        struct listed *listed = &reading->directory->rows[row];
        note(reading, row, rows_text(rows, 1));
        note(reading, row, rows_text(rows, 2));
        listed->has_address |= strcmp(rows_text(rows, 3), "ok") == 0;
        listed->has_legal |= rows_int(rows, 4) == 1;
    }
    return rows_done(rows);
}

SQL(ASSIGNED, FIRM,
    "SELECT c.id, a.member, a.function FROM client c"
    " JOIN assignment a ON a.firm = c.firm AND a.client = c.id"
    " WHERE c.firm = $1 AND c.changed > $2 AND a.first_on <= $3"
    " AND (a.last_on IS NULL OR a.last_on >= $3)");

static bool read_assigned(struct ctx *cx, struct reading *reading)
{
    struct directory *directory = reading->directory;
    struct bits taken = bits_new(reading->arena, directory->count);
    struct rows *rows =
        store_query(cx, &ASSIGNED, ARGS(arg_int(reading->since), arg_date(cx->arena, cx->today)));
    uint32_t row;

    while (rows_next(rows)) {
        if (!row_of(reading, rows_int(rows, 0), &row))
            continue;
        join(reading, FACET_MEMBER, number(reading, rows_int(rows, 1)), row);
        bits_set(taken, row);
        if (strcmp(rows_text(rows, 2), "holder") == 0)
            directory->rows[row].holder = rows_int(rows, 1);
    }
    for (size_t i = 0; i < directory->fresh_count; i++)
        if (!bits_has(taken, directory->fresh_rows[i]))
            join(reading, FACET_MEMBER, "0", directory->fresh_rows[i]);
    return rows_done(rows);
}

SQL(TAGS, FIRM,
    "SELECT c.id, t.tag FROM client c JOIN client_tag t ON t.firm = c.firm AND t.client = c.id"
    " WHERE c.firm = $1 AND c.changed > $2");

static bool read_tags(struct ctx *cx, struct reading *reading)
{
    struct rows *rows = store_query(cx, &TAGS, ARGS(arg_int(reading->since)));
    uint32_t row;

    while (rows_next(rows))
        if (row_of(reading, rows_int(rows, 0), &row))
            join(reading, FACET_TAG, rows_text(rows, 1), row);
    return rows_done(rows);
}

bool directory_read(struct ctx *cx, struct reading *reading)
{
    struct directory *directory = reading->directory;

    if (!read_names(cx, directory, store_query(cx, &MEMBER_NAMES, NO_ARGS), &directory->members)
        || !read_names(cx, directory, store_query(cx, &HUB_NAMES, NO_ARGS), &directory->hubs)
        || !read_clients(cx, reading))
        return false;
    directory_find_rows(directory, reading->older);
    return read_contacts(cx, reading) && read_assigned(cx, reading) && read_tags(cx, reading);
}
