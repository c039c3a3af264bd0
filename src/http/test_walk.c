#include "http/test_walk.h"

#include <string.h>

#include "base/str.h"
#include "http/api_token.h"
#include "http/contact_session.h"

static const char *path_with(struct arena *arena, const char *path, const char *id)
{
    struct buf text = { .arena = arena };

    while (*path) {
        if (*path != '{') {
            buf_byte(&text, *path++);
            continue;
        }
        buf_text(&text, id);
        path += strcspn(path, "}") + 1;
    }
    return buf_string(&text);
}

static const struct session_peer peer = { "127.0.0.1", "" };

static const char *contact_lines(struct door *door, const struct session_change *change)
{
    const struct session *session = NULL;
    struct ctx *cx = &door->books.cx;
    const char *cookie;

    door_must(contact_session_open(cx, change, &peer, &cookie)
              && contact_session_find(cx, cookie, door->site.terms, &session) && session);
    return arena_format(cx->arena, "Cookie: quitus-espace=%s; quitus=%s\r\nX-Quitus-Token: %s\r\n",
                        cookie, cookie, session->token);
}

static const char *token_lines(struct door *door, const struct walker *walker)
{
    struct ctx *cx = &door->books.cx;
    struct api_token token = { .member = walker->member,
                               .contact = walker->contact,
                               .name = "walk",
                               .may_write = walker->by == WALKER_BY_WRITER,
                               .is_admin = walker->role == ROLE_ADMIN,
                               .last = door->books.cx.today };
    const char *text;

    door_must(books_run_text(cx, "UPDATE api_token SET ended_at = 1 WHERE name = 'walk'")
              && api_token_add(cx, &token, &text));
    return arena_format(cx->arena, "Authorization: Bearer %s\r\n", text);
}

const char *walker_lines(struct door *door, const struct walker *walker)
{
    const struct session_change change = { true, walker->member, walker->role, walker->contact };
    struct ctx *cx = &door->books.cx;
    const struct session *session;
    const char *cookie;

    if (walker->by != WALKER_BY_COOKIE)
        return token_lines(door, walker);
    if (walker->contact > 0)
        return contact_lines(door, &change);
    if (walker->member == 0)
        return "";
    door_must(session_open(cx, &change, &peer, &cookie) && session_find(cx, cookie, &session)
              && session);
    return arena_format(cx->arena, "Cookie: quitus=%s\r\nX-Quitus-Token: %s\r\n", cookie,
                        session->token);
}

void door_walk(struct door *door, const struct walker *walker, const char *id, walk_visit *visit)
{
    for (size_t i = 0; i < door->site.count; i++) {
        const struct route *route = &door->site.routes[i];
        const char *path = path_with(door->books.cx.arena, route->path, id);
        const char *lines = walker_lines(door, walker);
        const char *body = str_starts(path, "/api/") ? "{}" : "";
        struct heard heard = route->method == METHOD_GET ? door_get(door, path, lines)
                                                         : door_post(door, path, lines, body);
        const struct walked walked = { route, walker, id, heard };
        visit(door, &walked);
    }
}

/* Before the role is looked at: who is nobody for this row. */
static bool is_nobody(const struct walked *walked, bool is_api)
{
    const struct walker *walker = walked->walker;

    if (walker->by != WALKER_BY_COOKIE)
        return !is_api;
    return (walked->route->roles & ROLE_CONTACT ? walker->contact : walker->member) == 0;
}

static bool token_is_refused(const struct walked *walked)
{
    const struct route *route = walked->route;
    enum walker_by by = walked->walker->by;

    return by != WALKER_BY_COOKIE
        && ((route->roles & ROLE_IN_PERSON)
            || (by == WALKER_BY_READER && route->method == METHOD_POST));
}

int walk_status(const struct walked *walked)
{
    const struct route *route = walked->route;
    bool is_id = walked->id[0] != '\0' && strspn(walked->id, "0123456789") == strlen(walked->id);
    bool is_api = str_starts(route->path, "/api/");
    bool is_open = (route->roles & ROLE_ANYONE) != 0;

    if (!is_open && is_nobody(walked, is_api))
        return is_api ? 401 : 303;
    if (!is_open && !(route->roles & walked->walker->role))
        return walked->walker->role == ROLE_NEWCOMER && !is_api ? 303 : 403;
    if (is_api && token_is_refused(walked))
        return 403;
    return strchr(route->path, '{') && !is_id ? 404 : 0;
}

/* Each walk makes it anew. */
#define TEST_DOSSIER "<p class=\"muted screen-only\"><a href=\"/clients/"

const char *walk_plain(struct arena *arena, const char *text, const char *id)
{
    static const char *const starts[] = { "Date: ",        "name=\"token\" value=\"",
                                          "data-token=\"", "n° ",
                                          "n°\u00A0",      "\"request\":\"",
                                          "no. ",          "no.\u00A0",
                                          TEST_DOSSIER };
    struct buf out = { .arena = arena };

    while (*text) {
        size_t start = 0;
        for (size_t i = 0; i < COUNT_OF(starts); i++)
            if (strncmp(text, starts[i], strlen(starts[i])) == 0)
                start = strlen(starts[i]);
        if (start > 0) {
            text += start;
            text += strcspn(text, "\r\n<\"");
        } else if (strncmp(text, id, strlen(id)) == 0) {
            buf_text(&out, "#");
            text += strlen(id);
        } else {
            buf_byte(&out, *text++);
        }
    }
    return buf_string(&out);
}
