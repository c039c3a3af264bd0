#include "worker/generate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "mission/lack.h"
#include "mission/rule.h"
#include "request/campaign.h"
#include "request/remind.h"
#include "worker/generate_words.h"

/* Who has a function at a client today, in order of client. */
struct worker_of {
    int64_t client, member;
    const char *function;
};

struct team {
    struct worker_of *rows;
    size_t count;
};

struct making {
    struct ctx *cx;
    const struct team *team;
    const char *firm_name;
    struct batch batch;
    struct task *tasks;
    struct demand *requests;
    size_t task_count, request_count;
    struct filled *filled; /* see worker/generate_words.h */
};

SQL(TEAM, FIRM,
    "SELECT client, function, MIN(member) FROM assignment WHERE firm = $1 AND first_on <= $2"
    " AND (last_on IS NULL OR last_on >= $2) GROUP BY client, function ORDER BY client, function"
    " /* scan: once a generation */");

static bool team_load(struct ctx *cx, struct team *team)
{
    size_t room = 0;
    struct rows *rows = store_query(cx, &TEAM, ARGS(arg_date(cx->arena, cx->today)));

    *team = (struct team){ 0 };
    while (rows_next(rows)) {
        if (team->count == room)
            team->rows = arena_grow(cx->arena, team->rows, &room, sizeof *team->rows);
        team->rows[team->count++] = (struct worker_of){
            .client = rows_int(rows, 0),
            .function = rows_text(rows, 1),
            .member = rows_int(rows, 2),
        };
    }
    return rows_done(rows);
}

static int by_client(const void *a, const void *b)
{
    const struct worker_of *one = a, *other = b;

    if (one->client != other->client)
        return one->client < other->client ? -1 : 1;
    return strcmp(one->function, other->function);
}

/* The holder stands in where nobody has the function. */
static int64_t member_of(const struct team *team, int64_t client, const char *function)
{
    const struct worker_of key = { .client = client, .function = function };
    const struct worker_of *found =
        team->count > 0 ? bsearch(&key, team->rows, team->count, sizeof key, by_client) : NULL;

    if (found)
        return found->member;
    return strcmp(function, "holder") == 0 ? 0 : member_of(team, client, "holder");
}

static void task_make(struct making *making, const struct fallen *fallen, size_t i)
{
    const struct service_content *content = fallen->content;
    const struct service_task *from = &content->tasks[i];
    struct task *task = &making->tasks[making->task_count++];
    bool has_own = from->function && *from->function;

    *task = (struct task){
        .client = fallen->client,
        .occurrence = fallen->id,
        .place = (int64_t)i + 1,
        .title = from->title,
        .due_on = fallen->due.at.lands,
        .owner =
            member_of(making->team, fallen->client, has_own ? from->function : content->function),
        .minutes = from->minutes,
        .checks = arena_new(making->cx->arena, struct task_check, from->check_count + 1),
        .check_count = from->check_count,
    };
    for (size_t at = 0; at < from->check_count; at++)
        task->checks[at].label = from->checklist[at];
}

/* The names of items may have tags too. */
static void items_make(const struct filling *filling, const struct service_request *from,
                       struct demand *request)
{
    request->item_count = from->item_count;
    request->items = arena_new(filling->arena, struct item, from->item_count + 1);
    for (size_t i = 0; i < from->item_count; i++) {
        struct item *item = &request->items[i];
        const struct said name = generate_said(filling, &from->items[i].name);
        bool is_known = item_kind_parse(from->items[i].kind, &item->kind);
        assert(is_known);
        item->kind = is_known ? item->kind : ITEM_DOCUMENT;
        item->name = name.french;
        item->name_en = name.english;
        item->is_blocking = from->items[i].is_blocking;
    }
}

