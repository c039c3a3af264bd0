#include "mission/service_content.h"

#include <string.h>

struct reading {
    struct ctx *cx;
    const char *language;
    const char *wrong; /* the first field that makes no sense; NULL none */
};

struct words words_from(const struct json *map)
{
    struct words words;

    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        const char *text = json_text(json_get(map, word_language_text(i)));
        words.in[i] = text ? text : "";
    }
    return words;
}

void words_put(struct json *map, const char *key, const struct words *words)
{
    struct json *both = json_put_map(map, key);

    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        json_put_text(both, word_language_text(i), words->in[i] ? words->in[i] : "");
}

/* A text, or words in the reader's language; "" when it is absent. */
static const char *text_of(const struct reading *reading, const struct json *map, const char *key)
{
    const struct json *value = json_get(map, key);

    if (json_kind(value) == JSON_MAP) {
        struct words words = words_from(value);
        return words_in(&words, reading->language);
    }
    const char *text = json_text(value);
    return text ? text : "";
}

static void wrong(struct reading *reading, const char *field)
{
    if (!reading->wrong)
        reading->wrong = field;
}

static void date_read(struct reading *reading, const struct json *map, const char *key,
                      struct date *date, bool *has_date)
{
    const char *text = text_of(reading, map, key);

    *has_date = *text != '\0';
    if (*has_date && !date_parse(text, date))
        wrong(reading, key);
}

static void task_read(struct reading *reading, const struct json *map, struct service_task *task)
{
    const struct json *list = json_get(map, "checklist");

    *task = (struct service_task){
        .title = text_of(reading, map, "title"),
        .function = text_of(reading, map, "function"),
        .minutes = json_int(json_get(map, "minutes")),
        .checklist = arena_new(reading->cx->arena, const char *, json_count(list) + 1),
        .check_count = json_count(list),
    };
    for (size_t i = 0; i < task->check_count; i++) {
        const char *text = json_text(json_at(list, i));
        task->checklist[i] = text ? text : "";
    }
}

static void request_read(struct reading *reading, const struct json *map,
                         struct service_request *request)
{
    const struct json *list = json_get(map, "items");

    *request = (struct service_request){
        .name = words_from(json_get(map, "name")),
        .instructions = words_from(json_get(map, "instructions")),
        .needs_payroll = json_bool(json_get(map, "needs_payroll")),
        .items = arena_new(reading->cx->arena, struct service_item, json_count(list) + 1),
        .item_count = json_count(list),
    };
    for (size_t i = 0; i < request->item_count; i++) {
        const struct json *item = json_at(list, i);
        request->items[i] = (struct service_item){
            .kind = text_of(reading, item, "kind"),
            .name = words_from(json_get(item, "name")),
            .is_blocking = json_bool(json_get(item, "is_blocking")),
        };
    }
}

static void lists_read(struct reading *reading, const struct json *map,
                       struct service_content *content)
{
    const struct json *tasks = json_get(map, "tasks"), *requests = json_get(map, "requests");
    struct arena *arena = reading->cx->arena;

    content->task_count = json_count(tasks);
    content->tasks = arena_new(arena, struct service_task, content->task_count + 1);
    for (size_t i = 0; i < content->task_count; i++)
        task_read(reading, json_at(tasks, i), &content->tasks[i]);
    content->request_count = json_count(requests);
    content->requests = arena_new(arena, struct service_request, content->request_count + 1);
    for (size_t i = 0; i < content->request_count; i++)
        request_read(reading, json_at(requests, i), &content->requests[i]);
}

static void rhythm_read(struct reading *reading, const struct json *map,
                        struct service_content *content)
{
    const char *every = text_of(reading, map, "every"), *closed = text_of(reading, map, "closed");

