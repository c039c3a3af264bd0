#include "worker/send.h"

#include <string.h>

#include "channel/email.h"
#include "firm/firm.h"
#include "view/view.h"

enum { BATCH = 50, FAILED_LIMIT = 3 };

static const struct chase_kind *kind_find(const struct sender *sender, const char *name)
{
    for (size_t i = 0; sender->kinds[i]; i++)
        if (strcmp(sender->kinds[i]->name, name) == 0)
            return sender->kinds[i];
    return NULL;
}

/* A kind's templates in the reader's language, and what they word. */
struct mail {
    const char *name, *language;
    const struct json *model;
};

static bool part(struct ctx *cx, const struct mail *mail, const char *name, const char **text)
{
    struct buf out = { .arena = cx->arena };
    const char *template = arena_format(cx->arena, "%s.%s.%s", mail->name, mail->language, name);

    if (!view_render(cx, template, mail->model, mail->language, &out))
        return false;
    *text = buf_string(&out);
    return true;
}

/* A subject is one line, whatever its template's last line ends in. */
static const char *one_line(struct arena *arena, const char *text)
{
    return arena_text(arena, text, strcspn(text, "\r\n"));
}

/* The firm as it is called now: its name may change while the house runs. */
static bool put_firm(struct ctx *cx, const struct sender *sender, struct json *model)
{
    struct json *map = json_put_map(model, "firm");
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    json_put_text(map, "name", firm.name);
    json_put_text(map, "email", sender->reply_to ? sender->reply_to : sender->from);
    return true;
}

bool send_word(struct ctx *cx, const struct sender *sender, const struct message *message,
               const struct wording *wording, struct worded *worded)
{
    const struct chase_kind *kind = kind_find(sender, message->kind);
    struct json *model = json_map(cx->arena);
    const char *subject;

    if (!kind)
        return fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", message->kind, NULL);
    const struct mail mail = { kind->mail, message->language, model };
    if (!put_firm(cx, sender, model) || !kind->word(cx, wording, model)
        || !part(cx, &mail, "subject.txt", &subject) || !part(cx, &mail, "body.txt", &worded->text)
        || !part(cx, &mail, "html", &worded->html))
        return false;
    worded->subject = one_line(cx->arena, subject);
    worded->from_name = view_text(cx->arena, message->language, "mail.sender", model);
    return true;
}

/* The same for every attempt at a message, other than any other installation's. */
static const char *message_id(struct arena *arena, const struct sender *sender, int64_t firm,
                              int64_t message)
{
    const char *at = strchr(sender->from, '@');

    return arena_format(arena, "q%lld.%llx.%lld@%s", (long long)firm,
                        (unsigned long long)sender->firm_since.ms, (long long)message,
                        at ? at + 1 : "localhost");
}

static bool build(struct ctx *cx, const struct sender *sender, struct message *message,
                  const struct worded *worded, const struct debtor *debtor)
{
    struct rendered rendered = { .recipient = debtor->address, .subject = worded->subject };
    const struct email email = {
        .message_id = message_id(cx->arena, sender, scope_firm_id(cx->store), message->id),
        .date = cx->now,
        .from_name = worded->from_name,
        .from = sender->from,
        .reply_to = sender->reply_to,
        .to_name = debtor->name,
        .to = debtor->address,
        .subject = worded->subject,
        .text = worded->text,
        .html = worded->html,
        .language = message->language,
        .automatic = true,
    };

    if (!email_build(cx, &email, &rendered.bytes, &rendered.size))
        return false;
    message->rendered = rendered;
    return outbox_render(cx, message);
}

/* What holds the person now: the address may have changed, a pause may have begun. */
static bool ask_debtor(struct ctx *cx, const struct sender *sender, const struct message *message,
                       struct debtor *debtor)
{
    const struct chase_kind *kind = kind_find(sender, message->kind);

    *debtor =
        (struct debtor){ .id = message->person, .client = message->client, .held_until = NO_DAY };
    return kind ? kind->debtors(cx, debtor, 1)
                : fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", message->kind, NULL);
}

static bool render_one(struct ctx *cx, const struct sender *sender, struct message *message,
                       const struct debtor *debtor)
{
    struct wording wording = { .client = message->client,
                               .person = message->person,
                               .tone = message->tone };
    struct worded worded;
    int64_t *subjects;

    if (!outbox_subjects(cx, message->id, &subjects, &wording.count))
        return false;
    wording.subjects = subjects;
    return send_word(cx, sender, message, &wording, &worded)
        && build(cx, sender, message, &worded, debtor);
}

/*
 * Renders what was taken, and drops what may not leave (C-5). What cannot be worded is refused
 * with the reason, so that one bad text does not hold up the others.
 */
