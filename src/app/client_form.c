#include <string.h>

#include "app/client_page.h"
#include "app/duplicates.h"
#include "app/handlers.h"
#include "base/str.h"
#include "client/check.h"
#include "client/life.h"
#include "client/tag.h"
#include "client/tester.h"
#include "client/visible.h"
#include "http/number.h"
#include "view/view.h"

enum { STATUS_WRONG = 400, STATUS_CONFLICT = 409, FLAWS = CLIENT_FLAWS + 4 };

/* Lengths and signs are checked by client_check, which tells them at the field (P-23). */
const struct field client_form_fields[] = {
    { .name = "code", .check = CHECK_NOTE },
    { .name = "name", .check = CHECK_NOTE },
    { .name = "trade_name", .check = CHECK_NOTE },
    { .name = "siren", .check = CHECK_NOTE },
    { .name = "siret", .check = CHECK_NOTE },
    { .name = "vat_number", .check = CHECK_NOTE },
    { .name = "legal_form", .check = CHECK_NOTE },
    { .name = "activity", .check = CHECK_NOTE },
    { .name = "sector", .check = CHECK_NOTE },
    { .name = "plan", .check = CHECK_NOTE },
    { .name = "year_ends", .check = CHECK_NOTE },
    { .name = "vat_regime", .check = CHECK_NOTE },
    { .name = "basis", .check = CHECK_NOTE },
    { .name = "language", .check = CHECK_NOTE },
    { .name = "tags", .check = CHECK_NOTE },
    { .name = "entries", .check = CHECK_NOTE },
    { .name = "headcount", .check = CHECK_NOTE },
    { .name = "hub", .check = CHECK_INT },
    { .name = "has_payroll", .check = CHECK_CHOICE, .choices = "1 0" },
    { .name = "is_confidential", .check = CHECK_CHOICE, .choices = "1 0" },
    { .name = "is_historic", .check = CHECK_CHOICE, .choices = "1 0" },
    { .name = "is_another", .check = CHECK_CHOICE, .choices = "1 0" }, /* than those like it */
    { 0 },
};

/* What was typed, and what is wrong with it. */
struct form {
    const struct request *request;
    struct client client;
    const char *entries, *headcount, *tags;
    struct client_flaw flaws[FLAWS];
    size_t count;
};

static void read_text(const struct request *request, const char *field, const char **text)
{
    if (request_has(request, field))
        *text = request_text(request, field);
}

/* A page's form leaves out a box that is not ticked; a program what it does not change. */
static void read_flag(const struct request *request, const char *field, bool *flag)
{
    if (request_has(request, field) || !request_is_api(request))
        *flag = strcmp(request_text(request, field), "1") == 0;
}