    content->rhythm = RHYTHM_MONTH;
    content->closed = CLOSED_KEEP;
    if (*every && !rhythm_parse(every, &content->rhythm))
        wrong(reading, "every");
    if (*closed && !closed_rule_parse(closed, &content->closed))
        wrong(reading, "closed");
    content->lead_days = (int)json_int(json_get(map, "lead_days"));
    content->lead_working = json_bool(json_get(map, "lead_working"));
}

bool service_content_from(struct ctx *cx, const struct json *map, const char *language,
                          struct service_content *content)
{
    struct reading reading = { .cx = cx, .language = language };
    const char *function = text_of(&reading, map, "function");
    struct service_content read = {
        .description = text_of(&reading, map, "description"),
        .deliverable = text_of(&reading, map, "deliverable"),
        .function = *function ? function : "holder",
        .minutes = json_int(json_get(map, "minutes")),
        .regime = text_of(&reading, map, "regime"),
        .follows = text_of(&reading, map, "follows"),
        .then = text_of(&reading, map, "then"),
    };

    rhythm_read(&reading, map, &read);
    date_read(&reading, map, "from", &read.from, &read.has_from);
    date_read(&reading, map, "until", &read.until, &read.has_until);
    lists_read(&reading, map, &read);
    if (reading.wrong)
        return fail(cx, FAULT_INPUT, "SERVICE-CONTENU", "field", reading.wrong, NULL);
    *content = read;
    return true;
}

bool service_content_read(struct ctx *cx, const char *text, struct service_content *read)
{
    const struct json *map = json_parse(cx, text, strlen(text));

    return map && service_content_from(cx, map, "fr", read);
}

static void task_put(struct json *list, const struct service_task *task)
{
    struct json *map = json_add_map(list);

    json_put_text(map, "title", task->title);
    json_put_text(map, "function", task->function ? task->function : "");
    json_put_int(map, "minutes", task->minutes);
    struct json *checklist = json_put_list(map, "checklist");
    for (size_t i = 0; i < task->check_count; i++)
        json_add_text(checklist, task->checklist[i]);
}

static void request_put(struct json *list, const struct service_request *request)
{
    struct json *map = json_add_map(list);

    words_put(map, "name", &request->name);
    words_put(map, "instructions", &request->instructions);
    json_put_bool(map, "needs_payroll", request->needs_payroll);
    struct json *items = json_put_list(map, "items");
    for (size_t i = 0; i < request->item_count; i++) {
        struct json *item = json_add_map(items);
        json_put_text(item, "kind", request->items[i].kind);
        words_put(item, "name", &request->items[i].name);
        json_put_bool(item, "is_blocking", request->items[i].is_blocking);
    }
}

static void date_put(struct json *map, const char *key, struct date date, bool has_date)
{
    if (has_date)
        json_put_date(map, key, date);
    else
        json_put_text(map, key, NULL);
}

const char *service_content_text(struct arena *arena, const struct service_content *content)
{
    struct json *map = json_map(arena);

    json_put_text(map, "description", content->description ? content->description : "");
    json_put_text(map, "function", content->function);
    json_put_int(map, "minutes", content->minutes);
    json_put_text(map, "deliverable", content->deliverable ? content->deliverable : "");
    json_put_text(map, "regime", content->regime ? content->regime : "");
    json_put_text(map, "follows", content->follows ? content->follows : "");
    json_put_text(map, "every", rhythm_text(content->rhythm));
    json_put_int(map, "lead_days", content->lead_days);
    json_put_bool(map, "lead_working", content->lead_working);
    json_put_text(map, "closed", closed_rule_text(content->closed));
    date_put(map, "from", content->from, content->has_from);
    date_put(map, "until", content->until, content->has_until);
    json_put_text(map, "then", content->then ? content->then : "");
    struct json *tasks = json_put_list(map, "tasks"), *requests = json_put_list(map, "requests");
    for (size_t i = 0; i < content->task_count; i++)
        task_put(tasks, &content->tasks[i]);
    for (size_t i = 0; i < content->request_count; i++)
        request_put(requests, &content->requests[i]);
    return json_write(arena, map);
}
