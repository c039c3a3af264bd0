#include "house.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"
#include "deed.h"
#include "disk.h"
#include "network.h"
#include "plant.h"
#include "raw.h"
#include "view/view.h"
#include "watch.h"
#include "worker/rounds.h"
#include "worker/send.h"
#include "worker/worker.h"
#include "world.h"

enum { NODES = 2, LEASE_MS = 120000, CALM_DAYS = 9, MORNING = 400, DAY_MINUTES = 840 };

/* One worker of the firm; two share the books by turns. */
struct node {
    struct arena arena;
    struct ctx cx;
    struct sender sender;
    bool recovered, at_work;
    struct look look;
    char owner[32];
};

static struct house {
    struct arena arena;
    struct ctx web; /* people act here */
    struct store *store;
    const struct zone *zone;
    struct node nodes[NODES];
    struct node *working;
    struct chase_kind invoices;
    const struct chase_kind *kinds[OWED_COUNT + 1]; /* those that lead */
} house;

static void must(const struct ctx *cx, bool well)
{
    if (well)
        return;
    note_fault("start", &cx->fault);
    abort();
}

static void tell_time(struct ctx *cx)
{
    cx->now = wall_now();
    cx->today = zone_civil(house.zone, cx->now).date;
}

static int node_count(void)
{
    return world->two_nodes ? NODES : 1;
}

static void node_open(struct node *node, int number)
{
    struct ctx *cx = &node->cx;

    *cx = (struct ctx){ .arena = &node->arena };
    cx->store = scope_open(cx, house.store);
    must(cx, cx->store != NULL);
    scope_firm(cx->store, 1);
    node->look = (struct look){ .number = number };
    snprintf(node->owner, sizeof node->owner, "node %d.%d", number, roll(1000000));
    node->sender = (struct sender){
        .channel = &network,
        .line_count = (size_t)(1 + roll(SENDER_LINES)),
        .taker = { .owner = node->owner, .lease_ms = LEASE_MS },
        .from = "relances@cabinet.test",
        .clock = &world_clock,
        .kinds = house.kinds,
    };
}

/* Who comes after a crash takes it up at the same instant. */
static bool run_rounds(struct ctx *cx)
{
    struct rounds rounds;
    long long at = cx->now.ms;

    world->in_round = true;
    note("{\"e\":\"running\",\"t\":%lld}", at);
    bool well = rounds_run(cx, house.kinds, &rounds);
    world->in_round = false;
    if (!well)
        return false;
    world->ran_ms = world->now.ms;
    note("{\"e\":\"ran\",\"t\":%lld}", at);
    return true;
}

/* As the worker's own turn. */
static bool turn_steps(struct node *node)
{
    struct ctx *cx = &node->cx;
    struct sending sending = { 0 };
    int64_t to_check;
    bool is_open, believed;

    if (!watch_turn(cx, &node->look, &believed))
        return false;
    if (!believed)
        return true;
    if (!outbox_recover(cx, world->alone && !node->recovered, &to_check))
        return false;
    node->recovered = true;
    if (!worker_is_open(cx, house.zone, &is_open)
        || !worker_until(cx, house.zone, &node->sender.until))
        return false;
    if (!is_open)
        return true;
    return run_rounds(cx) && send_all(cx, &node->sender, &sending);
}

static void node_turn(struct node *node)
{
    struct arena_mark mark = arena_mark(&node->arena);

    if (node->at_work)
        return;
    node->at_work = true;
    house.working = node;
    tell_time(&node->cx);
    if (!turn_steps(node))
        note_fault("turn", &node->cx.fault);
    node->cx.fault = (struct fault){ 0 };
    sender_close(&node->sender);
    arena_rewind(&node->arena, mark);
    node->at_work = false;
}

static struct node *some_node(void)
{
    return &house.nodes[roll(node_count())];
}

