/* One task (E-15): its checklist, what was said, its time, whose it is. */
#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "app/people.h"
#include "app/rest_model.h"
#include "client/change.h"
#include "task/work.h"
#include "view/view.h"

const struct field task_act_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "move give put_off check spend comment" },
    { .name = "state", .check = CHECK_CHOICE, .choices = "todo doing review done dropped" },
    { .name = "owner", .check = CHECK_INT },
    { .name = "deputy", .check = CHECK_INT },
    { .name = "due_on", .check = CHECK_DATE },
    { .name = "place", .check = CHECK_INT },
    { .name = "done", .check = CHECK_FLAG },
    { .name = "minutes", .check = CHECK_INT },
    { .name = "reason", .check = CHECK_NOTE },
    { .name = "back", .check = CHECK_PATH },
    { .name = "undo", .check = CHECK_FLAG },
    { .name = "seen", .check = CHECK_TEXT },
    { 0 },
};

static void put_states(struct ctx *cx, const struct request *request, const struct task *task,
                       struct json *model)
{
    struct json *list = json_put_list(model, "states");

    for (enum task_state state = 0; state < TASK_STATE_COUNT; state++) {
        const char *key = arena_format(cx->arena, "task.state.%s", task_state_text(state));
        struct json *map = json_add_map(list);
        json_put_text(map, "word", task_state_text(state));
        json_put_text(map, "name", view_text(cx->arena, request_language(request), key, NULL));
        json_put_bool(map, "is_current", state == task->state);
    }
}

static void put_task(struct ctx *cx, const struct task *task, struct json *model)
{
    struct json *map = json_put_map(model, "task"), *client = json_put_map(map, "client");
    int days_late = cx->today.day - task->due_on.day;

    json_put_int(map, "id", task->id);
    json_put_text(map, "title", task->title);
    json_put_date(map, "due_on", task->due_on);
    json_put_bool(map, "is_late", task_is_open(task->state) && days_late > 0);
    json_put_int(map, "days_late", days_late > 0 ? days_late : 0);
    json_put_int(map, "minutes", task->minutes);
    json_put_int(map, "minutes_spent", task->minutes_spent);
    json_put_text(map, "owner", *task->owner_name ? task->owner_name : NULL);
    json_put_text(map, "holder", *task->holder_name ? task->holder_name : NULL);
    json_put_bool(map, "was_handed_on", task->holder != task->owner);
    json_put_int(client, "id", task->client);
    json_put_text(client, "name", task->client_name);
}

static void put_checks(struct ctx *cx, const struct task *task, struct json *model)
{
    struct json *list = json_put_list(model, "checks");
    int64_t done = 0;

    for (size_t i = 0; i < task->check_count; i++) {
        const struct task_check *check = &task->checks[i];
        struct json *map = json_add_map(list);
        json_put_int(map, "place", check->place);
        json_put_text(map, "label", check->label);
        json_put_bool(map, "is_done", check->is_done);
        json_put_text(map, "by", *check->by_name ? check->by_name : NULL);
        if (check->is_done)
            json_put_text(map, "at", instant_text(cx->arena, check->done_at));
        done += check->is_done;
    }
    json_put_bool(model, "has_checks", task->check_count > 0);
    json_put_int(model, "checked", done);
    json_put_int(model, "check_count", (int64_t)task->check_count);
}

static bool put_comments(struct ctx *cx, int64_t id, struct json *model)
{
    struct json *list = json_put_list(model, "comments");
    struct task_comment *comments;
    size_t count;

    if (!task_comments(cx, id, &comments, &count))
        return false;
    for (size_t i = count; i > 0; i--) {
        struct json *map = json_add_map(list);
        json_put_text(map, "by", comments[i - 1].by_name);
        json_put_text(map, "text", comments[i - 1].text);
        json_put_text(map, "at", instant_text(cx->arena, comments[i - 1].at));
    }
    json_put_bool(model, "has_comments", count > 0);
    return true;
}

bool task_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct people people;
    struct task task;

    if (!task_find(cx, request_id(request, "task"), &task) || !people_load(cx, &people))
        return false;
    put_task(cx, &task, answer->model);
    put_states(cx, request, &task, answer->model);
    put_checks(cx, &task, answer->model);
    people_put_choices(&people, 0, task.owner, json_put_list(answer->model, "owners"));
    people_put_choices(&people, 0, task.deputy, json_put_list(answer->model, "deputies"));
    return put_comments(cx, task.id, answer->model)
        && (!task_is_open(task.state)
            || rest_put(cx, request_language(request), "task", task.id, answer->model));
}

