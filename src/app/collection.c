/* Collection addresses, and who may send to them: as told, and as changed. */
#include "app/collection.h"

#include <string.h>

#include "app/desk.h"
#include "app/handlers.h"
#include "mail/collect.h"
#include "mail/sender.h"
#include "mail/tag.h"

const struct field collection_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "renew allow forbid" },
    { .name = "kind", .check = CHECK_CHOICE, .choices = "purchases sales smart sort" },
    { .name = "email", .check = CHECK_EMAIL },
    { 0 },
};

const struct field own_collection_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "renew allow forbid" },
    { .name = "client", .check = CHECK_INT, .required = true },
    { .name = "kind", .check = CHECK_CHOICE, .choices = "purchases sales smart sort" },
    { .name = "email", .check = CHECK_EMAIL },
    { 0 },
};

static void put_flag(struct ctx *cx, struct json *map, const char *kind)
{
    json_put_bool(map, arena_format(cx->arena, "is_%s", kind), true);
}

static void put_address(struct ctx *cx, const char *box, enum collect_kind kind,
                        const struct collect_address *address, struct json *map)
{
    json_put_text(map, "kind", collect_kind_text(kind));
    put_flag(cx, map, collect_kind_text(kind));
    json_put_text(map, "address", tag_address(cx->arena, box, address->tag));
    if (address->renewed_at.ms > 0)
        json_put_text(map, "renewed_at", instant_text(cx->arena, address->renewed_at));
}

static bool put_addresses(struct ctx *cx, const struct request *request, int64_t client,
                          struct json *map)
{
    const struct desk *desk = desk_of(request);
    const char *box = desk && desk->sender ? desk->sender->return_to : NULL;
    struct collect_address addresses[COLLECT_KIND_COUNT];
    struct json *list = json_put_list(map, "addresses");

    json_put_bool(map, "has_box", box != NULL);
    if (!box)
        return true;
    if (!collect_list(cx, client, addresses))
        return false;
    for (enum collect_kind i = 0; i < COLLECT_KIND_COUNT; i++)
        put_address(cx, box, i, &addresses[i], json_add_map(list));
    return true;
}

bool collection_put(struct ctx *cx, const struct request *request, int64_t client, struct json *map)
{
    struct sender_allowed *senders;
    struct json *list;
    size_t count;

    if (!put_addresses(cx, request, client, map) || !sender_list(cx, client, &senders, &count))
        return false;
    list = json_put_list(map, "senders");
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        json_put_text(row, "email", senders[i].email);
        put_flag(cx, row, senders[i].kind);
    }
    json_put_bool(map, "has_senders", count > 0);
    return true;
}

static bool renew(struct ctx *cx, const struct request *request, const struct collection_hand *hand)
{
    enum collect_kind kind;

    if (!hand->may_renew)
        return fail(cx, FAULT_DENIED, "COLLECTE-DROIT", NULL);
    if (!collect_kind_parse(request_text(request, "kind"), &kind))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "kind", NULL);
    return collect_renew(cx, hand->client, kind, hand->contact);
}

/* What somebody sends is to be sorted unless it was said. */
static bool allow(struct ctx *cx, const struct request *request, const struct collection_hand *hand)
{
    const char *kind = request_text(request, "kind");
    bool is_said = strcmp(kind, "purchases") == 0 || strcmp(kind, "sales") == 0;
    const struct sender_allowed sender = { .email = request_text(request, "email"),
                                           .kind = is_said ? kind : "sort" };

    return sender_allow(cx, hand->client, &sender, hand->contact);
}

bool collection_act(struct ctx *cx, const struct request *request,
                    const struct collection_hand *hand, struct answer *answer)
{
    const char *act = request_text(request, "act");

    answer->notice = arena_format(cx->arena, "collection.done.%s", act);
    if (strcmp(act, "renew") == 0)
        return renew(cx, request, hand);
    if (!*request_text(request, "email"))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "email", NULL);
    return strcmp(act, "allow") == 0
        ? allow(cx, request, hand)
        : sender_forbid(cx, hand->client, request_text(request, "email"));
}
