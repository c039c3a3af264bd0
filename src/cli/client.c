#include "client/client.h"
#include "cli/house.h"
#include "cli/table.h"
#include "client/assignment.h"
#include "client/contact.h"
#include "client/life.h"
#include "client/tag.h"
#include "client/visible.h"
#include "http/number.h"
#include "outbox/source.h"
#include "view/view.h"

#include <string.h>

static bool read_id(struct ctx *cx, const char *text, int64_t *id)
{
    return (text && number_parse(text, strlen(text), id) && *id > 0)
        || fail(cx, FAULT_INPUT, "CLIENT-NUMERO", "value", text ? text : "", NULL);
}

static void put_client(struct json *map, const struct client *client)
{
    const struct {
        const char *key, *text;
    } texts[] = {
        { "code", client->code },
        { "name", client->name },
        { "trade_name", client->trade_name },
        { "siren", client->siren },
        { "siret", client->siret },
        { "vat_number", client->vat_number },
        { "legal_form", client->legal_form },
        { "activity", client->activity },
        { "sector", client->sector },
        { "plan", client->plan },
        { "year_ends", client->year_ends },
        { "vat_regime", client->vat_regime },
        { "basis", client->basis },
        { "language", client->language },
        { "state", client->state },
    };

    json_put_int(map, "id", client->id);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        json_put_text(map, texts[i].key, texts[i].text);
    json_put_int(map, "entries", client->entries);
    json_put_int(map, "headcount", client->headcount);
    json_put_bool(map, "has_payroll", client->has_payroll);
    json_put_bool(map, "is_confidential", client->is_confidential);
    json_put_bool(map, "is_historic", client->is_historic);
}

static bool put_tags(struct ctx *cx, int64_t client, struct json *map)
{
    struct json *list = json_put_list(map, "tags");
    const char *const *tags;

    if (!tag_list(cx, client, &tags))
        return false;
    for (; *tags; tags++)
        json_add_text(list, *tags);
    return true;
}

static bool put_life(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "life");
    struct life_step *steps;
    size_t count;

    if (!life_list(cx, client, &steps, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *step = json_add_map(list);
        json_put_text(step, "state", client_state_text(steps[i].state));
        json_put_text(step, "at", instant_text(cx->arena, steps[i].at));
        json_put_text(step, "by", steps[i].by_name);
        json_put_text(step, "reason", steps[i].reason);
    }
    return true;
}

static bool put_team(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "team");
    struct assignment *team;
    size_t count;

    if (!assignment_of_client(cx, client, cx->today, &team, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *member = json_add_map(list);
        json_put_int(member, "member", team[i].member);
        json_put_text(member, "name", team[i].member_name);
        json_put_text(member, "function", assignment_function_text(team[i].function));
        json_put_date(member, "first", team[i].first);
    }
    return true;
}

static const char *functions_of(struct arena *arena, const struct contact_role *role)
{
    const struct {
        bool is_it;
        const char *name;
    } functions[] = {
        { role->is_main, "main" },
        { role->is_legal, "legal" },
        { role->is_finance, "finance" },
        { role->is_payroll, "payroll" },
        { role->is_operational, "operational" },
    };
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < COUNT_OF(functions); i++)
        if (functions[i].is_it)
            buf_format(&text, "%s%s", text.size > 0 ? " " : "", functions[i].name);
    return buf_string(&text);
}

static bool put_contacts(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *list = json_put_list(model, "contacts");
    struct contact_role *roles;
    size_t count;

    if (!contact_of_client(cx, client, &roles, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *contact = json_add_map(list);
        json_put_int(contact, "id", roles[i].contact);
        json_put_text(contact, "name", roles[i].person.name);
        json_put_text(contact, "email", roles[i].person.email);
        json_put_text(contact, "email_state", roles[i].person.email_state);
        json_put_text(contact, "functions", functions_of(cx->arena, &roles[i]));
    }
    return true;
}

static bool put_source(struct ctx *cx, int64_t id, struct json *model)
{
    struct json *map = json_put_map(model, "source");
    struct source source;

    if (!source_find(cx, id, &source))
        return false;
    json_put_bool(map, "stands", source.stands);
    if (!source.stands)
        return true;
    json_put_text(map, "at", instant_text(cx->arena, source.at));
    json_put_text(map, "by", source.by_name);
    json_put_text(map, "reason", source.reason);
    return true;
}

static bool show(struct ctx *cx, struct call *call, struct json *model)
{
    struct client client;
    int64_t id;

    if (!read_id(cx, call->operands[0], &id) || !client_look(cx, id)
        || !client_find(cx, id, &client))
        return false;
    struct json *map = json_put_map(model, "client");
    put_client(map, &client);
    return put_tags(cx, id, map) && put_life(cx, id, model) && put_team(cx, id, model)
        && put_contacts(cx, id, model) && put_source(cx, id, model);
}

static bool contacts(struct ctx *cx, struct call *call, struct json *model)
{
    struct client client;
    int64_t id;

    return read_id(cx, call_option(call, "client"), &id) && client_look(cx, id)
        && client_find(cx, id, &client) && put_contacts(cx, id, model);
}

/* "reminds" or "ended". */
static bool source(struct ctx *cx, struct call *call, struct json *model)
{
    const char *said = call->operands[1], *reason = call_option(call, "reason");
    bool ended = strcmp(said, "ended") == 0;
    struct client client;
    int64_t id;

    if (!ended && strcmp(said, "reminds") != 0)
        return fail(cx, FAULT_INPUT, "CHAMP-CHOIX", "field", "source", "value", said, NULL);
    if (!read_id(cx, call->operands[0], &id) || !client_find(cx, id, &client))
        return false;
    return (ended ? source_end(cx, id) : source_begin(cx, id, reason ? reason : ""))
        && put_source(cx, id, model);
}

static bool show_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, show, model);
}

