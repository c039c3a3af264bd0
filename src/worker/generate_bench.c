/*
 * What generating a month costs: generate_bench FOLDER.
 *
 * 12,000 clients with 6 services each: 72,000 occurrences with a task and a request of three items,
 * and what they owe, against the same rows written to the same books by a bare loop of prepared
 * statements in one transaction; limit 3.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "mission/mission.h"
#include "mission/service.h"
#include "store/bare_bench.h"
#include "store/store.h"
#include "worker/generate.h"

enum { CLIENTS = 12000, SERVICES = 6, RUNS = 3 };

SQL(FIRM_ROW, FIRM,
    "INSERT INTO firm (id, name, siren, language, calendar, time_zone, open_from_minute,"
    " open_until_minute, base_url, created_at)"
    " VALUES ($1, 'Cabinet', '', 'fr', 'metropole', 'Europe/Paris', 480, 1140, '', 0)");

SQL(MEMBER_ROW, FIRM,
    "INSERT INTO member (firm, id, name, email, email_folded, language, role, state,"
    " created_at) VALUES ($1, 1, 'Claire', 'c@cabinet.example', 'c@cabinet.example', 'fr', 'admin',"
    " 'active', 0)");

SQL(CLIENT_ROW, FIRM,
    "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
    " VALUES ($1, $2, $3, $3, $3, '', 'fr', 'active', 0)");

SQL(HOLDER_ROW, FIRM,
    "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
    " VALUES ($1, $2, $2, 1, 'holder', '2026-01-01', 0)");

SQL(CONTACT_ROW, FIRM,
    "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
    " email_said, phone, language, created_at)"
    " VALUES ($1, $2, $3, $3, $3, $3, 'ok', '', '', 'fr', 0)");

SQL(ROLE_ROW, FIRM,
    "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance, is_payroll,"
    " is_operational, added_at) VALUES ($1, $2, $2, 1, 1, 0, 0, 1, 0)");

static bool client_make(struct ctx *cx, int64_t id)
{
    const struct arg name = arg_text(arena_format(cx->arena, "c%05lld", (long long)id));
    const struct arg number = arg_int(id);

    return store_run(cx, &CLIENT_ROW, ARGS(number, name))
        && store_run(cx, &HOLDER_ROW, ARGS(number))
        && store_run(cx, &CONTACT_ROW, ARGS(number, name))
        && store_run(cx, &ROLE_ROW, ARGS(number));
}

static bool service_make(struct ctx *cx, int64_t category, int number, int64_t *id)
{
    static struct service_item items[] = {
        { "document", { .in = { "Factures de vente", "Sales invoices" } }, true },
        { "document", { .in = { "Relevés bancaires", "Bank statements" } }, true },
        { "yes_no", { .in = { "Des achats hors de France ?", "Any purchases abroad?" } }, false },
    };
    static struct service_request request = {
        .name = { .in = { "Vos éléments – {{period}}", "Your documents – {{period}}" } },
        .instructions = { .in = { "Merci de les déposer avant le {{due}}.", "" } },
        .items = items,
        .item_count = COUNT_OF(items),
    };
    static struct service_task task = { .title = "Préparer et déposer", .minutes = 60 };
    struct service service = { .category = category,
                               .title = arena_format(cx->arena, "Prestation %d", number),
                               .content = { .function = "holder",
                                            .tasks = &task,
                                            .task_count = 1,
                                            .requests = &request,
                                            .request_count = 1 } };

    if (!service_add(cx, &service))
        return false;
    *id = service.id;
    return true;
}

static bool mission_make(struct ctx *cx, int64_t client, const int64_t *services)
{
    struct mission_service own[SERVICES];
    struct mission mission = { .client = client,
                               .name = "Tenue",
                               .first = date_of(2026, 1, 1),
                               .services = own,
                               .service_count = SERVICES };

    for (int i = 0; i < SERVICES; i++)
        own[i] = (struct mission_service){ .service = services[i],
                                           .rhythm = RHYTHM_MONTH,
                                           .first = date_of(2026, 1, 30),
                                           .lead_days = 10 };
    return mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today);
}

static bool fill(struct ctx *cx)
{
    struct category category = { .title = "Fiscalité" };
    int64_t services[SERVICES];
    bool well = store_run(cx, &FIRM_ROW, NO_ARGS) && store_run(cx, &MEMBER_ROW, NO_ARGS)
        && category_add(cx, &category);

    for (int i = 0; well && i < SERVICES; i++)
        well = service_make(cx, category.id, i + 1, &services[i]);
    struct arena_mark mark = arena_mark(cx->arena);
    for (int64_t i = 1; well && i <= CLIENTS; i++) {
        well = client_make(cx, i) && mission_make(cx, i, services);
        if (well)
            arena_rewind(cx->arena, mark);
    }
    return well;
}

static bool make(struct ctx *cx, const char *where)
{
    if (!store_create(cx, where))
        return false;
    struct store *store = store_open(cx, where);
    cx->store = store ? scope_open(cx, store) : NULL;
    scope_firm(cx->store, 1);
    cx->today = date_of(2026, 1, 2);
    bool made = cx->store && store_begin(cx) && store_end(cx, fill(cx));
    scope_close(cx->store);
    store_close(store);
    return made;
}

/* The seconds of one run; negative when something failed. */
static double run(struct ctx *cx, const char *where)
{
    struct store *store = store_open(cx, where);
    struct generated generated = { 0 };
    double seconds = -1;

    cx->store = store ? scope_open(cx, store) : NULL;
    scope_firm(cx->store, 1);
    cx->today = date_of(2026, 1, 20);
    int64_t before_ms = clock_system.monotonic_ms(&clock_system);
    if (generate_run(cx, &generated) && generated.requests == (int64_t)CLIENTS * SERVICES)
        seconds = (double)(clock_system.monotonic_ms(&clock_system) - before_ms) / 1000;
    scope_close(cx->store);
    store_close(store);
    return seconds;
}