static void read_texts(const struct request *request, struct client *client)
{
    const struct {
        const char *field;
        const char **text;
    } texts[] = {
        { "code", &client->code },
        { "name", &client->name },
        { "trade_name", &client->trade_name },
        { "siren", &client->siren },
        { "siret", &client->siret },
        { "vat_number", &client->vat_number },
        { "legal_form", &client->legal_form },
        { "activity", &client->activity },
        { "sector", &client->sector },
        { "plan", &client->plan },
        { "year_ends", &client->year_ends },
        { "vat_regime", &client->vat_regime },
        { "basis", &client->basis },
        { "language", &client->language },
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        read_text(request, texts[i].field, texts[i].text);
}

static void add_flaw(struct form *form, struct client_flaw flaw)
{
    form->flaws[form->count++] = flaw;
}

/* « 12 000 » is a number too. */
static void read_count(struct arena *arena, struct form *form, const char *field, const char *text,
                       int64_t *count)
{
    struct buf digits = { .arena = arena };
    int64_t number = 0;

    for (const char *at = str_fold(arena, text); *at; at++)
        if (*at != ' ')
            buf_byte(&digits, *at);
    const char *plain = buf_string(&digits);
    if (*plain && !number_parse(plain, strlen(plain), &number))
        add_flaw(form, (struct client_flaw){ field, "CLIENT-NOMBRE", text, "" });
    else
        *count = number;
}

SQL(HUB_KNOWN, FIRM, "SELECT 1 FROM hub WHERE firm = $1 AND id = $2");

static bool read_hub(struct ctx *cx, struct form *form)
{
    if (!request_has(form->request, "hub"))
        return true;
    form->client.hub = request_int(form->request, "hub");
    struct rows *rows = store_query(cx, &HUB_KNOWN, ARGS(arg_int(form->client.hub)));
    bool is_known = rows_next(rows) || form->client.hub == 0;
    if (!is_known)
        add_flaw(form, (struct client_flaw){ "hub", "CLIENT-AGENCE", "", "" });
    return rows_done(rows);
}

static bool check_confidential(struct ctx *cx, struct form *form, bool was)
{
    const char *obstacle;

    if (was || !form->client.is_confidential)
        return true;
    if (!client_hide_obstacle(cx, form->client.id, &obstacle))
        return false;
    if (*obstacle)
        add_flaw(form, (struct client_flaw){ "is_confidential", obstacle, "", "" });
    return true;
}

static bool check_code(struct ctx *cx, struct form *form)
{
    const char *code = form->client.code;
    bool is_taken = false;

    if (*code && !client_code_is_taken(cx, &form->client, &is_taken))
        return false;
    if (is_taken)
        add_flaw(form, (struct client_flaw){ "code", "CLIENT-CODE", code, "" });
    return true;
}

/* Over what stands: form->client is the client as it is, or a new one. */
static bool read_form(struct ctx *cx, struct form *form)
{
    struct client *client = &form->client;
    bool was_confidential = client->is_confidential;

    read_texts(form->request, client);
    read_text(form->request, "entries", &form->entries);
    read_text(form->request, "headcount", &form->headcount);
    read_text(form->request, "tags", &form->tags);
    read_flag(form->request, "has_payroll", &client->has_payroll);
    read_flag(form->request, "is_confidential", &client->is_confidential);
    read_flag(form->request, "is_historic", &client->is_historic);
    client_tidy(cx->arena, client);
    form->count = client_check(cx->arena, client, form->flaws);
    if (request_has(form->request, "entries"))
        read_count(cx->arena, form, "entries", form->entries, &client->entries);
    if (request_has(form->request, "headcount"))
        read_count(cx->arena, form, "headcount", form->headcount, &client->headcount);
    return read_hub(cx, form) && check_confidential(cx, form, was_confidential)
        && check_code(cx, form);
}

static const char *flaw_word(struct arena *arena, const char *language,
                             const struct client_flaw *flaw)
{
    struct json *args = json_map(arena);
    const char *label = arena_format(arena, "field.%s", flaw->field);

    json_put_text(args, "field", flaw->field);
    json_put_text(args, "value", flaw->value);
    json_put_text(args, "code", flaw->value);
    json_put_text(args, "label", view_text(arena, language, label, NULL));
    if (*flaw->reason)
        json_put_text(args, flaw->reason, flaw->value);
    return view_text(arena, language, arena_format(arena, "fault.%s", flaw->code), args);
}

static void put_flaws(struct arena *arena, const struct form *form, struct json *model)
{
    struct json *faults = json_put_map(model, "faults"), *list = json_put_list(model, "errors");

    for (size_t i = 0; i < form->count; i++) {
        const char *word = flaw_word(arena, request_language(form->request), &form->flaws[i]);
        struct json *error = json_add_map(list);
        json_put_text(faults, form->flaws[i].field, word);
        json_put_text(error, "field", form->flaws[i].field);
        json_put_text(error, "code", form->flaws[i].code);
        json_put_text(error, "message", word);
    }
    json_put_bool(model, "has_faults", form->count > 0);
}

static void put_choices(struct arena *arena, const struct form *form, struct json *model,
                        const char *field, const char *const *values)
{
    struct json *list = json_put_list(model, arena_format(arena, "%s_choices", field));
    const char *chosen = json_text(json_get(json_get(model, "form"), field));

    for (; *values; values++) {
        struct json *choice = json_add_map(list);
        const char *key =
            arena_format(arena, "client_form.%s_%s", field, **values ? *values : "unknown");
        json_put_text(choice, "value", *values);
        json_put_text(choice, "name", view_text(arena, request_language(form->request), key, NULL));
        json_put_bool(choice, "is_chosen", strcmp(*values, chosen) == 0);
    }
}

SQL(HUBS, FIRM, "SELECT id, name FROM hub WHERE firm = $1 ORDER BY name, id");

static bool put_hubs(struct ctx *cx, const struct form *form, struct json *model)
{
    struct json *list = json_put_list(model, "hubs");
    struct rows *rows = store_query(cx, &HUBS, NO_ARGS);

    while (rows_next(rows)) {
        struct json *hub = json_add_map(list);
        json_put_int(hub, "id", rows_int(rows, 0));
        json_put_text(hub, "name", rows_text(rows, 1));
        json_put_bool(hub, "is_chosen", rows_int(rows, 0) == form->client.hub);
    }
    json_put_bool(model, "has_hubs", json_count(list) > 0);
    return rows_done(rows);
}

/* As it is written in France, and read back by client_tidy. */
static const char *year_end_text(struct arena *arena, const char *year_ends)
{
    bool is_kept = strlen(year_ends) == 5 && year_ends[2] == '-';

    return is_kept ? arena_format(arena, "%s/%.2s", year_ends + 3, year_ends) : year_ends;
}

static bool put_form(struct ctx *cx, const struct form *form, struct json *model)
{
    static const char *const regimes[] = { "", "none", "simplified", "monthly", "quarterly", NULL };
    static const char *const bases[] = { "accrual", "cash", NULL };
    static const char *const languages[] = { "fr", "en", NULL };
    struct json *map = json_put_map(model, "form");

    client_put_fields(cx->arena, map, &form->client);
    json_put_text(map, "year_ends", year_end_text(cx->arena, form->client.year_ends));
    json_put_text(map, "entries", form->entries);
    json_put_text(map, "headcount", form->headcount);
    json_put_text(map, "tags", form->tags);
    json_put_bool(model, "is_new", form->client.id == 0);
    put_choices(cx->arena, form, model, "vat_regime", regimes);
    put_choices(cx->arena, form, model, "basis", bases);
    put_choices(cx->arena, form, model, "language", languages);
    put_flaws(cx->arena, form, model);
    return put_hubs(cx, form, model);
}

static const char *count_text(struct arena *arena, int64_t count)
{
    return count > 0 ? arena_format(arena, "%lld", (long long)count) : "";
}

static bool tags_text(struct ctx *cx, int64_t client, const char **text)
{
    struct buf words = { .arena = cx->arena };
    const char *const *tags;

    if (!tag_list(cx, client, &tags))
        return false;
    for (; *tags; tags++)
        buf_format(&words, "%s%s", words.size > 0 ? ", " : "", *tags);
    *text = buf_string(&words);
    return true;
}

/* The client of the path and what surrounds its form. */
static bool form_find(struct ctx *cx, const struct request *request, struct form *form,
                      struct json *model)
{
    *form = (struct form){ .request = request };
    if (!client_page_put(cx, request, &form->client, model))
        return false;
    form->entries = count_text(cx->arena, form->client.entries);
    form->headcount = count_text(cx->arena, form->client.headcount);
    return tags_text(cx, form->client.id, &form->tags);
}

static struct form form_new(struct ctx *cx, const struct request *request)
{
    struct form form = { .request = request, .entries = "", .headcount = "", .tags = "" };

    client_tidy(cx->arena, &form.client);
    form.client.state = client_state_text(CLIENT_INVITED);
    return form;
}

/* A program is told the first fault, a person all of them, each at its field. */
static bool tell_flaws(struct ctx *cx, const struct form *form, struct answer *answer)
{
    if (request_is_api(form->request))
        return client_flaw_fail(cx, &form->flaws[0]);
    answer->status = STATUS_WRONG;
    return put_form(cx, form, answer->model);
}

static bool done(struct ctx *cx, struct form *form, const char *notice, struct answer *answer)
{
    if (request_has(form->request, "tags") && !tag_set(cx, form->client.id, form->tags))
        return false;
    client_put_fields(cx->arena, json_put_map(answer->model, "client"), &form->client);
    if (request_is_api(form->request))
        return true;
    answer->redirect = client_path(cx->arena, form->client.id, "");
    answer->notice = notice;
    return true;
}

bool client_form_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct form form;

    return form_find(cx, request, &form, answer->model) && put_form(cx, &form, answer->model);
}