static void request_make(struct making *making, struct filling *filling, size_t i)
{
    const struct fallen *fallen = filling->fallen;
    const struct service_request *from = &fallen->content->requests[i];
    struct demand *request = &making->requests[making->request_count++];
    const struct said name = generate_said(filling, &from->name);
    const struct said instructions = generate_said(filling, &from->instructions);

    *request = (struct demand){
        .client = fallen->client,
        .occurrence = fallen->id,
        .place = (int64_t)i + 1,
        .name = name.french,
        .name_en = name.english,
        .instructions = instructions.french,
        .instructions_en = instructions.english,
        .due_on = fallen->due.at.lands,
        .needs_payroll = from->needs_payroll,
        .has_amount = fallen->due.has_amount,
        .amount = fallen->due.amount,
    };
    items_make(filling, from, request);
}

static void make(struct making *making)
{
    const struct batch *batch = &making->batch;
    struct arena *arena = making->cx->arena;
    size_t tasks = 0, requests = 0;

    for (size_t i = 0; i < batch->count; i++) {
        tasks += batch->rows[i].content->task_count;
        requests += batch->rows[i].content->request_count;
    }
    making->tasks = arena_new(arena, struct task, tasks + 1);
    making->requests = arena_new(arena, struct demand, requests + 1);
    making->filled = generate_words_new(arena);
    for (size_t i = 0; i < batch->count; i++) {
        const struct fallen *fallen = &batch->rows[i];
        struct filling filling = {
            .arena = arena,
            .filled = making->filled,
            .fallen = fallen,
            .firm_name = making->firm_name,
        };
        for (size_t at = 0; at < fallen->content->task_count; at++)
            task_make(making, fallen, at);
        if (fallen->content->request_count > 0)
            generate_values(&filling);
        for (size_t at = 0; at < fallen->content->request_count; at++)
            request_make(making, &filling, at);
    }
}

static bool run_batch(struct making *making, struct generation *generation, size_t limit)
{
    struct ctx *cx = making->cx;

    if (!generation_next(cx, generation, limit, &making->batch)
        || !generation_record(cx, &making->batch))
        return false;
    make(making);
    return task_add_many(cx, making->tasks, making->task_count)
        && request_add_many(cx, making->requests, making->request_count);
}

static void add_up(struct generated *total, const struct making *making)
{
    total->occurrences += (int64_t)making->batch.count;
    total->tasks += (int64_t)making->task_count;
    total->requests += (int64_t)making->request_count;
}

/* Another machine made the same first: what it wrote is read at the next try. */
static bool is_beaten(struct ctx *cx, int *tries)
{
    enum { TRIES_MOST = 20 };

    if (cx->fault.kind != FAULT_CONFLICT || strcmp(cx->fault.code, "BASE-CONFLIT") != 0
        || ++*tries > TRIES_MOST)
        return false;
    cx->fault = (struct fault){ 0 };
    return true;
}

/*
 * A batch that is refused is made again service by service, until the one that is to blame is
 * known: it is noted, and the others go on.
 */
static bool blame(struct ctx *cx, const struct batch *batch, size_t *limit)
{
    const struct fault fault = cx->fault;
    bool is_one = *limit == 1;

    if (!lack_waits(&fault) || store_in_transaction(cx->store)
        || (is_one && batch->advance_count != 1))
        return false;
    cx->fault = (struct fault){ 0 };
    *limit = is_one ? LIMIT_GENERATION_BATCH : 1;
    return !is_one || lack_note(cx, batch->advances[0].mission_service, &fault);
}

static bool run_all(struct ctx *cx, struct generation *generation, struct generated *total)
{
    size_t limit = LIMIT_GENERATION_BATCH;
    struct team team;
    bool goes_on = true;
    int tries = 0;

    if (!team_load(cx, &team))
        return false;
    struct arena_mark mark = arena_mark(cx->arena);
    while (goes_on) {
        struct making making = { .cx = cx,
                                 .team = &team,
                                 .firm_name = generation_firm_name(generation) };
        if (store_begin(cx) && store_end(cx, run_batch(&making, generation, limit))) {
            add_up(total, &making);
            goes_on = making.batch.advance_count > 0;
        } else if (!is_beaten(cx, &tries)) {
            if (!blame(cx, &making.batch, &limit))
                return false;
            tries = 0;
        }
        arena_rewind(cx->arena, mark);
    }
    return true;
}