/* What a run writes, and how a bare loop writes it; scenarios are brought by the first rows. */
static const struct deed deeds[] = {
    { "SELECT noun, last FROM sequence WHERE firm = 1",
      "INSERT OR REPLACE INTO sequence (firm, noun, last) VALUES (1, ?, ?)" },
    { "SELECT * FROM scenario ORDER BY id", "INSERT OR REPLACE INTO scenario VALUES " },
    { "SELECT * FROM occurrence ORDER BY id", "INSERT INTO occurrence VALUES " },
    { "SELECT next_number, next_created_on, lacks, id FROM mission_service ORDER BY id",
      "UPDATE mission_service SET next_number = ?, next_created_on = ?, lacks = ?"
      " WHERE firm = 1 AND id = ?" },
    { "SELECT * FROM task ORDER BY id", "INSERT INTO task VALUES " },
    { "SELECT * FROM request ORDER BY id", "INSERT INTO request VALUES " },
    { "SELECT * FROM item ORDER BY id", "INSERT INTO item VALUES " },
    { "SELECT * FROM obligation ORDER BY id", "INSERT INTO obligation VALUES " },
};

static int by_size(const void *a, const void *b)
{
    return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static bool bench(struct ctx *cx, const char *folder)
{
    const char *made = arena_format(cx->arena, "%s/made.db", folder);
    const char *bare = arena_format(cx->arena, "%s/bare.db", folder);
    double ratios[RUNS];

    for (int i = 0; i < RUNS; i++) {
        bool is_made = make(cx, made) && make(cx, bare);
        double seconds = is_made ? run(cx, made) : -1;
        double least = seconds > 0 ? bare_write(made, bare, deeds, COUNT_OF(deeds)) : -1;
        (void)unlink(made);
        (void)unlink(bare);
        if (least < 0)
            return false;
        printf("generation of %d occurrences %.3f s, the same rows bare %.3f s, ratio %.2f\n",
               CLIENTS * SERVICES, seconds, least, seconds / least);
        ratios[i] = seconds / least;
    }
    qsort(ratios, RUNS, sizeof *ratios, by_size);
    printf("generation against its rows: median ratio %.2f, limit 3.0: %s\n", ratios[RUNS / 2],
           ratios[RUNS / 2] <= 3 ? "held" : "NOT HELD");
    return true;
}

int main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = { 1767340800000 } };
    bool well = bench(&cx, count > 1 ? words[1] : ".");

    if (!well)
        fprintf(stderr, "generate_bench: %s %s\n", cx.fault.code, fault_arg(&cx.fault, "detail"));
    arena_free(&arena);
    return well ? 0 : 1;
}
