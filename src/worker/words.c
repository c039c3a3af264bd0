#include "worker/words.h"

#include <string.h>

#include "base/asset.h"
#include "base/str.h"
#include "client/act_link.h"
#include "firm/firm.h"
#include "request/remind.h"
#include "view/view.h"
#include "worker/send_word.h"

/* Stands for {{table}} while the text is cut into paragraphs: no name or amount holds it. */
static const char TABLE[] = "\x1E";

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

/* E-18: beside each request of a mail, what acts on it without signing in. */
static bool put_act_links(struct ctx *cx, const struct chase_kind *kind, int64_t contact,
                          struct json *model)
{
    struct json *requests = json_get(model, "requests");
    const char *link;

    if (kind != &request_kind || !json_get(model, "url"))
        return true;
    for (size_t i = 0; i < json_count(requests); i++) {
        struct json *map = json_at(requests, i);
        if (!act_link_text(cx, json_int(json_get(map, "id")), contact, &link))
            return false;
        json_put_text(map, "act_url",
                      arena_format(cx->arena, "%s/espace/agir?lien=%s",
                                   json_text(json_get(model, "base_url")), link));
    }
    return true;
}

bool words_model(struct ctx *cx, const struct sender *sender, const struct message *message,
                 const struct wording *wording, struct json *model)
{
    const struct chase_kind *kind = word_kind(sender, message->kind);

    if (!kind)
        return fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", message->kind, NULL);
    return put_firm(cx, sender, model) && kind_word(cx, kind, wording, model)
        && put_act_links(cx, kind, wording->person, model);
}

/* A message on its way: the frame of its kind, and what stands in it. */
struct letter {
    const char *mail, *language;
    struct json *model;
};

/* A part of the frame: "table.txt". */
static bool part(struct ctx *cx, const struct letter *letter, const char *name, const char **text)
{
    struct buf out = { .arena = cx->arena };
    const char *template =
        arena_format(cx->arena, "%s_own.%s.%s", letter->mail, letter->language, name);

    if (!view_render(cx, template, letter->model, letter->language, &out))
        return false;
    *text = buf_string(&out);
    return true;
}

static bool plain(struct ctx *cx, const struct letter *letter, const char *template,
                  const char **text)
{
    struct buf out = { .arena = cx->arena };

    if (!view_render_plain(cx, template, letter->model, letter->language, &out))
        return false;
    *text = buf_string(&out);
    return true;
}

static void add_lines(struct arena *arena, struct json *block, const char *text)
{
    struct json *lines = json_put_list(block, "lines");

    while (*text) {
        size_t size = strcspn(text, "\n");
        struct json *line = json_add_map(lines);
        json_put_text(line, "text", arena_text(arena, text, size));
        text += size + (text[size] == '\n');
        json_put_bool(line, "has_more", *text != '\0');
    }
}

/* Cuts at empty lines and at the place of the table. */
static void put_blocks(struct arena *arena, const char *text, struct json *model)
{
    struct json *blocks = json_put_list(model, "blocks");

    while (*text) {
        size_t size = strcspn(text, TABLE);
        const char *end = strstr(text, "\n\n");
        bool is_table = size == 0;
        if (end && (size_t)(end - text) < size)
            size = (size_t)(end - text);
        const char *piece = str_trim(arena, arena_text(arena, text, size));
        if (is_table)
            json_put_bool(json_add_map(blocks), "is_table", true);
        else if (*piece)
            add_lines(arena, json_add_map(blocks), piece);
        text += is_table ? 1 : size;
        text += strspn(text, "\n");
    }
}

/* The text part: the table in its place. */
static const char *put_table(struct arena *arena, const char *text, const char *table)
{
    struct buf out = { .arena = arena };

    while (*text) {
        size_t size = strcspn(text, TABLE);
        buf_add(&out, text, size);
        text += size;
        if (*text) {
            buf_text(&out, str_trim(arena, table));
            text++;
        }
    }
    return buf_string(&out);
}

bool words_render(struct ctx *cx, const char *mail, const struct step_words *words,
                  struct json *model, struct worded *worded)
{
    const struct letter letter = { mail, words->language, model };
    const char *subject, *text, *table, *payment, *html;

    if (!part(cx, &letter, "table.txt", &table) || !part(cx, &letter, "payment.txt", &payment))
        return false;
    json_put_text(model, "table", TABLE);
    json_put_text(model, "payment", str_trim(cx->arena, payment));
    if (!plain(cx, &letter, words->subject, &subject) || !plain(cx, &letter, words->body, &text))
        return false;
    subject = arena_text(cx->arena, subject, strcspn(subject, "\r\n"));
    json_put_text(model, "subject", subject);
    put_blocks(cx->arena, text, model);
    if (!part(cx, &letter, "html", &html))
        return false;
    worded->subject = subject;
    worded->text = put_table(cx->arena, text, table);
    worded->html = html;
    return true;
}

static const char *source(struct arena *arena, const char *mail, const char *language,
                          const char *name)
{
    const struct asset *asset =
        asset_find(arena_format(arena, "views/%s_own.%s.%s.mustache", mail, language, name));

    return asset ? str_trim(arena, asset->bytes) : NULL;
}

bool words_default(struct arena *arena, const char *mail, const char *language,
                   struct step_words *words)
{
    struct step_words found = {
        .language = language,
        .subject = source(arena, mail, language, "subject.txt"),
        .body = source(arena, mail, language, "body.txt"),
    };

    if (!found.subject || !found.body)
        return false;
    *words = found;
    return true;
}
