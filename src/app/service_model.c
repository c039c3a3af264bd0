#include "app/service_model.h"

#include <string.h>

#include "client/assignment.h"
#include "mission/deadline.h"
#include "view/view.h"

bool catalogue_may_change(const struct request *request)
{
    return (request_role(request) & ROLE_ADMIN) != 0;
}

const char *service_path(struct arena *arena, int64_t id, const char *end)
{
    return arena_format(arena, "/catalogue/prestations/%lld%s", (long long)id, end);
}

void service_put(struct arena *arena, struct json *map, const struct service *service)
{
    json_put_int(map, "id", service->id);
    json_put_text(map, "title", service->title);
    json_put_int(map, "category", service->category);
    json_put_int(map, "version", service->version);
    json_put_bool(map, "is_archived", service->is_archived);
    json_put_int(map, "missions", service->missions);
    json_put_text(map, "path", service_path(arena, service->id, ""));
}

void choice_add(const struct choice_list *choices, const char *value)
{
    struct json *map = json_add_map(choices->list);
    const char *key = arena_format(choices->arena, "%s.%s", choices->key, *value ? value : "none");

    json_put_text(map, "value", value);
    json_put_text(map, "name", view_text(choices->arena, choices->language, key, NULL));
    json_put_bool(map, "is_chosen", strcmp(value, choices->chosen) == 0);
}

void choices_rhythm(struct choice_list choices, bool has_once)
{
    choices.key = "rhythm";
    for (enum rhythm i = has_once ? RHYTHM_ONCE : RHYTHM_WEEK; i < RHYTHM_COUNT; i++)
        choice_add(&choices, rhythm_text(i));
}

void choices_closed(struct choice_list choices)
{
    choices.key = "closed_rule";
    for (enum closed_rule i = 0; i < CLOSED_RULE_COUNT; i++)
        choice_add(&choices, closed_rule_text(i));
}

static struct choice_list choices_of(const struct request *request, struct arena *arena,
                                     struct json *list, const char *chosen)
{
    return (struct choice_list){
        .arena = arena,
        .language = request_language(request),
        .chosen = chosen ? chosen : "",
        .list = list,
    };
}

static void put_choices(const struct request *request, struct arena *arena,
                        const struct service_content *content, struct json *model)
{
    struct choice_list functions =
        choices_of(request, arena, json_put_list(model, "functions"), content->function);
    struct choice_list deadlines =
        choices_of(request, arena, json_put_list(model, "deadlines"), content->follows);

    functions.key = "assignment";
    for (enum assignment_function i = 0; i < ASSIGNMENT_FUNCTION_COUNT; i++)
        choice_add(&functions, assignment_function_text(i));
    deadlines.key = "follows";
    choice_add(&deadlines, "");
    for (enum deadline_kind i = 0; i < DEADLINE_KIND_COUNT; i++)
        choice_add(&deadlines, deadline_kind_text(i));
    choices_rhythm(
        choices_of(request, arena, json_put_list(model, "rhythms"), rhythm_text(content->rhythm)),
        true);
    choices_closed(choices_of(request, arena, json_put_list(model, "closings"),
                              closed_rule_text(content->closed)));
}

static void put_tasks(struct arena *arena, const struct service_content *content,
                      struct json *model)
{
    struct json *list = json_put_list(model, "tasks");

    for (size_t i = 0; i < content->task_count; i++) {
        const struct service_task *task = &content->tasks[i];
        struct json *map = json_add_map(list);
        struct buf lines = { .arena = arena };
        for (size_t j = 0; j < task->check_count; j++)
            buf_format(&lines, "%s%s", j > 0 ? "\n" : "", task->checklist[j]);
        json_put_int(map, "number", (int64_t)i + 1);
        json_put_text(map, "title", task->title);
        json_put_int(map, "minutes", task->minutes);
        json_put_text(map, "function", task->function ? task->function : "");
        json_put_text(map, "checklist", buf_string(&lines));
    }
}

