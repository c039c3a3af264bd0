#include "task/task.h"

#include "base/limits.h"
#include "cli/house.h"
#include "cli/option.h"
#include "cli/work.h"

static bool state_read(struct ctx *cx, const struct call *call, enum task_state *first,
                       enum task_state *last)
{
    const char *text = call_option(call, "state");

    *first = TASK_TODO;
    *last = TASK_REVIEW;
    if (!text)
        return true;
    if (!task_state_parse(text, first))
        return option_unknown(cx, "state", text, "todo, doing, review, done, dropped");
    *last = *first;
    return true;
}

static void put(struct json *list, const struct task *task)
{
    struct json *map = json_add_map(list);

    json_put_int(map, "id", task->id);
    json_put_text(map, "title", task->title);
    json_put_int(map, "client_id", task->client);
    json_put_text(map, "client", task->client_name);
    json_put_text(map, "state", task_state_text(task->state));
    json_put_date(map, "due_on", task->due_on);
    json_put_text(map, "owner", task->owner_name);
    json_put_text(map, "holder", task->holder_name);
    json_put_int(map, "minutes", task->minutes);
    json_put_int(map, "minutes_spent", task->minutes_spent);
}

/* All of one state, page after page. */
static bool list_state(struct ctx *cx, struct task_page *page, struct json *list)
{
    struct task *tasks;
    size_t count;

    do {
        if (!task_list(cx, page, &tasks, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            put(list, &tasks[i]);
        if (count > 0) {
            page->after_on = tasks[count - 1].due_on;
            page->after = tasks[count - 1].id;
        }
    } while (count == LIMIT_PAGE_ROWS);
    return true;
}

static bool list_all(struct ctx *cx, struct call *call, struct json *model)
{
    struct task_page page = { .first_on = DATE_FIRST,
                              .last_on = DATE_LAST,
                              .limit = LIMIT_PAGE_ROWS };
    struct json *list = json_put_list(model, "tasks");
    enum task_state state, last;

    if (!state_read(cx, call, &state, &last) || !work_client(cx, call, &page.client)
        || !work_number(cx, call, "member", &page.holder)
        || !call_date(cx, call, "from", &page.first_on)
        || !call_date(cx, call, "until", &page.last_on))
        return false;
    for (; state <= last; state++) {
        page.state = state;
        page.after = 0;
        if (!list_state(cx, &page, list))
            return false;
    }
    json_put_int(model, "count", (int64_t)json_count(list));
    return true;
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, list_all, model);
}

static void list_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const keys[] = {
        "id", "due_on", "state", "client", "holder", "title", NULL
    };

    work_print(out, call, json_get(model, "tasks"), keys);
}

const struct command cli_task[] = {
    { .words = "task list",
      .usage = "[--state todo|doing|review|done|dropped] [--client ID] [--member ID] [--from DATE]"
               " [--until DATE]",
      .summary = "tasks of members: those that are not done, by due date",
      .options = HOUSE_OPTIONS "state= client= member= from= until=",
      .run = list_run,
      .print = list_print },
    { 0 },
};
