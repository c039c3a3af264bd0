#include "worker/care.h"

#include "base/log.h"
#include "http/once.h"
#include "worker/mail_scrub.h"
#include "worker/mail_take.h"

static const char *number(struct arena *arena, int64_t value)
{
    return arena_format(arena, "%lld", (long long)value);
}

static bool tell(struct ctx *cx, const struct scrubbed *what)
{
    struct scrub scrub;

    if (!scrub_last(cx, what, &scrub))
        return false;
    if (scrub.files + scrub.swept > 0)
        log_write(scrub.faulty > 0 ? LOG_ERROR : LOG_INFO,
                  what == &scrub_mails ? "mails looked at" : "documents looked at", "files",
                  number(cx->arena, scrub.files), "faulty", number(cx->arena, scrub.faulty),
                  "swept", number(cx->arena, scrub.swept), NULL);
    return true;
}

/* The next piece of what is kept at a place; nothing once its day has ended. */
static bool look(struct ctx *cx, const struct vault *vault, struct care *care, int place)
{
    const struct scrubbed *what = place == 0 ? &scrub_documents : &scrub_mails;
    bool is_done;

    if (care->has_ended[place] && care->done_on[place].day == cx->today.day)
        return true;
    if (!scrub_turn(cx, vault, what, &is_done) || (is_done && !tell(cx, what)))
        return false;
    care->has_ended[place] = is_done;
    care->done_on[place] = cx->today;
    return true;
}

/* On a new day: answers that programs may no longer ask for again. */
static bool sweep(struct ctx *cx, struct care *care)
{
    if (care->swept_on.day == cx->today.day)
        return true;
    care->swept_on = cx->today;
    return once_sweep(cx);
}

bool care_turn(struct ctx *cx, const struct vault *vault, struct care *care)
{
    if (!sweep(cx, care))
        return false;
    if (!vault || !vault->folder)
        return true;
    const struct vault mails = mail_vault(cx->arena, vault);
    return scrub_scan(cx, vault, &care->scanned) && look(cx, vault, care, 0)
        && look(cx, &mails, care, 1);
}
