#include "worker/send_word.h"

#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "channel/email.h"
#include "mail/tag.h"
#include "view/view.h"
#include "worker/words.h"

static const struct chase_kind *kind_among(const struct chase_kind *const *kinds, const char *name)
{
    for (size_t i = 0; kinds && kinds[i]; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

const struct chase_kind *word_kind(const struct sender *sender, const char *name)
{
    const struct chase_kind *kind = kind_among(sender->kinds, name);

    return kind ? kind : kind_among(sender->apart, name);
}

/* A kind's templates in the reader's language, and what they word. */
struct mail {
    const char *name, *language;
    const struct json *model;
};

static const char *template_of(struct arena *arena, const struct mail *mail, const char *name)
{
    return arena_format(arena, "%s.%s.%s", mail->name, mail->language, name);
}

static bool part(struct ctx *cx, const struct mail *mail, const char *name, const char **text)
{
    struct buf out = { .arena = cx->arena };
    const char *template = template_of(cx->arena, mail, name);

    if (!view_render(cx, template, mail->model, mail->language, &out))
        return false;
    *text = buf_string(&out);
    return true;
}

/* A mail may be of plain text alone. */
static bool html_part(struct ctx *cx, const struct mail *mail, const char **text)
{
    const char *template = template_of(cx->arena, mail, "html");

    *text = NULL;
    return !asset_find(arena_format(cx->arena, "views/%s.mustache", template))
        || part(cx, mail, "html", text);
}

/* A subject is one line, whatever its template's last line ends in. */
static const char *one_line(struct arena *arena, const char *text)
{
    return arena_text(arena, text, strcspn(text, "\r\n"));
}

bool send_word(struct ctx *cx, const struct sender *sender, const struct message *message,
               const struct wording *wording, struct worded *worded)
{
    const struct chase_kind *kind = word_kind(sender, message->kind);
    struct json *model = json_map(cx->arena);
    struct step_words words;
    const char *subject;

    if (!kind)
        return fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", message->kind, NULL);
    const struct mail mail = { kind->mail, message->language, model };
    if (!words_model(cx, sender, message, wording, model)
        || !scenario_words(cx, wording, message->language, &words))
        return false;
    worded->from_name = view_text(cx->arena, message->language,
                                  kind->for_firm ? "mail.sender_firm" : "mail.sender", model);
    if (words.body)
        return words_render(cx, kind->mail, &words, model, worded);
    if (!part(cx, &mail, "subject.txt", &subject) || !part(cx, &mail, "body.txt", &worded->text)
        || !html_part(cx, &mail, &worded->html))
        return false;
    worded->subject = one_line(cx->arena, subject);
    return true;
}

/* What tells a message of ours: in its Message-ID, and in the address that answers go to. */
struct traces {
    const char *message_id, *reply_to;
};

static bool find_traces(struct ctx *cx, const struct sender *sender, int64_t message,
                        struct traces *traces)
{
    const char *at = strchr(sender->from, '@'), *tag;

    if (!tag_text(cx, message, &tag))
        return false;
    *traces = (struct traces){
        .message_id = arena_format(cx->arena, "%s@%s", tag, at ? at + 1 : "localhost"),
        .reply_to =
            sender->return_to ? tag_address(cx->arena, sender->return_to, tag) : sender->reply_to,
    };
    return true;
}

static bool build(struct ctx *cx, const struct sender *sender, struct message *message,
                  const struct worded *worded, const struct debtor *debtor)
{
    struct rendered rendered = { .recipient = debtor->address, .subject = worded->subject };
    struct traces traces;

    if (!find_traces(cx, sender, message->id, &traces))
        return false;
    const struct email email = {
        .message_id = traces.message_id,
        .date = cx->now,
        .from_name = worded->from_name,
        .from = sender->from,
        .reply_to = traces.reply_to,
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

bool word_anew(struct ctx *cx, const struct sender *sender, struct message *message,
               const struct debtor *debtor)
{
    struct wording wording = { .message = message->id,
                               .client = message->client,
                               .person = message->person,
                               .tone = message->tone };
    struct worded worded;
    struct subject *subjects;

    if (!outbox_subjects(cx, message->id, &subjects, &wording.count))
        return false;
    wording.subjects = subjects;
    return send_word(cx, sender, message, &wording, &worded)
        && build(cx, sender, message, &worded, debtor);
}

bool word_marked(struct ctx *cx, struct message *message)
{
    const char *mark = view_text(cx->arena, message->language, "mail.again", NULL);
    struct rendered rendered = message->rendered;

    if (str_starts(rendered.subject, mark))
        return true;
    rendered.subject = arena_format(cx->arena, "%s %s", mark, rendered.subject);
    rendered.bytes = email_mark(cx->arena, rendered.bytes, mark, &rendered.size);
    message->rendered = rendered;
    return outbox_render(cx, message);
}
