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
    json_put_bool(map, "takes_replies", sender->takes_replies);
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

enum { NAMED = 3 };

/* « A, B, C … »: each once. */
static const char *join(struct arena *arena, const struct json *list, const char *key)
{
    struct buf out = { .arena = arena };
    const char *told[NAMED];
    size_t count = 0;

    for (size_t i = 0; i < json_count(list); i++) {
        const char *text = json_text(json_get(json_at(list, i), key));
        size_t at = 0;
        while (at < count && text && strcmp(told[at], text) != 0)
            at++;
        if (!text || at < count)
            continue;
        if (count == NAMED) {
            buf_text(&out, " …");
            break;
        }
        buf_format(&out, "%s%s", count ? ", " : "", text);
        told[count++] = text;
    }
    return buf_string(&out);
}

/* What the tags of a firm's own words say of all that is listed: what, of whom, and by when. */
static void put_whole(struct arena *arena, struct json *model)
{
    static const char *const lists[][2] = { { "requests", "name" }, { "tasks", "title" } };

    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct json *list = json_get(model, lists[i][0]);
        if (json_count(list) == 0)
            continue;
        json_put_text(model, "names", join(arena, list, lists[i][1]));
        json_put_text(model, "clients", join(arena, list, "of"));
        json_put_text(model, "due_on", json_text(json_get(json_at(list, 0), "due_on")));
    }
}

static bool is_mixed(const struct wording *wording)
{
    for (size_t i = 1; i < wording->count; i++)
        if (strcmp(wording->subjects[i].kind, wording->subjects[0].kind) != 0)
            return true;
    return false;
}

bool words_model(struct ctx *cx, const struct sender *sender, const struct message *message,
                 const struct wording *wording, struct json *model)
{
    const struct chase_kind *kind = word_kind(sender, message->kind);

    if (!kind)
        return fail(cx, FAULT_BROKEN, "GENRE-INCONNU", "kind", message->kind, NULL);
    if (!put_firm(cx, sender, model) || !kind_word(cx, kind, wording, model)
        || !put_act_links(cx, kind, wording->person, model))
        return false;
    put_whole(cx->arena, model);
    json_put_bool(model, "is_mixed", is_mixed(wording));
    return true;
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

/*
 * Whoever owes several things is told of all (C-3, R-15), whatever the words say of one: an amount
 * says it for one piece alone, lines of its own for those of its kind.
 */
static const char *with_table(struct arena *arena, const char *text, const struct step_words *words,
                              const struct json *model)
{
    bool is_listed = strstr(words->body, "{{#items}}") && !json_bool(json_get(model, "is_mixed"));
    bool is_one = json_count(json_get(model, "items")) == 1;

    if (strstr(text, TABLE) || is_listed || is_one)
        return text;
    return arena_format(arena, "%s\n\n%s", text, TABLE);
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
    json_put_text(model, "reply", str_trim(cx->arena, payment));
    if (!plain(cx, &letter, words->subject, &subject) || !plain(cx, &letter, words->body, &text))
        return false;
    text = with_table(cx->arena, text, words, model);
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

static const char *source(struct arena *arena, const char *mail, const char *name)
{
    const struct asset *asset =
        asset_find(arena_format(arena, "views/%s_own.%s.txt.mustache", mail, name));

    return asset ? str_trim(arena, asset->bytes) : NULL;
}

bool words_default(struct arena *arena, const char *mail, const char *step, const char *language,
                   struct step_words *words)
{
    const char *of_step = arena_format(arena, "%s.%s", language, step);
    bool has_own = source(arena, mail, arena_format(arena, "%s.subject", of_step)) != NULL;
    const char *name = has_own ? of_step : language;
    struct step_words found = {
        .language = language,
        .subject = source(arena, mail, arena_format(arena, "%s.subject", name)),
        .body = source(arena, mail, arena_format(arena, "%s.body", name)),
    };

    if (!found.subject || !found.body)
        return false;
    *words = found;
    return true;
}
