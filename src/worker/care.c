#include "worker/care.h"

#include "base/log.h"

static const char *number(struct arena *arena, int64_t value)
{
    return arena_format(arena, "%lld", (long long)value);
}

static bool tell(struct ctx *cx)
{
    struct scrub scrub;

    if (!scrub_last(cx, &scrub))
        return false;
    if (scrub.files + scrub.swept > 0)
        log_write(scrub.faulty > 0 ? LOG_ERROR : LOG_INFO, "documents looked at", "files",
                  number(cx->arena, scrub.files), "faulty", number(cx->arena, scrub.faulty),
                  "swept", number(cx->arena, scrub.swept), NULL);
    return true;
}

bool care_turn(struct ctx *cx, const struct vault *vault, struct care *care)
{
    bool is_done;

    if (!vault || !vault->folder)
        return true;
    if (!scrub_scan(cx, vault, &care->scanned))
        return false;
    if (care->has_ended && care->done_on.day == cx->today.day)
        return true;
    if (!scrub_turn(cx, vault, &is_done) || (is_done && !tell(cx)))
        return false;
    care->has_ended = is_done;
    care->done_on = cx->today;
    return true;
}
