#include "worker/send_account.h"

#include <string.h>
#include <strings.h>

#include "outbox/share.h"
#include "worker/send_word.h"

static bool ask(struct ctx *cx, const struct sender *sender, const struct message *message,
                struct debtor *debtors, size_t count)
{
    const struct chase_kind *kind = word_kind(sender, message->kind);

    return kind ? kind->debtors(cx, debtors, count)
                : fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", message->kind, NULL);
}

static struct debtor debtor_of(const struct message *message, int64_t id)
{
    return (struct debtor){ .id = id, .client = message->client, .paused_until = NO_DAY };
}

static bool is_at(const struct debtor *debtor, const char *mailbox)
{
    return debtor->mailbox && strcmp(debtor->mailbox, mailbox) == 0;
}

/* The accounts that a message carries. */
struct accounts {
    struct debtor *debtors;
    size_t count;
    const char *home; /* where it goes: for which it was planned while one account has it still */
};

static void find_home(const struct message *message, struct accounts *among)
{
    among->home = NULL;
    for (size_t i = 0; i < among->count; i++) {
        const struct debtor *debtor = &among->debtors[i];
        if (!debtor->mailbox)
            continue;
        if (strcasecmp(debtor->mailbox, message->recipient) == 0)
            among->home = debtor->mailbox;
        else if (!among->home)
            among->home = debtor->mailbox;
    }
}

static const char *why_not(const struct ctx *cx, const struct accounts *among, size_t i)
{
    const struct debtor *debtor = &among->debtors[i];
    enum hold hold = debtor_hold(debtor, cx->today);

    if (hold != HOLD_NONE)
        return hold_text(hold);
    return among->home && !is_at(debtor, among->home) ? "split" : "";
}

static bool leave_out(struct ctx *cx, struct message *message, const struct accounts *among)
{
    for (size_t i = 0; i < among->count; i++) {
        const char *why = why_not(cx, among, i);
        if (!*why)
            continue;
        message->lessened = why;
        if (!outbox_leave_out(cx, message->id, among->debtors[i].id, why))
            return false;
    }
    return true;
}

/* Who stands speaks for all; of several that none can, the first tells why. */
static bool settle(struct ctx *cx, struct message *message, const struct accounts *among,
                   struct debtor *debtor, const char **why)
{
    for (size_t i = 0; i < among->count; i++)
        if (!*why_not(cx, among, i)) {
            *debtor = among->debtors[i];
            *why = "";
            return leave_out(cx, message, among);
        }
    *debtor = among->debtors[0];
    *why = why_not(cx, among, 0);
    return true;
}

bool send_account(struct ctx *cx, const struct sender *sender, struct message *message,
                  struct debtor *debtor, const char **why)
{
    struct accounts among = { 0 };
    int64_t *ids = NULL;

    *debtor = debtor_of(message, message->person);
    if (!ask(cx, sender, message, debtor, 1))
        return false;
    *why = hold_text(debtor_hold(debtor, cx->today));
    if (message->apart || !word_kind(sender, message->kind)->shares)
        return true;
    if (!outbox_accounts(cx, message->id, &ids, &among.count))
        return false;
    if (among.count == 0 || (among.count == 1 && ids[0] == message->person))
        return true;
    among.debtors = arena_new(cx->arena, struct debtor, among.count);
    for (size_t i = 0; i < among.count; i++)
        among.debtors[i] = debtor_of(message, ids[i]);
    if (!ask(cx, sender, message, among.debtors, among.count))
        return false;
    find_home(message, &among);
    return settle(cx, message, &among, debtor, why);
}
