#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/duplicates.h"
#include "app/fec_take.h"
#include "base/str.h"
#include "cli/fec.h"
#include "cli/house.h"
#include "cli/table.h"
#include "view/view.h"

static bool client_of(struct ctx *cx, const struct call *call, int64_t *client)
{
    const char *text = call_option(call, "client");
    char *end;

    *client = 0;
    if (!text)
        return true;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || *end || end == text || number <= 0)
        return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
    *client = number;
    return true;
}

static bool take(struct ctx *cx, struct call *call, struct json *model)
{
    const char *name = call_option(call, "name");
    struct fec_taking taking = {
        .path = call->operands[0],
        .limits = CHILD_COMMAND,
        .client_name = name ? name : "",
    };
    struct fec_taken taken;

    if (!client_of(cx, call, &taking.client) || !fec_take(cx, &taking, &taken))
        return false;
    fec_report_word(cx->arena, call, taken.report, model);
    if (!taken.is_accepted) {
        call->exit = EXIT_DATA;
        return true;
    }
    json_put_int(model, "import", taken.import);
    json_put_int(model, "client", taken.client.id);
    json_put_text(model, "client_name", taken.client.name);
    return true;
}

static bool import_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_ALONE, take, model);
}

static void import_print(struct buf *out, const struct call *call, const struct json *model)
{
    bool accepted = json_bool(json_get(model, "accepted"));

    fec_check_print(out, call, model);
    buf_format(out, "\n%s\n",
               view_text(out->arena, call->language,
                         accepted ? "cli.import.taken" : "cli.import.refused", model));
}

const struct command cli_import[] = {
    { "import fec", "FILE [--client ID | --name NAME]",
      "takes an accounting file into the books, or says why not", HOUSE_OPTIONS "client= name=", 1,
      1, import_run, import_print },
    { 0 },
};

static void put_client(struct json *map, const struct client *client)
{
    json_put_int(map, "id", client->id);
    json_put_text(map, "code", client->code);
    json_put_text(map, "name", client->name);
    json_put_text(map, "siren", client->siren);
}

static bool add(struct ctx *cx, struct call *call, struct json *model)
{
    const char *name = call_option(call, "name"), *siren = call_option(call, "siren");
    const char *code = call_option(call, "code");
    struct client client = { .language = "fr", .state = "active", .siren = siren ? siren : "" };
    int64_t number;

    client.name = str_trim(cx->arena, name ? name : "");
    client.code = code ? code : client.siren;
    if (*client.name == '\0')
        return fail(cx, FAULT_INPUT, "CLIENT-NOM", NULL);
    if (*client.code == '\0') {
        if (!store_id(cx, "client_code", 1, &number))
            return false;
        client.code = arena_format(cx->arena, "D%05lld", (long long)number);
    }
    const struct likeness likeness = { .siren = client.siren, .name = client.name };
    if (!duplicates_put(cx, &likeness, model) || !client_add(cx, &client))
        return false;
    put_client(json_put_map(model, "client"), &client);
    return true;
}

static bool add_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_ALONE, add, model);
}

static void client_row(struct table *table, struct arena *arena, const struct json *client)
{
    const char *cells[] = {
        arena_format(arena, "%lld", (long long)json_int(json_get(client, "id"))),
        json_text(json_get(client, "code")), json_text(json_get(client, "siren")),
        json_text(json_get(client, "name"))
    };

    table_row(table, cells);
}

static void client_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *likely = json_get(model, "duplicates");
    const struct json *client = json_get(model, "client");
    static const char *const keys[] = { "id", "code", "siren", "name" };
    const char *heads[COUNT_OF(keys) + 1] = { 0 };

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        heads[i] = view_text(out->arena, call->language,
                             arena_format(out->arena, "cli.client.%s", keys[i]), NULL);
    struct table *table = table_new(out->arena, heads);
    client_row(table, out->arena, client);
    table_print(out, table);
    for (size_t i = 0; i < json_count(likely); i++)
        buf_format(out, "%s\n",
                   view_text(out->arena, call->language, "cli.client.like", json_at(likely, i)));
}

const struct command cli_client[] = {
    { "client add", "--name NAME [--siren SIREN] [--code CODE]",
      "opens a client's file, and says which ones it is like",
      HOUSE_OPTIONS "name= siren= code=", 0, 0, add_run, client_print },
    { 0 },
};