static bool prepare_one(struct ctx *cx, const struct sender *sender, struct message *message,
                        bool *ready, struct sending *sending)
{
    struct debtor debtor;

    *ready = false;
    if (message->settled) {
        sending->dropped++;
        return outbox_drop(cx, &sender->taker, message, "settled");
    }
    if (!ask_debtor(cx, sender, message, &debtor))
        return false;
    enum hold hold = debtor_hold(&debtor, cx->today);
    if (hold != HOLD_NONE) {
        sending->dropped++;
        return outbox_drop(cx, &sender->taker, message, hold_text(hold));
    }
    *ready = render_one(cx, sender, message, &debtor);
    if (*ready || cx->fault.kind != FAULT_INPUT)
        return *ready;
    const char *code = cx->fault.code;
    cx->fault = (struct fault){ 0 };
    sending->refused++;
    return outbox_refused(cx, &sender->taker, message, code);
}

struct batch {
    struct message *messages;
    size_t count;
};

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

static bool line_open(struct ctx *cx, struct sender *sender)
{
    if (!sender->line)
        sender->line = sender->channel->open(cx, &sender->config);
    return sender->line != NULL;
}

/* Nothing was taken by the peer: put off, or given up. */
static bool not_taken(struct ctx *cx, const struct sender *sender, const struct message *message,
                      enum outcome outcome, const char *said)
{
    return outcome == OUTCOME_REFUSED ? outbox_refused(cx, &sender->taker, message, said)
                                      : outbox_later(cx, &sender->taker, message, said);
}

static void count_outcome(struct sending *sending, enum outcome outcome)
{
    sending->sent += outcome == OUTCOME_SENT;
    sending->later += outcome == OUTCOME_LATER;
    sending->refused += outcome == OUTCOME_REFUSED;
    sending->unknown += outcome == OUTCOME_UNKNOWN;
}

/* The dot, and what it brought. The point stands behind us. */
static bool finish(struct ctx *cx, struct sender *sender, const struct message *message,
                   struct sending *sending)
{
    const char *said = "";
    enum outcome outcome = sender->channel->finish(cx, sender->line, &said);

    count_outcome(sending, outcome);
    cx->now = sender->clock->wall(sender->clock);
    if (outcome == OUTCOME_SENT)
        return outbox_sent(cx, &sender->taker, message, said);
    if (outcome == OUTCOME_UNKNOWN)
        return outbox_unknown(cx, &sender->taker, message, said);
    return not_taken(cx, sender, message, outcome, said);
}

static bool deliver(struct ctx *cx, struct sender *sender, const struct message *message,
                    struct sending *sending)
{
    const struct parcel parcel = {
        .from = sender->from,
        .to = message->rendered.recipient,
        .envelope = arena_format(cx->arena, "q%lld.%lld", (long long)scope_firm_id(cx->store),
                                 (long long)message->id),
        .bytes = message->rendered.bytes,
        .size = message->rendered.size,
    };
    const char *said = "";
    bool still;

    enum outcome outcome = sender->channel->ready(cx, sender->line, &parcel, &said);
    cx->now = sender->clock->wall(sender->clock);
    sender->failed_in_a_row = outcome == OUTCOME_LATER ? sender->failed_in_a_row + 1 : 0;
    if (outcome != OUTCOME_SENT) {
        count_outcome(sending, outcome);
        return not_taken(cx, sender, message, outcome, said);
    }
    if (!outbox_point(cx, &sender->taker, message, &still)) {
        sender->channel->abandon(sender->line);
        return false;
    }
    if (still)
        return finish(cx, sender, message, sending);
    sender->channel->abandon(sender->line);
    sending->anew++;
    return true;
}

/* A server that could not be reached three times running is left alone until the next run. */
static bool is_down(const struct sender *sender)
{
    return sender->failed_in_a_row >= FAILED_LIMIT;
}

/* What was taken and not tried goes back when its lease ends, or at the next start. */
static bool is_stopped(const struct sender *sender)
{
    return sender->stop && *sender->stop;
}

static bool put_off(struct ctx *cx, const struct sender *sender, const struct message *message,
                    struct sending *sending)
{
    sending->later++;
    return outbox_later(cx, &sender->taker, message, "");
}

static bool send_batch(struct ctx *cx, struct sender *sender, struct sending *sending)
{
    struct batch batch = { 0 };

    cx->now = sender->clock->wall(sender->clock);
    if (!store_begin(cx) || !store_end(cx, prepare(cx, sender, &batch, sending)))
        return false;
    for (size_t i = 0; i < batch.count && !is_stopped(sender); i++)
        if (is_down(sender) ? !put_off(cx, sender, &batch.messages[i], sending)
                            : !deliver(cx, sender, &batch.messages[i], sending))
            return false;
    return true;
}

bool send_all(struct ctx *cx, struct sender *sender, struct sending *sending)
{
    int64_t before;

    if (!line_open(cx, sender)) /* it lives as long as the caller's arena, not a batch's */
        return false;
    struct arena_mark mark = arena_mark(cx->arena);
    sender->failed_in_a_row = 0;
    do {
        before = sending->taken;
        if (!send_batch(cx, sender, sending))
            return false;
        arena_rewind(cx->arena, mark);
    } while (sending->taken > before && !is_down(sender) && !is_stopped(sender));
    return true;
}

void sender_close(struct sender *sender)
{
    if (sender->line)
        sender->channel->close(sender->line);
    sender->line = NULL;
}