static bool move(struct ctx *cx, const struct request *request, int64_t id)
{
    const char *word = request_text(request, "state");
    enum task_state state;

    if (!task_state_parse(word, &state))
        return fail(cx, FAULT_INPUT, "TACHE-ETAT", "field", "state", "value", word, NULL);
    return task_move(cx, id, state);
}

static bool put_off(struct ctx *cx, const struct request *request, int64_t id)
{
    struct date due_on;

    if (!request_date(request, "due_on", &due_on))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "due_on", NULL);
    return task_put_off(cx, id, due_on, request_text(request, "reason"));
}

/* Without a deputy of its own on the form the task's stays. */
static bool give(struct ctx *cx, const struct request *request, const struct task *task)
{
    int64_t deputy = request_has(request, "deputy") ? request_int(request, "deputy") : task->deputy;

    return task_give(cx, task->id, request_int(request, "owner"), deputy);
}

static bool do_act(struct ctx *cx, const struct request *request, const struct task *task)
{
    const char *act = request_text(request, "act");
    int64_t id = task->id;

    if (strcmp(act, "move") == 0)
        return move(cx, request, id);
    if (strcmp(act, "give") == 0)
        return give(cx, request, task);
    if (strcmp(act, "put_off") == 0)
        return put_off(cx, request, id);
    if (strcmp(act, "check") == 0)
        return task_check(cx, id, request_int(request, "place"), request_has(request, "done"));
    if (strcmp(act, "spend") == 0)
        return task_spend(cx, id, request_int(request, "minutes"));
    return task_comment(cx, id, request_text(request, "reason"));
}

/* The field by which an act changes the task; NULL: it adds, and overwrites nothing. */
static const char *field_of(const char *act)
{
    if (strcmp(act, "move") == 0)
        return "state";
    if (strcmp(act, "put_off") == 0)
        return "due_on";
    return strcmp(act, "give") == 0 ? "owner" : NULL;
}

static const char *stands(struct ctx *cx, const struct task *task, const char *field)
{
    if (strcmp(field, "state") == 0)
        return task_state_text(task->state);
    if (strcmp(field, "due_on") == 0)
        return date_text(cx->arena, task->due_on);
    return arena_format(cx->arena, "%lld", (long long)task->owner);
}

/* What a colleague did since the page was shown is not overwritten, unless it is the same. */
static bool check_seen(struct ctx *cx, const struct request *request, const struct task *task)
{
    const char *seen = request_text(request, "seen"), *language = request_language(request);
    const char *field = field_of(request_text(request, "act"));
    const char *now = field ? stands(cx, task, field) : NULL;

    if (!now || !*seen || strcmp(seen, now) == 0 || strcmp(request_text(request, field), now) == 0)
        return true;
    const char *state = arena_format(cx->arena, "task.state.%s", task_state_text(task->state));
    const char *owner =
        *task->owner_name ? task->owner_name : view_text(cx->arena, language, "task.none", NULL);
    return fail(cx, FAULT_CONFLICT, "TACHE-CHANGEE", "state",
                view_text(cx->arena, language, state, NULL), "due_on",
                date_text(cx->arena, task->due_on), "owner", owner, NULL);
}

/* The board offers to take a move back: it is told what was before, and what it is to find. */
static const char *back_to(struct ctx *cx, const struct request *request, const struct task *before)
{
    const char *back = request_text(request, "back"), *act = request_text(request, "act");
    const char *id = arena_format(cx->arena, "%cdefaire=%lld", strchr(back, '?') ? '&' : '?',
                                  (long long)before->id);

    if (!*back)
        return arena_format(cx->arena, "/taches/%lld", (long long)before->id);
    if (strncmp(back, "/missions", strlen("/missions")) != 0 || request_has(request, "undo"))
        return back;
    if (strcmp(act, "move") == 0)
        return arena_format(cx->arena, "%s%s&avant=%s&vu=%s", back, id,
                            task_state_text(before->state), request_text(request, "state"));
    if (strcmp(act, "put_off") == 0)
        return arena_format(cx->arena, "%s%s&avant_le=%s&vu=%s", back, id,
                            date_text(cx->arena, before->due_on), request_text(request, "due_on"));
    return back;
}

static bool act_seen(struct ctx *cx, const struct request *request, struct task *before)
{
    return task_take(cx, request_id(request, "task"), before) && check_seen(cx, request, before)
        && do_act(cx, request, before);
}

bool task_act(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct task before;
    bool is_own;

    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, act_seen(cx, request, &before)))
        return false;
    answer->redirect = back_to(cx, request, &before);
    answer->notice = arena_format(cx->arena, "task.done.%s", request_text(request, "act"));
    return true;
}
