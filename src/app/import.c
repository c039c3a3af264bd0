#include <string.h>

#include "app/ageing_model.h"
#include "app/fec_report.h"
#include "app/fec_take.h"
#include "app/handlers.h"
#include "app/page.h"
#include "base/limits.h"
#include "invoice/import.h"

enum { CLIENTS_SHOWN = 2000, MEGABYTE = 1000000, STATUS_REFUSED = 422 };

const struct field import_fields[] = {
    { .name = "client", .check = CHECK_INT },
    { .name = "name", .check = CHECK_TEXT },
    { .name = "file", .check = CHECK_FILE, .required = true, .limit = LIMIT_IMPORT_BYTES },
    { 0 },
};

const struct field import_into_fields[] = {
    { .name = "file", .check = CHECK_FILE, .required = true, .limit = LIMIT_IMPORT_BYTES },
    { 0 },
};

static void put_client(struct json *map, const struct client *client)
{
    json_put_int(map, "id", client->id);
    json_put_text(map, "name", client->name);
    json_put_text(map, "siren", client->siren);
}

bool import_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct client_place start = { .name_folded = "", .search = "" };
    struct json *list = json_put_list(answer->model, "clients");
    const char *chosen = request_typed(request, "client");
    struct client *clients;
    size_t count;

    if (!client_list(cx, &start, CLIENTS_SHOWN, &clients, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        put_client(map, &clients[i]);
        const char *id = arena_format(cx->arena, "%lld", (long long)clients[i].id);
        json_put_bool(map, "is_selected", strcmp(id, chosen) == 0);
    }
    json_put(answer->model, "client", NULL); /* none, whatever was typed */
    json_put_bool(answer->model, "has_clients", count > 0);
    json_put_int(answer->model, "limit_mb", LIMIT_IMPORT_BYTES / MEGABYTE);
    json_put_text(answer->model, "form_path", "/importer");
    return true;
}

bool import_into_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct client client;

    if (!client_find(cx, request_id(request, "client"), &client))
        return false;
    put_client(json_put_map(answer->model, "client"), &client);
    json_put_int(answer->model, "limit_mb", LIMIT_IMPORT_BYTES / MEGABYTE);
    json_put_text(answer->model, "form_path",
                  arena_format(cx->arena, "/clients/%lld/importer", (long long)client.id));
    return true;
}

/* A refused file is kept nowhere: its report is the answer itself. */
static bool answer_refused(struct ctx *cx, const struct request *request,
                           const struct fec_taken *taken, struct answer *answer)
{
    const char *by;

    if (!page_member(cx, request, request_member(request), &by))
        return false;
    fec_report_put(answer->model, cx->arena, request_language(request), taken->report);
    if (taken->client.id > 0)
        put_client(json_put_map(answer->model, "client"), &taken->client);
    struct json *import = json_get(answer->model, "import");
    json_put_text(import, "at", instant_text(cx->arena, cx->now));
    json_put_text(import, "by", by);
    answer->status = STATUS_REFUSED;
    answer->page = "import_report";
    return true;
}

static bool take(struct ctx *cx, const struct request *request, struct fec_taking *taking,
                 struct answer *answer)
{
    struct upload upload;
    struct fec_taken taken;

    if (!request_upload(request, "file", &upload))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "file", NULL);
    taking->path = upload.path;
    taking->name = upload.name;
    taking->limits = CHILD_UPLOAD;
    if (!fec_take(cx, taking, &taken))
        return false;
    if (!taken.is_accepted)
        return answer_refused(cx, request, &taken, answer);
    answer->redirect = arena_format(cx->arena, "/imports/%lld", (long long)taken.import);
    return true;
}

bool import_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct fec_taking taking = {
        .client = request_int(request, "client"),
        .client_name = request_text(request, "name"),
    };

    return take(cx, request, &taking, answer);
}

bool import_into_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct fec_taking taking = { .client = request_id(request, "client"), .client_name = "" };

    return take(cx, request, &taking, answer);
}

static void put_import(struct ctx *cx, struct json *map, const struct import *import,
                       const char *by)
{
    json_put_int(map, "id", import->id);
    json_put_text(map, "at", instant_text(cx->arena, import->at));
    json_put_text(map, "by", by);
}

bool import_report_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct import import;
    struct client client;
    struct ageing ageing;
    const char *by;

    if (!import_find(cx, request_id(request, "import"), &import)
        || !client_find(cx, import.client, &client)
        || !ageing_find(cx, client.id, AGEING_BY_DUE, cx->today, &ageing)
        || !page_member(cx, request, import.by, &by))
        return false;
    const struct json *report = json_parse_own(cx, import.report, strlen(import.report));
    if (!report)
        return false;
    fec_report_put(model, cx->arena, request_language(request), report);
    put_client(json_put_map(model, "client"), &client);
    put_import(cx, json_get(model, "import"), &import, by);
    json_put_int(json_get(model, "import"), "without_address", ageing.unreached);
    json_put_bool(json_get(model, "import"), "has_without_address", ageing.unreached > 0);
    return true;
}
