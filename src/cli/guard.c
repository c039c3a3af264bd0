#include "chase/watch.h"
#include "cli/cli.h"
#include "cli/house.h"
#include "outbox/freeze.h"
#include "view/view.h"

static bool restored(struct ctx *cx, struct json *model)
{
    const struct freeze freeze = { .cause = FREEZE_RESTORED, .usual = -1 };
    bool begun = false;

    if (!freeze_begin(cx, &freeze, &begun))
        return false;
    json_put_bool(model, "frozen", true);
    return true;
}

static bool restored_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = restored(cx, model);
    house_close(cx, &house);
    return done;
}

/* "0" is no cap. */
static bool cap_read(struct ctx *cx, const char *text, int64_t *cap)
{
    int64_t read = 0;

    for (const char *at = text; *at; at++) {
        if (*at < '0' || *at > '9' || read > WATCH_DAY_MOST)
            return fail(cx, FAULT_INPUT, "PLAFOND", "value", text, NULL);
        read = 10 * read + (*at - '0');
    }
    if (!*text || read > WATCH_DAY_MOST)
        return fail(cx, FAULT_INPUT, "PLAFOND", "value", text, NULL);
    *cap = read;
    return true;
}

static bool cap_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;
    int64_t cap = 0;

    if (!cap_read(cx, call->operands[0], &cap) || !house_open(cx, call, HOUSE_ALONE, &house))
        return false;
    bool done = watch_cap(cx, cap);
    house_close(cx, &house);
    json_put_int(model, "cap", cap);
    return done;
}

static void restored_print(struct buf *out, const struct call *call, const struct json *model)
{
    buf_format(out, "%s\n", view_text(out->arena, call->language, "cli.guard.restored", model));
}

static void cap_print(struct buf *out, const struct call *call, const struct json *model)
{
    const char *key = json_int(json_get(model, "cap")) > 0 ? "cli.guard.cap" : "cli.guard.no_cap";

    buf_format(out, "%s\n", view_text(out->arena, call->language, key, model));
}

const struct command cli_guard[] = {
    { "guard restored", "",
      "these books were put back from a backup: nothing leaves until a person has looked",
      HOUSE_OPTIONS, 0, 0, restored_run, restored_print },
    { "guard cap", "MESSAGES",
      "messages that may leave by themselves in one day before a person is asked; 0: any number",
      HOUSE_OPTIONS, 1, 1, cap_run, cap_print },
    { 0 },
};
