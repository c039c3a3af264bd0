/* What a person orders about one obligation (C-10), and about one of its reminders. */
#include <assert.h>
#include <string.h>

#include "app/handlers.h"
#include "app/obligation.h"
#include "base/str.h"
#include "chase/intervene.h"
#include "client/change.h"
#include "invoice/due.h"
#include "request/judge.h"
#include "task/work.h"
#include "worker/kinds.h"

const struct field obligation_act_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "pause resume skip send move take release due unskip" },
    { .name = "reason", .check = CHECK_TEXT, .required = true },
    { .name = "until", .check = CHECK_DATE },
    { .name = "due_on", .check = CHECK_DATE },
    { .name = "scenario", .check = CHECK_INT },
    { .name = "reminder", .check = CHECK_INT },
    { .name = "back", .check = CHECK_PATH },
    { 0 },
};

static enum act act_of(const char *text)
{
    enum act act = 0;

    while (act < ACT_COUNT - 1 && strcmp(act_text(act), text) != 0)
        act++;
    return act;
}

/* The day is the thing's own, which its pages and its reminders say; its obligation follows it. */
static bool change_due(struct ctx *cx, const struct matter *subject,
                       const struct intervention *order)
{
    if (order->until.day == NO_DAY.day)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "due_on", NULL);
    if (!subject->is_open)
        return fail(cx, FAULT_CONFLICT, "OBLIGATION-REGLEE", NULL);
    if (strcmp(subject->kind, "invoice") == 0)
        return invoice_change_due(cx, subject->subject, order->until, order->reason);
    if (strcmp(subject->kind, "request") == 0)
        return request_move(cx, subject->subject, order->until, order->reason);
    assert(strcmp(subject->kind, "task") == 0);
    return task_put_off(cx, subject->subject, order->until, order->reason);
}

static bool step_in(struct ctx *cx, const struct request *request, const struct matter *subject)
{
    struct intervention order = {
        .act = act_of(request_text(request, "act")),
        .obligation = subject->obligation,
        .reminder = request_int(request, "reminder"),
        .scenario = request_int(request, "scenario"),
        .until = NO_DAY,
        .reason = str_trim(cx->arena, request_text(request, "reason")),
    };

    (void)request_date(request, order.act == ACT_DUE ? "due_on" : "until", &order.until);
    return order.act == ACT_DUE ? change_due(cx, subject, &order)
                                : chase_intervene(cx, worker_kind(subject->kind), &order);
}

bool obligation_act(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *back = request_text(request, "back");
    struct matter subject;

    if (!matter_find(cx, request_id(request, "obligation"), &subject)
        || !step_in(cx, request, &subject) || !client_touch(cx, subject.client))
        return false;
    enum act act = act_of(request_text(request, "act"));
    const char *own = obligation_path(cx->arena, subject.obligation);
    answer->redirect = *back ? back : own;
    answer->notice = arena_format(cx->arena, "acted.%s", act_text(act));
    if (act == ACT_SKIP)
        answer->notice = arena_format(cx->arena, "%s %s#skipped", answer->notice, own);
    return true;
}