/* A message is under way: somebody pays, or the other node has its turn. */
static void meddle(const int64_t *subjects, size_t count)
{
    struct node *working = house.working;

    if (world->two_nodes && roll(3) == 0) {
        world->now.ms += roll(4) * MINUTE_MS;
        node_turn(working == &house.nodes[0] ? &house.nodes[1] : &house.nodes[0]);
        house.working = working;
        return;
    }
    tell_time(&house.web);
    life_meddle(&house.web, subjects, count);
}

static void plan_trouble(void)
{
    world->kill_in = 0;
    world->disk_trouble = DISK_WELL;
    if (world->calm)
        return;
    if (chance(40))
        world->kill_in = 1 + roll(roll(2) ? 40 : 400);
    else if (chance(15))
        world->disk_trouble = roll(3) ? DISK_FULL : DISK_BROKEN;
    world->trouble_for = 1 + roll(60);
}

/* A long standstill may end after the day that was to come: the calm days begin then. */
static void begin_calm(void)
{
    int ahead = zone_civil(house.zone, world->now).date.day - world->day.day;

    if (!world->calm && ahead > 0) {
        world->day.day += ahead;
        world->last.day += ahead;
    }
    world->calm = true;
    tell_time(&house.web);
    life_calm(&house.web);
}

/* Minutes of a day at which something happens, in order; few on a day off. */
static void begin_day(void)
{
    int weekday = (int)((world->day.day + 4) % 7);
    bool off = weekday == 0 || weekday == 6;

    world->turn = 0;
    world->turns = off ? roll(4) == 0 : 1 + (roll(3) > 0);
    if (world->calm)
        world->turns = 4;
    else if (chance(8))
        world->turns = 0; /* nobody is there, perhaps for long */
    if (!world->calm && chance(3))
        world->skip_until_ms = world->now.ms + (1 + roll(roll(4) ? 5 : 75)) * DAY_MS;
    if (world->last.day - world->day.day < CALM_DAYS)
        begin_calm();
}

/* Both nodes look twice a second: nothing that the clock does escapes them. */
static void look_all(void)
{
    bool believed;

    for (int i = 0; i < node_count(); i++) {
        struct ctx *cx = &house.nodes[i].cx;
        tell_time(cx);
        if (!watch_turn(cx, &house.nodes[i].look, &believed))
            note_fault("look", &cx->fault);
        cx->fault = (struct fault){ 0 };
    }
}

/* Who sees that the clock is wrong sees to that first. */
static void live_turn(void)
{
    if (world->calm)
        life_calm(&house.web);
    else if (world->lie_turns > 0)
        life_look_up(&house.web, 100);
    else
        life_turn(&house.web);
}

static void next_turn(void)
{
    struct instant before = wall_now();
    int part = DAY_MINUTES / world->turns;
    int minute = MORNING + world->turn * part + roll(part);
    struct instant at = zone_instant(house.zone, world->day, minute);

    world->turn++;
    if (at.ms > world->now.ms)
        world->now = at;
    else
        world->now.ms += roll(600000);
    if (world->now.ms < world->skip_until_ms && !world->calm)
        return;
    if (watch_bend(before))
        look_all();
    plan_trouble();
    tell_time(&house.web);
    live_turn();
    node_turn(some_node());
    world->kill_in = 0;
    world->disk_trouble = DISK_WELL;
}

static void live(void)
{
    while (world->day.day < world->last.day) {
        if (world->turn < world->turns) {
            next_turn();
            continue;
        }
        world->day.day++;
        begin_day();
    }
}

static void dump_messages(struct ctx *cx)
{
    struct rows *rows =
        raw_query(cx,
                  "SELECT id, issuer, person, day_on, state, attempt, why,"
                  " COALESCE(ended_at, 0), refusals, ordered, kind FROM message WHERE firm = 1");

    while (rows_next(rows))
        note("{\"e\":\"message\",\"m\":%lld,\"client\":%lld,\"p\":%lld,\"day\":\"%s\","
             "\"state\":\"%s\",\"attempt\":%lld,\"why\":\"%s\",\"ended\":%lld,"
             "\"refusals\":%lld,\"ordered\":%lld,\"kind\":\"%s\"}",
             (long long)rows_int(rows, 0), (long long)rows_int(rows, 1),
             (long long)rows_int(rows, 2), rows_text(rows, 3), rows_text(rows, 4),
             (long long)rows_int(rows, 5), rows_text(rows, 6), (long long)rows_int(rows, 7),
             (long long)rows_int(rows, 8), (long long)rows_int(rows, 9), rows_text(rows, 10));
    must(cx, rows_done(rows));
}