bool client_form_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct form form;

    if (!form_find(cx, request, &form, answer->model) || !read_form(cx, &form))
        return false;
    if (form.count > 0)
        return tell_flaws(cx, &form, answer);
    return client_save(cx, &form.client) && done(cx, &form, "notice.client_saved", answer);
}

bool client_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct form form = form_new(cx, request);

    return put_form(cx, &form, answer->model);
}

/* A program is told the likeliest one, a person all of them, over what was typed (P-8). */
static bool tell_duplicates(struct ctx *cx, const struct form *form, struct answer *answer)
{
    const struct json *likely = json_at(json_get(answer->model, "duplicates"), 0);

    if (request_is_api(form->request))
        return fail(cx, FAULT_CONFLICT, "CLIENT-DOUBLON", "field", "is_another", "client",
                    arena_format(cx->arena, "%lld", (long long)json_int(json_get(likely, "id"))),
                    "name", json_text(json_get(likely, "name")), NULL);
    answer->status = STATUS_CONFLICT;
    return put_form(cx, form, answer->model);
}

static bool likeness_find(struct ctx *cx, const struct form *form, struct json *model,
                          bool *is_like)
{
    const struct likeness likeness = { .siren = form->client.siren, .name = form->client.name };

    *is_like = false;
    if (strcmp(request_text(form->request, "is_another"), "1") == 0)
        return true;
    if (!duplicates_put(cx, &likeness, model))
        return false;
    *is_like = json_bool(json_get(model, "has_duplicates"));
    return true;
}

bool client_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct form form = form_new(cx, request);
    bool is_like;

    if (!read_form(cx, &form))
        return false;
    if (form.count > 0)
        return tell_flaws(cx, &form, answer);
    if (!likeness_find(cx, &form, answer->model, &is_like))
        return false;
    if (is_like)
        return tell_duplicates(cx, &form, answer);
    return client_add(cx, &form.client) && done(cx, &form, "notice.client_added", answer);
}
