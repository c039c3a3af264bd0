#include "worker/arrival.h"

#include <string.h>

#include "request/remind.h"
#include "task/remind.h"

static struct date later(struct date a, struct date b)
{
    return a.day > b.day ? a : b;
}

static bool is_blocking(const struct demand *request)
{
    for (size_t i = 0; i < request->item_count; i++)
        if (request->items[i].is_blocking)
            return true;
    return false;
}

static void add(struct foretold *all, const struct arriving *made, const struct arrival *arrival)
{
    all->made[all->arrivals.count] = *made;
    all->arrivals.rows[all->arrivals.count++] = *arrival;
}

static void add_request(const struct ctx *cx, const char *language, const struct foreseen *foreseen,
                        size_t i, struct foretold *all)
{
    const struct demand *request = &foreseen->requests[i];
    const struct fallen *fallen = foreseen->fallen;
    bool is_english = request->name_en && strcmp(language, "en") == 0;
    const struct arrival arrival = {
        .owed = { .kind = request_kind.name,
                  .client = request->client,
                  .person = foreseen->persons[i],
                  .due = request->due_on,
                  .owed = request->amount,
                  .opened = later(fallen->due.at.created, cx->today) },
        .presses = is_blocking(request),
    };

    add(all, &(struct arriving){ fallen, is_english ? request->name_en : request->name }, &arrival);
}

static void add_task(const struct ctx *cx, const struct foreseen *foreseen, const struct task *task,
                     struct foretold *all)
{
    const struct fallen *fallen = foreseen->fallen;
    const struct arrival arrival = {
        .owed = { .kind = task_kind.name,
                  .client = task->client,
                  .person = task->owner,
                  .due = task->due_on,
                  .opened = later(fallen->due.at.created, cx->today) },
    };

    add(all, &(struct arriving){ fallen, task->title }, &arrival);
}

struct foretold arrival_make(struct ctx *cx, const char *language, const struct foreseen *list,
                             size_t count)
{
    struct foretold all = { 0 };
    size_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += list[i].fallen->content->request_count + list[i].fallen->content->task_count;
    all.arrivals.rows = arena_new(cx->arena, struct arrival, total + 1);
    all.made = arena_new(cx->arena, struct arriving, total + 1);
    for (size_t i = 0; i < count; i++) {
        const struct service_content *content = list[i].fallen->content;
        for (size_t at = 0; at < content->request_count; at++)
            add_request(cx, language, &list[i], at, &all);
        for (size_t at = 0; at < content->task_count; at++)
            add_task(cx, &list[i], &list[i].tasks[at], &all);
    }
    return all;
}
