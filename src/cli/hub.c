#include "cli/cli.h"

#include <string.h>

#include "cli/house.h"
#include "firm/hub.h"

static bool put_hubs(struct ctx *cx, struct json *model)
{
    struct json *list = json_put_list(model, "hubs");
    struct hub *hubs;
    size_t count;

    if (!hub_list(cx, &hubs, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        json_put_int(row, "id", hubs[i].id);
        json_put_text(row, "name", hubs[i].name);
    }
    return true;
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool done = put_hubs(cx, model);
    house_close(cx, &house);
    return done;
}

static bool add_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;
    int64_t id;

    if (!house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = hub_add(cx, call->operands[0], &id) && put_hubs(cx, model);
    house_close(cx, &house);
    return done;
}

static bool rename_one(struct ctx *cx, const char *from, const char *to)
{
    struct hub *hubs;
    size_t count;

    if (!hub_list(cx, &hubs, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(hubs[i].name, from) == 0)
            return hub_rename(cx, hubs[i].id, to);
    return fail(cx, FAULT_ABSENT, "HUB-ABSENT", "value", from, NULL);
}

static bool rename_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = rename_one(cx, call->operands[0], call->operands[1]) && put_hubs(cx, model);
    house_close(cx, &house);
    return done;
}

static void hubs_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *list = json_get(model, "hubs");

    (void)call;
    for (size_t i = 0; i < json_count(list); i++)
        buf_format(out, "%s\n", json_text(json_get(json_at(list, i), "name")));
}

const struct command cli_hub[] = {
    { "hub list", "", "the firm's hubs", HOUSE_OPTIONS, 0, 0, list_run, hubs_print },
    { "hub add", "NAME", "one more", HOUSE_OPTIONS, 1, 1, add_run, hubs_print },
    { "hub rename", "NAME NAME", "another name for one", HOUSE_OPTIONS, 2, 2, rename_run,
      hubs_print },
    { 0 },
};