static void dump_reminders(struct ctx *cx)
{
    struct rows *rows = raw_query(cx,
                                  "SELECT id, subject, cycle, step, rank, resend, day_on,"
                                  " state, COALESCE(message, 0), why, assignee FROM reminder"
                                  " WHERE firm = 1");

    while (rows_next(rows))
        note("{\"e\":\"reminder\",\"r\":%lld,\"s\":%lld,\"cycle\":%lld,\"step\":%lld,"
             "\"rank\":%lld,\"resend\":%lld,\"day\":\"%s\",\"state\":\"%s\",\"m\":%lld,"
             "\"why\":\"%s\",\"by\":%lld}",
             (long long)rows_int(rows, 0), (long long)rows_int(rows, 1),
             (long long)rows_int(rows, 2), (long long)rows_int(rows, 3),
             (long long)rows_int(rows, 4), (long long)rows_int(rows, 5), rows_text(rows, 6),
             rows_text(rows, 7), (long long)rows_int(rows, 8), rows_text(rows, 9),
             (long long)rows_int(rows, 10));
    must(cx, rows_done(rows));
}

static void dump_check(struct ctx *cx)
{
    struct rows *rows = raw_query(cx, "PRAGMA integrity_check");

    while (rows_next(rows))
        note("{\"e\":\"integrity\",\"well\":%d}", strcmp(rows_text(rows, 0), "ok") == 0);
    must(cx, rows_done(rows));
}

static void open_house(const char *where)
{
    struct ctx *cx = &house.web;

    *cx = (struct ctx){ .arena = &house.arena };
    house.zone = zone_open(cx, "Europe/Paris");
    must(cx, house.zone != NULL);
    tell_time(cx);
    house.store = store_open(cx, where);
    must(cx, house.store != NULL);
    cx->store = scope_open(cx, house.store);
    must(cx, cx->store != NULL);
    scope_firm(cx->store, 1);
    house.invoices = *life_kind(OWED_INVOICE);
    house.invoices.quiet_days = world->quiet_days;
    house.kinds[0] = &house.invoices;
    house.kinds[1] = life_kind(OWED_REQUEST);
    house.kinds[2] = kind_leader(life_kind(OWED_RECEIPT));
    if (house.kinds[2] == house.kinds[1])
        house.kinds[2] = NULL;
    for (int i = 0; i < node_count(); i++)
        node_open(&house.nodes[i], i + 1);
    network_meddler(meddle);
}

static void close_house(void)
{
    for (int i = 0; i < node_count(); i++)
        scope_close(house.nodes[i].cx.store);
    scope_close(house.web.store);
    store_close(house.store);
}

void house_live(const char *where)
{
    open_house(where);
    plant_install();
    if (world->day.day < world->first.day) {
        life_found(&house.web);
        world->day = world->first;
        begin_day();
    }
    deed_take_up(&house.web);
    if (world->in_round)
        node_turn(&house.nodes[0]);
    live();
    dump_messages(&house.web);
    dump_reminders(&house.web);
    dump_check(&house.web);
    note("{\"e\":\"end\"}");
    close_house();
    world->over = true;
}

void house_found(const char *where)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .now = { 0 } };

    must(&cx, store_create(&cx, where));
    arena_free(&arena);
}

void house_warm(void)
{
    struct arena arena = { 0 };

    (void)view_text(&arena, "fr", "mail.sender", NULL);
    arena_free(&arena);
}
