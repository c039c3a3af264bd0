#include "worker/send_batch.h"

#include <string.h>
#include <strings.h>

#include "chase/moment.h"
#include "chase/obligation.h"
#include "chase/told.h"
#include "chase/watch.h"
#include "firm/firm.h"
#include "outbox/end.h"
#include "view/view.h"
#include "worker/send_account.h"
#include "worker/send_word.h"

enum { BATCH = 50 };

static bool drop(struct ctx *cx, const struct sender *sender, const struct message *message,
                 const char *why, struct sending *sending)
{
    sending->dropped++;
    return outbox_drop(cx, &sender->taker, message, why);
}

/* Why a message that stands apart may leave no more; "" for one that may. */
static bool ask_stands(struct ctx *cx, const struct sender *sender, const struct message *message,
                       const char **why)
{
    const struct chase_kind *kind = word_kind(sender, message->kind);

    *why = "";
    return !kind || !kind->stands || kind->stands(cx, message->id, why);
}

bool batch_point(struct ctx *cx, const struct sender *sender, const struct message *message,
                 bool *still)
{
    const char *why;

    if (!ask_stands(cx, sender, message, &why))
        return false;
    if (!*why)
        return outbox_point(cx, &sender->taker, message, still);
    *still = false;
    return outbox_give_back(cx, &sender->taker, message);
}

/* What cannot be worded is refused with the reason, so that one bad text holds up no other. */
static bool word(struct ctx *cx, const struct sender *sender, struct message *message,
                 const struct debtor *debtor, bool *ready)
{
    *ready = word_anew(cx, sender, message, debtor);
    if (*ready || cx->fault.kind != FAULT_INPUT)
        return *ready;
    const char *code = cx->fault.code;
    cx->fault = (struct fault){ 0 };
    return outbox_refused(cx, &sender->taker, message, code);
}

/* A first attempt has nothing to be sent again; nor has what went to an address that was mended. */
static bool find_kept(struct ctx *cx, struct message *message, const struct debtor *debtor,
                      struct again *again)
{
    *again = (struct again){ 0 };
    if (message->attempt == 1)
        return true;
    if (!outbox_kept(cx, message, again))
        return false;
    again->kept = again->kept && strcasecmp(debtor->address, message->rendered.recipient) == 0;
    return true;
}

/* What was put off may have come near to what left since: it is put off further (C-3). */
static bool keep_distance(struct ctx *cx, const struct sender *sender, struct message *message,
                          struct debtor *debtor, bool *waits)
{
    struct rules rules = { .quiet_days = word_kind(sender, message->kind)->quiet_days };
    struct instant until;
    struct watch watch;

    *waits = false;
    if (message->ordered || message->apart)
        return true;
    message->quiet_days = rules.quiet_days > 0 ? rules.quiet_days : 1;
    message->mailbox = debtor->mailbox;
    if (!told_left(cx, message, debtor) || !watch_find(cx, &watch))
        return false;
    rules.week_cap = watch.week_cap;
    struct date free_on = debtor_free_on(debtor, &rules, cx->today);
    *waits = free_on.day > cx->today.day;
    return !*waits
        || (moment_open(cx, free_on, &until) && outbox_put_off(cx, &sender->taker, message, until));
}

/* What outlasted its sense held back what makes sense now (C-4). */
static bool look_again(struct ctx *cx, const struct message *message)
{
    return strcmp(message->emptied, "late") != 0
        || chase_touch(cx, message->kind, message->client, message->person);
}

/* Renders what was taken, and drops what may not leave (C-5). */
static bool prepare_one(struct ctx *cx, const struct sender *sender, struct message *message,
                        bool *ready, struct sending *sending)
{
    struct debtor debtor;
    struct again again;
    const char *why;
    bool waits;

    *ready = false;
    if (message->emptied)
        return drop(cx, sender, message, message->emptied, sending) && look_again(cx, message);
    if (!ask_stands(cx, sender, message, &why))
        return false;
    if (*why)
        return drop(cx, sender, message, why, sending);
    if (!send_account(cx, sender, message, &debtor, &why))
        return false;
    if (*why)
        return drop(cx, sender, message, why, sending);
    if (!find_kept(cx, message, &debtor, &again))
        return false;
    if (again.kept && message->lessened) /* its text speaks of it still */
        return drop(cx, sender, message, message->lessened, sending);
    if (!keep_distance(cx, sender, message, &debtor, &waits))
        return false;
    if (waits)
        return true;
    if (again.kept) {
        *ready = !again.marked || word_marked(cx, message);
        return *ready;
    }
    message->language = debtor.language;
    if (!word(cx, sender, message, &debtor, ready))
        return false;
    sending->refused += !*ready;
    return !*ready || !again.marked || word_marked(cx, message);
}

static size_t batch_limit(const struct sender *sender, const struct sending *sending)
{
    int64_t left = sender->limit > 0 ? sender->limit - sending->taken : BATCH;

    return left < BATCH ? (size_t)left : BATCH;
}

static bool prepare(struct ctx *cx, const struct sender *sender, struct batch *batch,
                    struct sending *sending)
{
    size_t taken;

    if (!outbox_take(cx, &sender->taker, batch_limit(sender, sending), &batch->messages, &taken))
        return false;
    sending->taken += (int64_t)taken;
    for (size_t i = 0; i < taken; i++) {
        bool ready;
        if (!prepare_one(cx, sender, &batch->messages[i], &ready, sending))
            return false;
        if (ready)
            batch->messages[batch->count++] = batch->messages[i];
    }
    return true;
}

bool batch_take(struct ctx *cx, const struct sender *sender, struct batch *batch,
                struct sending *sending)
{
    *batch = (struct batch){ .taken_ms = sender->clock->monotonic_ms(sender->clock) };
    return store_begin(cx) && store_end(cx, prepare(cx, sender, batch, sending));
}

bool batch_again(struct ctx *cx, const struct sender *sender)
{
    struct firm firm;
    int64_t count;

    for (size_t i = 0; sender->kinds[i]; i++) {
        if (!sender->kinds[i]->goes_again)
            continue;
        if (!firm_find(cx, &firm)
            || !outbox_again(cx, sender->kinds[i]->name,
                             view_text(cx->arena, firm.language, "mail.again_reason", NULL),
                             &count))
            return false;
    }
    return true;
}

struct parcel batch_parcel(struct ctx *cx, const struct sender *sender,
                           const struct message *message)
{
    return (struct parcel){
        .from = sender->from,
        .to = message->rendered.recipient,
        .witness = sender->witness,
        .envelope = arena_format(cx->arena, "q%lld.%lld", (long long)scope_firm_id(cx->store),
                                 (long long)message->id),
        .bytes = message->rendered.bytes,
        .size = message->rendered.size,
    };
}
