#include "format/mime_body.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

static bool is_blank(struct arena *arena, const char *text)
{
    return !*str_trim(arena, text);
}

/* Some programs send the page behind its text as if it were another. */
static bool is_same(struct arena *arena, const char *one, const char *other)
{
    return strcmp(str_fold(arena, str_trim(arena, one)), str_fold(arena, str_trim(arena, other)))
        == 0;
}

static void join(struct mime_body *body, const char **all, const char *text)
{
    struct buf joined = { .arena = body->arena };

    if (is_blank(body->arena, text))
        return;
    body->is_joined |= *all != NULL;
    if (*all && str_chars(*all) >= LIMIT_MAIL_TEXT_CHARS)
        return;
    if (*all)
        buf_format(&joined, "%s\n\n", str_trim(body->arena, *all));
    buf_text(&joined, text);
    *all = buf_string(&joined);
}

void mime_body_text(struct mime_body *body, const char *text)
{
    join(body, &body->text, text);
}

void mime_body_page(struct mime_body *body, const char *page)
{
    if (body->is_either)
        join(body, &body->page, page);
    else if (!body->text || !is_same(body->arena, body->text, page))
        join(body, &body->text, page);
}

const char *mime_body_said(const struct mime_body *body)
{
    return body->text ? body->text : body->page ? body->page : "";
}

void mime_body_add(struct mime_body *body, const struct mime_body *other)
{
    body->is_joined |= other->is_joined;
    if (other->text)
        mime_body_text(body, other->text);
    else if (other->page)
        mime_body_page(body, other->page);
}

void mime_body_quote(struct mime_body *body, const struct mime_body *other)
{
    struct buf quoted = { .arena = body->arena };

    for (const char *line = str_trim(body->arena, mime_body_said(other)); *line;) {
        size_t size = strcspn(line, "\n");
        buf_format(&quoted, "%s> %.*s", quoted.size > 0 ? "\n" : "", (int)size, line);
        line += size + (line[size] == '\n');
    }
    mime_body_text(body, buf_string(&quoted));
}
