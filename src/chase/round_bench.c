/*
 * What a round costs: round_bench FOLDER [open | rows].
 *
 * open: what is due, not what is open. 1,000,000 open obligations of which 5,000 are due, against
 * 50,000 open of which 5,000 are due. Prints both times and their ratio; limit 1.5.
 *
 * rows: not much more than its rows. 100,000 obligations that are due, against the same rows
 * written to the same books by a bare loop of prepared statements in one transaction; limit 3.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chase/obligation.h"
#include "chase/round.h"
#include "store/bare_bench.h"

enum { DUE = 5000, SMALL = 50000, LARGE = 1000000, FLOOD = 100000, PER_BATCH = 50000, RUNS = 3 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        list[i].name = "Débiteur";
        list[i].address = arena_format(cx->arena, "d%lld@debiteur.example", (long long)list[i].id);
        list[i].balance.cents = 100;
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    (void)cx;
    (void)wording;
    (void)model;
    return true;
}

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    (void)cx;
    (void)subject;
    *text = "";
    return true;
}

static const struct chase_kind bench_kind = {
    .name = "invoice", .mail = "", .debtors = debtors, .word = word, .label = label
};

SQL(FIRM_ROW, FIRM,
    "INSERT INTO firm (id, name, siren, language, calendar, time_zone, open_from_minute,"
    " open_until_minute, base_url, created_at)"
    " VALUES ($1, 'Cabinet', '', 'fr', 'metropole', 'Europe/Paris', 480, 1140, '', 0)");

SQL(CLIENT_ROW, FIRM,
    "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
    " VALUES ($1, 1, 'C', 'Client', 'client', '', 'fr', 'active', 0)");

/* One in so many is due today: its first step is tomorrow's look for the others. */
static bool open_batch(struct ctx *cx, const struct rules *rules, int64_t first, int64_t each)
{
    struct obligation *owed = arena_new(cx->arena, struct obligation, PER_BATCH);

    for (int64_t i = 0; i < PER_BATCH; i++)
        owed[i] = (struct obligation){
            .kind = "invoice",
            .subject = first + i,
            .client = 1,
            .person = first + i,
            .due = { cx->today.day + ((first + i) % each == 0 ? 8 : 100) },
            .owed = { 100 },
        };
    return chase_open(cx, rules, owed, PER_BATCH);
}

static bool prepare(struct ctx *cx, int64_t open, int64_t due)
{
    struct rules rules;

    scope_firm(cx->store, 1);
    if (!store_begin(cx)
        || !store_end(cx,
                      store_run(cx, &FIRM_ROW, NO_ARGS) && store_run(cx, &CLIENT_ROW, NO_ARGS)
                          && rules_seed(cx, "invoice", "Standard"))
        || !rules_load(cx, &bench_kind, &rules))
        return false;
    for (int64_t first = 1; first <= open; first += PER_BATCH) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (!store_begin(cx) || !store_end(cx, open_batch(cx, &rules, first, open / due)))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

static double seconds_since(int64_t before_ms)
{
    return (double)(clock_system.monotonic_ms(&clock_system) - before_ms) / 1000;
}

static bool make(struct ctx *cx, const char *where, int64_t open, int64_t due)
{
    if (!store_create(cx, where))
        return false;
    struct store *store = store_open(cx, where);
    cx->store = store ? scope_open(cx, store) : NULL;
    bool made = cx->store && prepare(cx, open, due);
    scope_close(cx->store);
    store_close(store);
    return made;
}

/* The seconds of one round; negative when something failed. */
static double run(struct ctx *cx, const char *where, int64_t due)
{
    struct store *store = store_open(cx, where);
    struct round round = { 0 };
    double seconds = -1;

    cx->store = store ? scope_open(cx, store) : NULL;
    scope_firm(cx->store, 1);
    int64_t before_ms = clock_system.monotonic_ms(&clock_system);
    if (chase_round(cx, &bench_kind, &round) && round.messages == due)
        seconds = seconds_since(before_ms);
    scope_close(cx->store);
    store_close(store);
    return seconds;
}

static double round_of(struct ctx *cx, const char *folder, int64_t open)
{
    const char *where = arena_format(cx->arena, "%s/round-%lld.db", folder, (long long)open);
    double seconds = make(cx, where, open, DUE) ? run(cx, where, DUE) : -1;

    (void)unlink(where);
    return seconds;
}

static int by_size(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static void tell(const char *name, double ratios[RUNS], double limit)
{
    qsort(ratios, RUNS, sizeof *ratios, by_size);
    printf("%s: median ratio %.2f, limit %.1f: %s\n", name, ratios[RUNS / 2], limit,
           ratios[RUNS / 2] <= limit ? "held" : "NOT HELD");
}

static bool bench_open(struct ctx *cx, const char *folder)
{
    double ratios[RUNS];

    for (int i = 0; i < RUNS; i++) {
        double small = round_of(cx, folder, SMALL), large = round_of(cx, folder, LARGE);
        if (small < 0 || large < 0)
            return false;
        printf("round, %d due: of %d open %.3f s, of %d open %.3f s, ratio %.2f\n", DUE, SMALL,
               small, LARGE, large, large / small);
        ratios[i] = large / small;
    }
    tell("round", ratios, 1.5);
    return true;
}

/* What a round writes, and how a bare loop writes it. */
static const struct deed deeds[] = {
    { "SELECT noun, last FROM sequence WHERE firm = 1",
      "INSERT OR REPLACE INTO sequence (firm, noun, last) VALUES (1, ?, ?)" },
    { "SELECT * FROM message ORDER BY id", "INSERT INTO message VALUES " },
    { "SELECT * FROM reminder ORDER BY id", "INSERT INTO reminder VALUES " },
    { "SELECT dealt, dealt_through_on, last_taken_on, next_look_on, held, due_on, id"
      " FROM obligation WHERE firm = 1 ORDER BY due_on, id",
      "UPDATE obligation SET dealt = ?, dealt_through_on = ?, last_taken_on = ?,"
      " next_look_on = ?, held = ? WHERE firm = 1 AND due_on = ? AND id = ?" },
};

static bool bench_rows(struct ctx *cx, const char *folder)
{
    const char *planned = arena_format(cx->arena, "%s/planned.db", folder);
    const char *bare = arena_format(cx->arena, "%s/bare.db", folder);
    double ratios[RUNS];

    for (int i = 0; i < RUNS; i++) {
        bool made = make(cx, planned, FLOOD, FLOOD) && make(cx, bare, FLOOD, FLOOD);
        double round = made ? run(cx, planned, FLOOD) : -1;
        double limit = round > 0 ? bare_write(planned, bare, deeds, COUNT_OF(deeds)) : -1;
        (void)unlink(planned);
        (void)unlink(bare);
        if (limit < 0)
            return false;
        printf("round of %d due %.3f s, the same rows bare %.3f s, ratio %.2f\n", FLOOD, round,
               limit, round / limit);
        ratios[i] = round / limit;
    }
    tell("round against its rows", ratios, 3);
    return true;
}

int main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 3, 17), .now = { 1773738000000 } };
    const char *folder = count > 1 ? words[1] : ".", *only = count > 2 ? words[2] : "";
    bool well = (strcmp(only, "rows") == 0 || bench_open(&cx, folder))
        && (strcmp(only, "open") == 0 || bench_rows(&cx, folder));

    if (!well)
        fprintf(stderr, "round_bench: %s %s\n", cx.fault.code, fault_arg(&cx.fault, "detail"));
    arena_free(&arena);
    return well ? 0 : 1;
}
