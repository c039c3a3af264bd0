#include "http/test_walk.h"

#include <string.h>

#include "base/str.h"
#include "http/session.h"

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

static const char *session_lines(struct door *door, const struct walker *walker)
{
    const struct session_change change = { true, walker->member, walker->role };
    const struct session_peer peer = { "127.0.0.1", "" };
    struct ctx *cx = &door->books.cx;
    const struct session *session;
    const char *cookie;

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
        const char *lines = session_lines(door, walker);
        const char *body = str_starts(path, "/api/") ? "{}" : "";
        struct heard heard = route->method == METHOD_GET ? door_get(door, path, lines)
                                                         : door_post(door, path, lines, body);
        const struct walked walked = { route, walker, id, heard };
        visit(door, &walked);
    }
}

int walk_status(const struct walked *walked)
{
    const struct route *route = walked->route;
    bool is_id = walked->id[0] != '\0' && strspn(walked->id, "0123456789") == strlen(walked->id);

    if (!(route->roles & ROLE_ANYONE) && walked->walker->member == 0)
        return str_starts(route->path, "/api/") ? 401 : 303;
    if (!(route->roles & (ROLE_ANYONE | walked->walker->role)))
        return 403;
    return strchr(route->path, '{') && !is_id ? 404 : 0;
}