bool generate_run(struct ctx *cx, struct generated *generated)
{
    struct generated total = { 0 };
    struct rule_given given;
    int64_t ended, asked;
    bool has_any;

    if (!rules_keep(cx, &given) || !generation_take_back(cx) || !generation_waits(cx, &has_any))
        return false;
    total.missions = given.missions;
    total.drafts = given.drafts;
    if (has_any) {
        struct generation *generation = lack_retry(cx) ? generation_open(cx) : NULL;
        if (!generation || !run_all(cx, generation, &total))
            return false;
    }
    if (!generation_end_past(cx, &ended) || !campaigns_start(cx, generate_day, &asked))
        return false;
    total.requests += asked;
    *generated = total;
    return true;
}

/* The part of the list that is shown. */
struct showing {
    struct foreseen *list;
    size_t count, room;
};

static bool show(struct making *making, struct showing *showing)
{
    size_t tasks = 0, requests = 0;

    make(making);
    int64_t *persons = arena_new(making->cx->arena, int64_t, making->request_count + 1);
    if (!request_addressees(making->cx, making->requests, making->request_count, persons))
        return false;
    for (size_t i = 0; i < making->batch.count; i++) {
        const struct service_content *content = making->batch.rows[i].content;
        if (showing->count == showing->room)
            showing->list =
                arena_grow(making->cx->arena, showing->list, &showing->room, sizeof *showing->list);
        showing->list[showing->count++] =
            (struct foreseen){ .fallen = &making->batch.rows[i],
                               .tasks = making->tasks + tasks,
                               .requests = making->requests + requests,
                               .persons = persons + requests };
        tasks += content->task_count;
        requests += content->request_count;
    }
    return true;
}

/* Adds a batch up and leaves in it what is shown. */
static void cut(struct batch *batch, const struct foresight *foresight, struct generated *all)
{
    size_t before = (size_t)all->occurrences, end = batch->count, first = 0;

    for (size_t i = 0; i < batch->count; i++) {
        all->tasks += (int64_t)batch->rows[i].content->task_count;
        all->requests += (int64_t)batch->rows[i].content->request_count;
    }
    all->occurrences += (int64_t)batch->count;
    if (foresight->from > before)
        first = foresight->from - before < end ? foresight->from - before : end;
    if (foresight->limit > 0 && before + end > foresight->from + foresight->limit)
        end = foresight->from + foresight->limit > before
            ? foresight->from + foresight->limit - before
            : 0;
    batch->rows += first;
    batch->count = end > first ? end - first : 0;
}

bool generate_foresee(struct ctx *cx, const struct foresight *foresight, struct generated *all,
                      struct foreseen **list, size_t *count)
{
    struct ahead ahead = { .until = foresight->until, .client = foresight->client };
    struct showing showing = { 0 };
    struct generation *generation = generation_open(cx);
    bool goes_on = true;
    struct team team;

    *all = (struct generated){ 0 };
    if (!generation || !team_load(cx, &team))
        return false;
    while (goes_on) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct making making = { .cx = cx,
                                 .team = &team,
                                 .firm_name = generation_firm_name(generation) };
        if (!generation_ahead(cx, generation, &ahead, &making.batch))
            return false;
        goes_on = making.batch.advance_count > 0;
        cut(&making.batch, foresight, all);
        if (making.batch.count == 0)
            arena_rewind(cx->arena, mark);
        else if (!show(&making, &showing))
            return false;
    }
    *list = showing.list;
    *count = showing.count;
    return true;
}
