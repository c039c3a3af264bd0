/*
 * The ageing page at 12,000 customers, against a bare handler on the same server that runs the same
 * queries and writes as many bytes by hand. The load comes from wrk, 32 connections; limit: half
 * of the bare handler's rate, 99 in 100 answers within 20 ms.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/ageing_list.h"
#include "app/handlers.h"
#include "app/routes.h"
#include "base/buf.h"
#include "base/log.h"
#include "client/shelf.h"
#include "firm/firm.h"
#include "firm/member.h"
#include "firm/password.h"
#include "http/server.h"
#include "http/session.h"
#include "invoice/import.h"
#include "worker/kinds.h"

enum { CUSTOMERS = 12000, ITEMS = 3, SECONDS = 3, ROUNDS = 5, PAGE_BYTES = 46 * 1024 };

/* The same queries, a row's bytes put together by hand; the rest of the page is blank. */
static bool bare_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct buf bytes = { .arena = cx->arena };
    struct ageing_asked asked;
    struct ageing_row *rows;
    struct ageing ageing;
    size_t count;

    if (!ageing_asked(cx, request, &asked)
        || !ageing_find(cx, asked.client.id, asked.basis, asked.on, &ageing)
        || !ageing_list(cx, &asked, 50, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        buf_format(&bytes, "<tr><td>%s</td><td>%s</td><td>%lld,%02lld</td></tr>\n", rows[i].name,
                   rows[i].account, (long long)rows[i].open.cents / 100,
                   (long long)rows[i].open.cents % 100);
    while (bytes.size < PAGE_BYTES)
        buf_text(&bytes, "                                                               \n");
    answer->file_name = "page.html";
    answer->file_type = "text/html; charset=utf-8";
    answer->file_bytes = bytes.bytes;
    answer->file_size = bytes.size;
    return true;
}

static const struct route bare =
    ROUTE(GET, "/nu/{client}", ROLE_MEMBER, "client", ageing_fields, NULL, bare_show);

static bool fill(struct ctx *cx, int64_t client)
{
    struct fec_customer *customers = arena_new(cx->arena, struct fec_customer, CUSTOMERS);
    struct fec_item *items = arena_new(cx->arena, struct fec_item, CUSTOMERS * ITEMS);
    struct fec_facts facts = { .customers = customers,
                               .customer_count = CUSTOMERS,
                               .items = items,
                               .item_count = CUSTOMERS * ITEMS };
    char hash[32] = { 1 };
    struct import import = { .client = client,
                             .file_name = "f.txt",
                             .sha256 = hash,
                             .siren = "",
                             .report = "{}",
                             .facts = &facts };

    for (uint32_t i = 0; i < CUSTOMERS; i++)
        customers[i] = (struct fec_customer){
            .account = "411000",
            .aux = arena_format(cx->arena, "C%05u", i),
            .name = arena_format(cx->arena, "Débiteur %u", i),
        };
    for (uint32_t i = 0; i < CUSTOMERS * ITEMS; i++)
        items[i] = (struct fec_item){
            .customer = i / ITEMS,
            .date = { cx->today.day - (int)(i * 7919 % 200) },
            .money = { 1000 + i * 104729 % 900000 },
            .piece = arena_format(cx->arena, "F%u", i),
            .label = "Facture",
            .letter = "",
        };
    return import_fec(cx, &import);
}

static bool prepare(struct ctx *cx, struct firm *firm, const char **cookie)
{
    struct client client = {
        .code = "C", .name = "Client", .siren = "", .language = "fr", .state = "active"
    };
    struct member member = {
        .name = "Claire", .email = "c@c.example", .language = "fr", .role = MEMBER_ADMIN
    };
    const struct session_peer peer = { "127.0.0.1", "wrk" };

    *firm = (struct firm){ .name = "Cabinet",
                           .siren = "",
                           .language = "fr",
                           .time_zone = "Europe/Paris",
                           .open_from_minute = 480,
                           .open_until_minute = 1140,
                           .base_url = "" };
    if (!firm_add(cx, firm, worker_kinds) || !member_add(cx, &member, "un-long-mot-de-passe-42")
        || !client_add(cx, &client) || !fill(cx, client.id))
        return false;
    const struct session_change change = { .signs_in = true,
                                           .member = member.id,
                                           .role = ROLE_ADMIN };
    return session_open(cx, &change, &peer, cookie);
}

/* As wrk tells them. An answer without its bytes, a redirection say, shows by its size. */
struct loaded {
    double rate, p99_ms, kib; /* requests in a second; of one answer */
};

static double in_kib(double value, const char *unit)
{
    return *unit == 'G' ? value * 1048576 : *unit == 'M' ? value * 1024 : value;
}

static bool load(struct arena *arena, const char *url, const char *cookie, struct loaded *loaded)
{
    const char *command = arena_format(
        arena, "wrk -t1 -c32 -d%ds --latency -H 'Cookie: quitus=%s' %s", SECONDS, cookie, url);
    FILE *pipe = popen(command, "r");
    char *line = NULL, unit[8] = "";
    size_t room = 0;
    double value;

    *loaded = (struct loaded){ 0 };
    while (pipe && getline(&line, &room, pipe) >= 0) {
        if (sscanf(line, " 99%% %lf%7s", &value, unit) == 2)
            loaded->p99_ms = *unit == 'u' ? value / 1000 : *unit == 's' ? value * 1000 : value;
        if (sscanf(line, "Requests/sec: %lf", &value) == 1)
            loaded->rate = value;
        if (sscanf(line, "Transfer/sec: %lf%7s", &value, unit) == 2)
            loaded->kib = in_kib(value, unit) / loaded->rate;
    }
    free(line);
    return pipe && pclose(pipe) == 0 && loaded->rate > 0;
}

static int by_rate(const void *left, const void *right)
{
    const struct loaded *a = left, *b = right;

    return (a->rate > b->rate) - (a->rate < b->rate);
}

/* In turns, so that what else the machine does weighs on both; of each the median is told. */
static bool compare(struct arena *arena, const char *cookie)
{
    struct loaded page[ROUNDS], by_hand[ROUNDS];
    double ratios = 0;

    for (int i = 0; i < ROUNDS; i++) {
        if (!load(arena, "http://127.0.0.1:8421/clients/1/agee", cookie, &page[i])
            || !load(arena, "http://127.0.0.1:8421/nu/1", cookie, &by_hand[i]))
            return false;
        ratios += page[i].rate / by_hand[i].rate;
    }
    qsort(page, ROUNDS, sizeof *page, by_rate);
    qsort(by_hand, ROUNDS, sizeof *by_hand, by_rate);
    const struct loaded *ours = &page[ROUNDS / 2], *bare_one = &by_hand[ROUNDS / 2];
    printf("ageing page: %.0f/s, p99 %.1f ms, %.1f KiB; bare handler: %.0f/s, p99 %.1f ms,"
           " %.1f KiB; ratio %.2f (at least 0.5, p99 under 20 ms)\n",
           ours->rate, ours->p99_ms, ours->kib, bare_one->rate, bare_one->p99_ms, bare_one->kib,
           ratios / ROUNDS);
    return true;
}

static bool measure(struct ctx *cx, struct store *store)
{
    static struct desk desk;
    static struct clock clock;
    struct route *routes = arena_new(cx->arena, struct route, app_route_count + 1);
    struct site site = { .address = "127.0.0.1",
                         .threads = 8,
                         .temporary = "/tmp",
                         .clock = &clock,
                         .firm = 1,
                         .base_url = "http://127.0.0.1:8421",
                         .port = 8421 };
    struct sender sender = { .kinds = worker_kinds };
    struct firm firm;
    const char *cookie;

    clock = clock_frozen(cx->now);
    if (!prepare(cx, &firm, &cookie))
        return false;
    desk = (struct desk){ .firm = &firm,
                          .zone = zone_now_open(cx, firm.time_zone),
                          .sender = &sender,
                          .shelf = shelf_new() };
    app_dress(&site, &desk);
    memcpy(routes, site.routes, app_route_count * sizeof *routes);
    routes[app_route_count] = bare;
    site.routes = routes;
    site.count = app_route_count + 1;
    struct server *server = server_start(cx, store, &site);
    if (!server)
        return false;
    if (!compare(cx->arena, cookie))
        printf("wrk did not answer: install it to measure this\n");
    bool well = server_stop(server);
    shelf_free(desk.shelf);
    return well;
}

int main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 3, 17), .now = { 1773738000000 } };
    const char *where = arena_format(&arena, "%s/ageing.db", count > 1 ? words[1] : "/tmp");
    struct store *store = NULL;

    log_quiet(LOG_WARN);
    if (!store_create(&cx, where) || !(store = store_open(&cx, where))
        || !(cx.store = scope_open(&cx, store)) || !measure(&cx, store))
        fprintf(stderr, "ageing_bench: %s %s\n", cx.fault.code, fault_arg(&cx.fault, "detail"));
    scope_close(cx.store);
    store_close(store);
    (void)unlink(where);
    arena_free(&arena);
    return cx.fault.kind != FAULT_NONE;
}