static bool contacts_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, contacts, model);
}

static bool source_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_ALONE, source, model);
}

static const char *word(struct buf *out, const struct call *call, const char *key)
{
    return view_text(out->arena, call->language, arena_format(out->arena, "cli.client.%s", key),
                     NULL);
}

/* Codes as the pages word them; --json keeps them. */
static const char *said(struct buf *out, const struct call *call, const char *key, const char *text)
{
    static const struct {
        const char *key, *prefix;
    } worded[] = {
        { "vat_regime", "client_form.vat_regime_" },
        { "basis", "client_form.basis_" },
        { "language", "client_form.language_" },
        { "state", "listed_state." },
        { "function", "bulk_function." },
        { "functions", "field." },
        { "email_state", "cli.client.email_" },
    };
    struct buf words = { .arena = out->arena };
    const char *prefix = NULL;

    if (strcmp(key, "year_ends") == 0 && strlen(text) == 5)
        return arena_format(out->arena, "%s/%.2s", text + 3, text);
    for (size_t i = 0; i < COUNT_OF(worded); i++)
        if (strcmp(key, worded[i].key) == 0)
            prefix = worded[i].prefix;
    if (!prefix)
        return text;
    for (size_t size; *text; text += size + (text[size] == ' ')) {
        size = strcspn(text, " ");
        const char *entry = arena_format(out->arena, "%s%.*s", prefix, (int)size, text);
        buf_format(&words, "%s%s", words.size > 0 ? ", " : "",
                   view_text(out->arena, call->language, entry, NULL));
    }
    return buf_string(&words);
}

/* Members of a list as rows, by these keys. */
static void list_print(struct buf *out, const struct call *call, const struct json *list,
                       const char *const *keys)
{
    enum { COLUMNS = 5 };
    const char *heads[COLUMNS + 1] = { 0 }, *cells[COLUMNS] = { 0 };
    size_t columns = 0;

    for (; keys[columns]; columns++)
        heads[columns] = word(out, call, keys[columns]);
    struct table *table = table_new(out->arena, heads);
    for (size_t i = 0; i < json_count(list); i++) {
        for (size_t j = 0; j < columns; j++) {
            const struct json *value = json_get(json_at(list, i), keys[j]);
            cells[j] = json_kind(value) == JSON_INT
                ? arena_format(out->arena, "%lld", (long long)json_int(value))
                : said(out, call, keys[j], json_text(value));
        }
        table_row(table, cells);
    }
    if (json_count(list) > 0)
        table_print(out, table);
}

static void contacts_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const keys[] = { "id", "name", "email", "email_state", "functions", NULL };

    list_print(out, call, json_get(model, "contacts"), keys);
}

static void source_print(struct buf *out, const struct call *call, const struct json *model)
{
    bool stands = json_bool(json_get(json_get(model, "source"), "stands"));

    buf_format(out, "%s\n", word(out, call, stands ? "source_reminds" : "source_ended"));
}

static void show_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const life[] = { "at", "state", "by", "reason", NULL };
    static const char *const team[] = { "name", "function", "first", NULL };
    struct json_entry entry = { 0 };

    while (json_next(json_get(model, "client"), &entry))
        if (json_kind(entry.value) == JSON_TEXT && *json_text(entry.value))
            buf_format(out, "%s : %s\n", word(out, call, entry.key),
                       said(out, call, entry.key, json_text(entry.value)));
    buf_text(out, "\n");
    list_print(out, call, json_get(model, "life"), life);
    list_print(out, call, json_get(model, "team"), team);
    contacts_print(out, call, model);
    if (json_bool(json_get(json_get(model, "source"), "stands")))
        source_print(out, call, model);
}

const struct command cli_contact[] = {
    { "client show", "ID", "a client: its fields, life, team and contacts", HOUSE_OPTIONS, 1, 1,
      show_run, show_print },
    { "client source", "ID reminds|ended [--reason TEXT]",
      "says that the software it comes from still sends its reminders: nothing leaves meanwhile",
      HOUSE_OPTIONS "reason=", 2, 2, source_run, source_print },
    { "contact list", "--client ID", "who is spoken to at a client, as what",
      HOUSE_OPTIONS "client=", 0, 0, contacts_run, contacts_print },
    { 0 },
};