static void put_words(struct arena *arena, struct json *map, const char *key,
                      const struct words *words)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        json_put_text(map, arena_format(arena, "%s_%s", key, word_language_text(i)),
                      words->in[i] ? words->in[i] : "");
}

static void put_item(const struct request *request, struct arena *arena, struct json *map,
                     const struct service_item *item)
{
    static const char *const kinds[] = { "document", "answer", "figure", "yes_no" };
    struct choice_list choices =
        choices_of(request, arena, json_put_list(map, "kinds"), item->kind);

    choices.key = "item_kind";
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        choice_add(&choices, kinds[i]);
    put_words(arena, map, "name", &item->name);
    json_put_text(map, "kind", item->kind);
    json_put_bool(map, "is_blocking", item->is_blocking);
}

static void put_requests(const struct request *request, struct arena *arena,
                         const struct service_content *content, struct json *model)
{
    struct json *list = json_put_list(model, "requests");

    for (size_t i = 0; i < content->request_count; i++) {
        const struct service_request *asked = &content->requests[i];
        struct json *map = json_add_map(list), *items = json_put_list(map, "items");
        json_put_int(map, "number", (int64_t)i + 1);
        json_put_bool(map, "needs_payroll", asked->needs_payroll);
        put_words(arena, map, "name", &asked->name);
        put_words(arena, map, "instructions", &asked->instructions);
        for (size_t j = 0; j < asked->item_count; j++) {
            struct json *item = json_add_map(items);
            json_put_text(item, "key", arena_format(arena, "%zu-%zu", i + 1, j + 1));
            put_item(request, arena, item, &asked->items[j]);
        }
    }
}

void service_tags_put(const struct request *request, struct arena *arena, struct json *model)
{
    struct json *list = json_put_list(model, "tags");

    for (enum word_tag i = 0; i < TAG_COUNT; i++) {
        const char *name = word_tag_text(i);
        struct json *map = json_add_map(list);
        json_put_text(map, "tag",
                      i == TAG_AMOUNT
                          ? arena_format(arena, "{{#%s}}… {{%s}}{{/%s}}", name, name, name)
                          : arena_format(arena, "{{%s}}", name));
        json_put_text(map, "what",
                      view_text(arena, request_language(request),
                                arena_format(arena, "word_tag.%s", name), NULL));
    }
}

static bool put_categories(struct ctx *cx, const struct service_draft *draft, struct json *model)
{
    struct json *list = json_put_list(model, "categories");
    struct category *categories;
    size_t count;

    if (!category_list(cx, &categories, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", categories[i].id);
        json_put_text(map, "title", categories[i].title);
        json_put_bool(map, "is_chosen", categories[i].id == draft->service.category);
    }
    json_put_bool(model, "has_categories", count > 0);
    return true;
}

static void put_flaws(const struct request *request, struct arena *arena,
                      const struct service_draft *draft, struct json *model)
{
    struct json *list = json_put_list(model, "flaws");

    for (size_t i = 0; i < draft->flaw_count; i++)
        json_add_text(list, view_fault(arena, request_language(request), &draft->flaws[i]));
    json_put_bool(model, "has_flaws", draft->flaw_count > 0);
}

bool service_form_put(struct ctx *cx, const struct request *request,
                      const struct service_draft *draft, struct json *model)
{
    const struct service_content *content = &draft->service.content;
    struct json *form = json_put_map(model, "form");

    json_put_text(form, "title", draft->service.title);
    json_put_text(form, "description", content->description);
    json_put_text(form, "category_title", draft->category_title);
    json_put_text(form, "deliverable", content->deliverable);
    json_put_int(form, "minutes", content->minutes);
    json_put_int(form, "lead", content->lead_days);
    json_put_bool(form, "is_working", content->lead_working);
    put_choices(request, cx->arena, content, model);
    put_tasks(cx->arena, content, model);
    put_requests(request, cx->arena, content, model);
    service_tags_put(request, cx->arena, model);
    put_flaws(request, cx->arena, draft, model);
    return put_categories(cx, draft, model);
}
