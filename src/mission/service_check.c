#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "mission/deadline.h"
#include "mission/service.h"

enum { LEAD_MOST = 366, MINUTES_MOST = 60000 };

/* Each text has its place: "2.name.fr", of the second request. */
struct checked {
    const char *field, *text;
    size_t limit;
    bool is_needed;
};

static bool text_check(struct ctx *cx, const struct checked *checked)
{
    size_t size = checked->text ? str_chars(checked->text) : 0;

    if (checked->is_needed && (size == 0 || *str_trim(cx->arena, checked->text) == '\0'))
        return fail(cx, FAULT_INPUT, "PRESTATION-VIDE", "field", checked->field, NULL);
    return size <= checked->limit
        || fail(cx, FAULT_INPUT, "PRESTATION-LONG", "field", checked->field, "limit",
                arena_format(cx->arena, "%zu", checked->limit), NULL);
}

static bool is_among(const char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return true;
    return false;
}

static bool wrong(struct ctx *cx, const char *field)
{
    return fail(cx, FAULT_INPUT, "SERVICE-CONTENU", "field", field, NULL);
}

static bool function_check(struct ctx *cx, const char *field, const char *function)
{
    static const char *const known[] = { "holder", "reviewer", "payroll", "partner" };

    return is_among(known, COUNT_OF(known), function) || wrong(cx, field);
}

/* Needed in one language at least; the other is taken from it. */
static bool words_check(struct ctx *cx, struct checked checked, const struct words *words)
{
    if (checked.is_needed && words_are_none(words))
        return fail(cx, FAULT_INPUT, "PRESTATION-VIDE", "field", checked.field, NULL);
    const char *field = checked.field;
    checked.is_needed = false;
    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        checked.text = words->in[i] ? words->in[i] : "";
        checked.field = arena_format(cx->arena, "%s.%s", field, word_language_text(i));
        if (!text_check(cx, &checked) || !wording_check(cx, checked.field, checked.text))
            return false;
    }
    return true;
}

static bool item_check(struct ctx *cx, const char *field, const struct service_item *item)
{
    static const char *const kinds[] = { "document", "answer", "figure", "yes_no" };
    const struct checked name = { .field = field, .limit = LIMIT_FIELD_CHARS, .is_needed = true };

    if (!item->kind || !is_among(kinds, COUNT_OF(kinds), item->kind))
        return wrong(cx, "kind");
    return words_check(cx, name, &item->name);
}

static bool request_check(struct ctx *cx, size_t number, const struct service_request *request)
{
    const struct checked name = { .field = arena_format(cx->arena, "%zu.name", number),
                                  .limit = LIMIT_FIELD_CHARS,
                                  .is_needed = true };
    const struct checked instructions = { .field =
                                              arena_format(cx->arena, "%zu.instructions", number),
                                          .limit = LIMIT_NOTE_CHARS };

    if (!words_check(cx, name, &request->name)
        || !words_check(cx, instructions, &request->instructions))
        return false;
    if (request->item_count == 0 || request->item_count > LIMIT_ITEMS)
        return fail(cx, FAULT_INPUT, "PRESTATION-PIECES", "request",
                    arena_format(cx->arena, "%zu", number), "limit",
                    arena_format(cx->arena, "%d", LIMIT_ITEMS), NULL);
    for (size_t i = 0; i < request->item_count; i++)
        if (!item_check(cx, arena_format(cx->arena, "%zu.item.%zu", number, i + 1),
                        &request->items[i]))
            return false;
    return true;
}

static bool minutes_check(struct ctx *cx, int64_t minutes)
{
    return (minutes >= 0 && minutes <= MINUTES_MOST) || wrong(cx, "minutes");
}

static bool task_check(struct ctx *cx, size_t number, const struct service_task *task)
{
    const char *field = arena_format(cx->arena, "task.%zu", number);
    const struct checked title = { field, task->title, LIMIT_FIELD_CHARS, true };

    if (!text_check(cx, &title) || !minutes_check(cx, task->minutes)
        || (task->function && *task->function && !function_check(cx, field, task->function)))
        return false;
    for (size_t i = 0; i < task->check_count; i++) {
        const struct checked point = { field, task->checklist[i], LIMIT_FIELD_CHARS, true };
        if (!text_check(cx, &point))
            return false;
    }
    return task->check_count <= LIMIT_CHECKS || wrong(cx, "checklist");
}

static bool follows_check(struct ctx *cx, const char *follows)
{
    enum deadline_kind kind;

    return !follows || *follows == '\0' || deadline_kind_parse(follows, &kind)
        || fail(cx, FAULT_INPUT, "ECHEANCE-SORTE", "value", follows, NULL);
}

static bool lead_check(struct ctx *cx, int lead_days)
{
    return (lead_days >= 0 && lead_days <= LEAD_MOST)
        || fail(cx, FAULT_INPUT, "RECURRENCE-DELAI", "value",
                arena_format(cx->arena, "%d", lead_days), NULL);
}

static bool lists_check(struct ctx *cx, const struct service_content *content)
{
    if (content->task_count > LIMIT_SERVICE_PARTS || content->request_count > LIMIT_SERVICE_PARTS)
        return wrong(cx, content->task_count > LIMIT_SERVICE_PARTS ? "tasks" : "requests");
    for (size_t i = 0; i < content->task_count; i++)
        if (!task_check(cx, i + 1, &content->tasks[i]))
            return false;
    for (size_t i = 0; i < content->request_count; i++)
        if (!request_check(cx, i + 1, &content->requests[i]))
            return false;
    return content->task_count + content->request_count > 0
        || fail(cx, FAULT_INPUT, "PRESTATION-RIEN", NULL);
}

bool service_content_check(struct ctx *cx, const struct service_content *content)
{
    const struct checked texts[] = {
        { "description", content->description, LIMIT_NOTE_CHARS, false },
        { "deliverable", content->deliverable, LIMIT_FIELD_CHARS, false },
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (!text_check(cx, &texts[i]))
            return false;
    if (content->has_from && content->has_until && content->until.day < content->from.day)
        return wrong(cx, "until");
    return function_check(cx, "function", content->function ? content->function : "")
        && minutes_check(cx, content->minutes) && lead_check(cx, content->lead_days)
        && follows_check(cx, content->follows) && lists_check(cx, content);
}
