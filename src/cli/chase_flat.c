#include "cli/chase_acts.h"
#include "cli/table.h"
#include "view/view.h"

const char *model_text(const struct json *map, const char *name)
{
    const char *text = json_text(json_get(map, name));

    return text ? text : "";
}

const char *chase_code_word(struct arena *arena, const struct call *call, const char *section,
                            const char *code)
{
    const char *key = arena_format(arena, "%s.%s", section, code);

    return view_wording(call->language, key) ? view_text(arena, call->language, key, NULL) : code;
}

/* Whom a message of the plan is for, by what its kind calls its persons. */
static const char *reader_of(const struct json *message, const char **key)
{
    static const char *const keys[] = { "customer", "contact", "member" };
    size_t i = 0;

    while (i + 1 < COUNT_OF(keys) && !json_get(message, keys[i]))
        i++;
    *key = keys[i];
    return model_text(json_get(message, keys[i]), "name");
}

const char *model_reader(const struct json *flat)
{
    const char *customer = model_text(flat, "customer"), *contact = model_text(flat, "contact");

    return *customer ? customer : *contact ? contact : model_text(flat, "member");
}

static void flatten_message(struct json *list, const struct json *message)
{
    const struct json *reminders = json_get(message, "reminders");
    struct json *flat = json_add_map(list);

    json_put_text(flat, "channel", model_text(message, "channel"));
    json_put_text(flat, "to", model_text(message, "to"));
    const char *key, *name = reader_of(message, &key);
    json_put_text(flat, key, name);
    struct json *flat_reminders = json_put_list(flat, "reminders");
    for (size_t i = 0; i < json_count(reminders); i++) {
        const struct json *reminder = json_at(reminders, i);
        struct json *row = json_add_map(flat_reminders);
        json_put_text(row, "kind", model_text(reminder, "kind"));
        json_put_text(row, "subject", model_text(reminder, "piece"));
        json_put_text(row, "step", model_text(reminder, "step_name"));
        json_put_text(row, "due_on", model_text(reminder, "due_on"));
        json_put_text(row, "owed", model_text(reminder, "owed"));
        json_put_text(row, "why", model_text(reminder, "why"));
    }
}

void chase_flatten(struct arena *arena, const struct json *page, struct json *model)
{
    const struct json *messages = json_get(page, "messages"), *held = json_get(page, "held");
    struct json *flat_messages = json_put_list(model, "messages");
    struct json *flat_held = json_put_list(model, "held");

    for (size_t i = 0; i < json_count(messages); i++)
        flatten_message(flat_messages, json_at(messages, i));
    for (size_t i = 0; i < json_count(held); i++) {
        const struct json *row = json_at(held, i);
        struct json *flat = json_add_map(flat_held);
        const char *key, *name = reader_of(row, &key);
        json_put_text(flat, "subject",
                      arena_format(arena, "%s, %s", name, model_text(row, "subject")));
        json_put_text(flat, "why", model_text(row, "why"));
    }
}

struct json *chase_flatten_posted(struct json *list, const struct json *posted)
{
    struct json *flat = json_add_map(list);
    const char *key, *name = reader_of(posted, &key);

    json_put(flat, "id", json_get(posted, "id"));
    json_put_text(flat, "to", model_text(posted, "to"));
    json_put_text(flat, key, name);
    json_put_text(flat, "client", model_text(json_get(posted, "client"), "name"));
    json_put_text(flat, "amount", model_text(posted, "amount"));
    json_put(flat, "items", json_get(posted, "items"));
    json_put_text(flat, "state",
                  json_bool(json_get(posted, "is_waiting"))     ? "waiting"
                      : json_bool(json_get(posted, "is_taken")) ? "taken"
                                                                : "due");
    if (json_get(posted, "leaves_at"))
        json_put_text(flat, "leaves_at", model_text(posted, "leaves_at"));
    return flat;
}

/* One row each request and each task. */
static void flatten_made(struct json *list, const struct json *row, const struct json *made,
                         const char *kind)
{
    bool is_task = json_get(made, "title") != NULL;
    const struct json *person = json_get(made, is_task ? "member" : "contact");
    struct json *flat = json_add_map(list);

    json_put_text(flat, "kind", kind);
    json_put_text(flat, "name", model_text(made, is_task ? "title" : "name"));
    json_put_text(flat, "client", model_text(json_get(row, "client"), "name"));
    json_put_text(flat, "person", person ? model_text(person, "name") : "");
    json_put_text(flat, "created_on", model_text(row, "created_on"));
    json_put_text(flat, "due_on", model_text(row, "due_on"));
}

void chase_flatten_coming(const struct json *page, struct json *model)
{
    const struct json *coming = json_get(page, "coming");
    struct json *list = json_put_list(model, "coming");

    for (size_t i = 0; i < json_count(coming); i++) {
        const struct json *row = json_at(coming, i);
        const struct json *requests = json_get(row, "requests"), *tasks = json_get(row, "tasks");
        for (size_t j = 0; j < json_count(requests); j++)
            flatten_made(list, row, json_at(requests, j), "request");
        for (size_t j = 0; j < json_count(tasks); j++)
            flatten_made(list, row, json_at(tasks, j), "task");
    }
}

void chase_print_coming(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *coming = json_get(model, "coming");

    if (json_count(coming) == 0)
        return;
    struct table *table =
        table_new(out->arena,
                  (const char *const[]){ "À créer", "Client", "À qui", "Créée", "Échéance", NULL });

    for (size_t i = 0; i < json_count(coming); i++) {
        const struct json *row = json_at(coming, i);
        table_row(table,
                  (const char *const[]){ model_text(row, "name"), model_text(row, "client"),
                                         model_text(row, "person"), model_text(row, "created_on"),
                                         model_text(row, "due_on") });
    }
    buf_format(out, "\n%s (%s, %s). %s\n",
               view_text(out->arena, call->language, "tomorrow.coming", model),
               view_text(out->arena, call->language, "tomorrow.coming_requests", model),
               view_text(out->arena, call->language, "tomorrow.coming_tasks", model),
               view_text(out->arena, call->language, "tomorrow.coming_why", model));
    table_print(out, table);
}
