/* One amendment: its text, and who accepted it (E-17). */
#include "app/amendment_model.h"
#include "app/handlers.h"
#include "app/page.h"
#include "client/amendment_standing.h"
#include "format/csv_write.h"
#include "view/format.h"
#include "view/view.h"

/* Far more clients than a firm has; the file is made in memory. */
enum { FILE_ROWS = 200000 };

const struct field amendment_page_fields[] = {
    { .name = "etat", .check = CHECK_CHOICE, .choices = "waiting" },
    { .name = "apres", .check = CHECK_INT },
    { 0 },
};

static void put_client(struct ctx *cx, const struct amendment_client *client, struct json *map)
{
    json_put_int(map, "id", client->client);
    json_put_text(map, "name", client->name);
    json_put_bool(map, "is_accepted", client->is_accepted);
    if (!client->is_accepted)
        return;
    json_put_text(map, "accepted_at", instant_text(cx->arena, client->accepted_at));
    json_put_text(map, "accepted_by", client->contact);
    json_put_text(map, "address", client->address);
}

static bool put_clients(struct ctx *cx, const struct request *request,
                        const struct amendment *amendment, struct json *model)
{
    const struct amendment_page page = { .only_waiting = request_has(request, "etat"),
                                         .after = request_int(request, "apres"),
                                         .limit = PAGE_ROWS + 1 };
    struct json *list = json_put_list(model, "clients");
    struct amendment_client *clients;
    size_t count;

    if (!amendment_clients(cx, amendment, &page, &clients, &count))
        return false;
    for (size_t i = 0; i < count && i < PAGE_ROWS; i++)
        put_client(cx, &clients[i], json_add_map(list));
    json_put_bool(model, "has_clients", count > 0);
    json_put_bool(model, "only_waiting", page.only_waiting);
    if (count > PAGE_ROWS)
        json_put_text(model, "more_url",
                      arena_format(cx->arena, "/reglages/avenants/%lld?%sapres=%lld",
                                   (long long)amendment->id,
                                   page.only_waiting ? "etat=waiting&" : "",
                                   (long long)(page.after + PAGE_ROWS)));
    return true;
}

bool amendment_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *map = json_put_map(answer->model, "amendment");
    struct amendment amendment;

    if (!amendment_find(cx, request_id(request, "amendment"), &amendment))
        return false;
    amendment_put(cx, &amendment, map);
    json_put_text(map, "text", amendment.text);
    json_put_text(map, "published_by", amendment.published_by);
    json_put_bool(map, "is_asked", amendment.is_asked);
    json_put_bool(map, "is_withdrawn", amendment.is_withdrawn);
    json_put_int(map, "clients", amendment.clients);
    json_put_int(map, "accepted", amendment.accepted);
    return put_clients(cx, request, &amendment, answer->model);
}

bool amendment_take_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = "/reglages/avenants";
    answer->notice = "notice.amendment_withdrawn";
    return amendment_withdraw(cx, request_id(request, "amendment"));
}

static void write_heads(struct csv_out *csv, const char *language)
{
    static const char *const heads[] = { "code",        "client",  "plan",    "version", "state",
                                         "accepted_at", "contact", "address", "sha256" };

    for (size_t i = 0; i < COUNT_OF(heads); i++)
        csv_text(csv,
                 view_text(csv->out.arena, language,
                           arena_format(csv->out.arena, "amendment.head.%s", heads[i]), NULL));
    csv_end(csv);
}

static void write_row(struct csv_out *csv, const char *language, const struct amendment *amendment,
                      const struct amendment_client *client)
{
    struct arena *arena = csv->out.arena;
    bool is_accepted = client->is_accepted;

    csv_text(csv, client->code);
    csv_text(csv, client->name);
    csv_text(csv, amendment->plan);
    csv_int(csv, amendment->version);
    csv_text(csv,
             view_text(arena, language,
                       is_accepted ? "amendment.is_accepted" : "amendment.is_waiting", NULL));
    csv_text(csv,
             is_accepted
                 ? format_value(arena, "when", language, instant_text(arena, client->accepted_at))
                 : "");
    csv_text(csv, client->contact);
    csv_text(csv, client->address);
    csv_text(csv, is_accepted ? amendment_hash(arena, client->sha256) : "");
    csv_end(csv);
}

bool amendment_csv(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct amendment_page page = { .limit = FILE_ROWS };
    const char *language = request_language(request);
    struct csv_out csv = csv_start(cx->arena);
    struct amendment_client *clients;
    struct amendment amendment;
    size_t count;

    if (!amendment_find(cx, request_id(request, "amendment"), &amendment)
        || !amendment_clients(cx, &amendment, &page, &clients, &count))
        return false;
    write_heads(&csv, language);
    for (size_t i = 0; i < count; i++)
        write_row(&csv, language, &amendment, &clients[i]);
    answer->file_name = arena_format(cx->arena, "%s %s %lld.csv",
                                     view_text(cx->arena, language, "amendment.one", NULL),
                                     amendment.plan, (long long)amendment.version);
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = buf_string(&csv.out);
    answer->file_size = csv.out.size;
    return true;
}
