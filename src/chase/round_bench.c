/*
 * A round costs what is due, not what is open: 1,000,000 open obligations of which 5,000 are due,
 * against 50,000 open of which 5,000 are due. Prints both times and their ratio; limit 1.5.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chase/obligation.h"
#include "chase/round.h"

enum { DUE = 5000, SMALL = 50000, LARGE = 1000000, PER_BATCH = 50000, RUNS = 3 };

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

static bool prepare(struct ctx *cx, int64_t open)
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
        if (!store_begin(cx) || !store_end(cx, open_batch(cx, &rules, first, open / DUE)))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return true;
}

/* The seconds of one round in new books; negative when something failed. */
static double round_of(struct ctx *cx, const char *folder, int64_t open)
{
    const char *where = arena_format(cx->arena, "%s/round-%lld.db", folder, (long long)open);
    double seconds = -1;
    struct round round = { 0 };

    if (!store_create(cx, where))
        return seconds;
    struct store *store = store_open(cx, where);
    cx->store = store ? scope_open(cx, store) : NULL;
    if (cx->store && prepare(cx, open)) {
        int64_t before = clock_system.monotonic_ms(&clock_system);
        if (chase_round(cx, &bench_kind, &round) && round.messages == DUE)
            seconds = (double)(clock_system.monotonic_ms(&clock_system) - before) / 1000;
    }
    scope_close(cx->store);
    store_close(store);
    (void)unlink(where);
    return seconds;
}

static int by_size(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

int main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 3, 17), .now = { 1773738000000 } };
    const char *folder = count > 1 ? words[1] : ".";
    double ratios[RUNS];

    for (int run = 0; run < RUNS; run++) {
        double small = round_of(&cx, folder, SMALL), large = round_of(&cx, folder, LARGE);
        if (small < 0 || large < 0) {
            fprintf(stderr, "round_bench: %s %s\n", cx.fault.code, fault_arg(&cx.fault, "detail"));
            return 1;
        }
        printf("round, %d due: of %d open %.3f s, of %d open %.3f s, ratio %.2f\n", DUE, SMALL,
               small, LARGE, large, large / small);
        ratios[run] = large / small;
    }
    qsort(ratios, RUNS, sizeof *ratios, by_size);
    printf("round: median ratio %.2f, limit 1.5: %s\n", ratios[RUNS / 2],
           ratios[RUNS / 2] <= 1.5 ? "held" : "NOT HELD");
    arena_free(&arena);
    return 0;
}
