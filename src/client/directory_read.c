#include "client/directory_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { WINDOW_IDS = 5000 };

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
    pairs->list[pairs->count++] = (struct facet_pair){ arena_copy(reading->arena, word), row };
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

/*
 * All clients are read by windows of their ids, so that no statement takes long; what changed is
 * one window of the numbers of changes. WINDOW is the column of which $2 is below and $3 the last.
 * What is late is read at the last day of due before the day.
 */
#define CLIENTS(WINDOW)                                                                            \
    "SELECT c.id, c.name, c.name_folded, c.siren, c.legal_form, c.state, c.is_confidential,"       \
    " c.tester, s.open_cents, s.unreached, a.open_cents, a.items, f.wallet_cents,"                 \
    " f.missing_receipts, f.ready_exports," NEXT_DAY(                                              \
        "c.id") ","                                                                                \
                " c.hub, c.sector, c.plan, c.trade_name, c.code, c.siret,"                         \
                " CASE WHEN c.state = 'archived' THEN 0 ELSE"                                      \
                " (SELECT COUNT(*) FROM request q WHERE q.firm = c.firm AND q.client = c.id"       \
                "  AND q.state = 'open' AND q.due_on < $4) END"                                    \
                " FROM client c LEFT JOIN standing s ON s.firm = c.firm AND s.client = c.id"       \
                " LEFT JOIN client_figure f ON f.firm = c.firm AND f.client = c.id"                \
                " LEFT JOIN ageing a ON a.firm = c.firm AND a.client = c.id AND a.basis = 'due'"   \
                "   AND a.day_on = (SELECT MAX(d.day_on) FROM ageing d WHERE d.firm = c.firm"      \
                "     AND d.client = c.id AND d.basis = 'due' AND d.day_on < $4)"                  \
                " WHERE c.firm = $1 AND " WINDOW " > $2 AND " WINDOW " <= $3 ORDER BY c.id"

SQL(CLIENTS_ALL, FIRM, CLIENTS("c.id"));
SQL(CLIENTS_CHANGED, FIRM, CLIENTS("c.changed"));

struct window {
    int64_t below, last;
};

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
        .requests = (int32_t)rows_int(rows, 23),
        .next_day = next_day(rows, 15),
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
    const char *siret = rows_text(rows, 22);

    join(reading, FACET_HUB, rows_null(rows, 17) ? "" : number(reading, rows_int(rows, 17)), row);
    join(reading, FACET_SECTOR, rows_text(rows, 18), row);
    join(reading, FACET_PLAN, rows_text(rows, 19), row);
    join(reading, FACET_STATE, client_state_text(listed->state), row);
    note(reading, row, listed->folded);
    note(reading, row, str_fold(reading->arena, rows_text(rows, 20)));
    note(reading, row, str_fold(reading->arena, rows_text(rows, 21)));
    note(reading, row, siret);
    if (!str_starts(siret, listed->siren))
        note(reading, row, listed->siren);
}

static bool read_clients(struct ctx *cx, struct reading *reading, struct window window)
{
    struct directory *directory = reading->directory;
    struct rows *rows = store_query(
        cx, reading->older ? &CLIENTS_CHANGED : &CLIENTS_ALL,
        ARGS(arg_int(window.below), arg_int(window.last), arg_date(cx->arena, cx->today)));

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

/*
 * What hangs on clients is read from its own table, by its own windows: joined to the clients, the
 * planner may read all of it for each window. CLIENT is the column of the client.
 */
#define OF_CHANGED(CLIENT)                                                                         \
    CLIENT " IN (SELECT c.id FROM client c WHERE c.firm = $1 AND c.changed > $2 AND c.changed"     \
           " <= $3)"
#define OF_WINDOW(CLIENT) CLIENT " > $2 AND " CLIENT " <= $3"

#define CONTACTS(WINDOW)                                                                           \
    "SELECT l.client, k.name_folded, k.email_folded, k.email_state, l.is_legal"                    \
    " FROM client_contact l JOIN contact k ON k.firm = l.firm AND k.id = l.contact"                \
    " WHERE l.firm = $1 AND " WINDOW

SQL(CONTACTS_ALL, FIRM, CONTACTS(OF_WINDOW("l.client")));
SQL(CONTACTS_CHANGED, FIRM, CONTACTS(OF_CHANGED("l.client")));

static bool read_contacts(struct ctx *cx, struct reading *reading, struct window window)
{
    struct rows *rows = store_query(cx, reading->older ? &CONTACTS_CHANGED : &CONTACTS_ALL,
                                    ARGS(arg_int(window.below), arg_int(window.last)));
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

#define ASSIGNED(WINDOW)                                                                           \
    "SELECT a.client, a.member, a.function FROM assignment a WHERE a.firm = $1 AND " WINDOW        \
    " AND a.first_on <= $4 AND (a.last_on IS NULL OR a.last_on >= $4)"

SQL(ASSIGNED_ALL, FIRM, ASSIGNED(OF_WINDOW("a.client")));
SQL(ASSIGNED_CHANGED, FIRM, ASSIGNED(OF_CHANGED("a.client")));

static bool read_assigned(struct ctx *cx, struct reading *reading, struct window window)
{
    struct rows *rows = store_query(
        cx, reading->older ? &ASSIGNED_CHANGED : &ASSIGNED_ALL,
        ARGS(arg_int(window.below), arg_int(window.last), arg_date(cx->arena, cx->today)));
    uint32_t row;

    while (rows_next(rows)) {
        if (!row_of(reading, rows_int(rows, 0), &row))
            continue;
        join(reading, FACET_MEMBER, number(reading, rows_int(rows, 1)), row);
        bits_set(reading->assigned, row);
        if (strcmp(rows_text(rows, 2), "holder") == 0)
            reading->directory->rows[row].holder = rows_int(rows, 1);
    }
    return rows_done(rows);
}

#define TAGS(WINDOW) "SELECT t.client, t.tag FROM client_tag t WHERE t.firm = $1 AND " WINDOW

SQL(TAGS_ALL, FIRM, TAGS(OF_WINDOW("t.client")));
SQL(TAGS_CHANGED, FIRM, TAGS(OF_CHANGED("t.client")));

static bool read_tags(struct ctx *cx, struct reading *reading, struct window window)
{
    struct rows *rows = store_query(cx, reading->older ? &TAGS_CHANGED : &TAGS_ALL,
                                    ARGS(arg_int(window.below), arg_int(window.last)));
    uint32_t row;

    while (rows_next(rows))
        if (row_of(reading, rows_int(rows, 0), &row))
            join(reading, FACET_TAG, rows_text(rows, 1), row);
    return rows_done(rows);
}

SQL(LAST, FIRM, "SELECT MAX(id) FROM client WHERE firm = $1 /* scan: its end alone */");

static bool last_id(struct ctx *cx, int64_t *last)
{
    struct rows *rows = store_query(cx, &LAST, NO_ARGS);

    *last = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

/* The texts of a window are kept where they belong: what it read them into goes with it. */
static bool by_windows(struct ctx *cx, struct reading *reading, int64_t last,
                       bool (*read)(struct ctx *, struct reading *, struct window))
{
    for (int64_t below = 0; below < last; below += WINDOW_IDS) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!read(cx, reading, (struct window){ below, below + WINDOW_IDS }))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

static bool read_all(struct ctx *cx, struct reading *reading)
{
    int64_t last;

    if (!last_id(cx, &last) || !by_windows(cx, reading, last, read_clients))
        return false;
    directory_find_rows(reading->directory, NULL);
    reading->assigned = bits_new(reading->arena, reading->directory->count);
    return by_windows(cx, reading, last, read_contacts)
        && by_windows(cx, reading, last, read_assigned) && by_windows(cx, reading, last, read_tags);
}

static bool read_changed(struct ctx *cx, struct reading *reading)
{
    const struct window window = { reading->since, INT64_MAX };

    if (!read_clients(cx, reading, window))
        return false;
    directory_find_rows(reading->directory, reading->older);
    reading->assigned = bits_new(reading->arena, reading->directory->count);
    return read_contacts(cx, reading, window) && read_assigned(cx, reading, window)
        && read_tags(cx, reading, window);
}

static void join_nobody(struct reading *reading)
{
    const struct directory *directory = reading->directory;

    for (size_t i = 0; i < directory->fresh_count; i++)
        if (!bits_has(reading->assigned, directory->fresh_rows[i]))
            join(reading, FACET_MEMBER, "0", directory->fresh_rows[i]);
}

bool directory_read(struct ctx *cx, struct reading *reading)
{
    struct directory *directory = reading->directory;

    if (!read_names(cx, directory, store_query(cx, &MEMBER_NAMES, NO_ARGS), &directory->members)
        || !read_names(cx, directory, store_query(cx, &HUB_NAMES, NO_ARGS), &directory->hubs)
        || !(reading->older ? read_changed(cx, reading) : read_all(cx, reading)))
        return false;
    join_nobody(reading);
    return true;
}
