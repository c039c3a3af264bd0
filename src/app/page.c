#include "app/page.h"

#include <string.h>

#include "app/gate.h"
#include "app/routes.h"
#include "base/str.h"
#include "client/directory_query.h"
#include "client/offer.h"
#include "client/shelf.h"
#include "client/terms.h"
#include "firm/member.h"
#include "store/visible.h"
#include "view/format.h"
#include "view/guard.h"
#include "view/view.h"

/* What the rail and the head of every page tell; what is to check is counted. */
SQL(SHELL, FIRM,
    "SELECT f.name, m.name, (SELECT COUNT(*) FROM message g WHERE g.firm = $1"
    "  AND g.state = 'check' AND g.state IN ('waiting', 'due', 'taken', 'point', 'check')"
    "  AND " MESSAGE_VISIBLE(
        "g", "$2",
        "$3") ")"
              " FROM firm f JOIN member m ON m.firm = f.id WHERE f.id = $1 AND m.id = $2");

static bool is_behind_door(const char *page)
{
    static const char *const outside[] = { "login", "installation", "error", "welcome", "joining" };

    for (size_t i = 0; i < COUNT_OF(outside); i++)
        if (strcmp(page, outside[i]) == 0)
            return false;
    return true;
}

const char *page_initials(struct arena *arena, const char *name)
{
    const char *folded = str_fold(arena, name), *last = strrchr(folded, ' ');
    const char *starts[] = { folded, last ? last + 1 : "" };
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        size_t size = *starts[i] ? 1 : 0;
        while (((unsigned char)starts[i][size] & 0xC0) == 0x80)
            size++;
        if (size == 1 && *starts[i] >= 'a' && *starts[i] <= 'z')
            buf_byte(&text, (char)(*starts[i] - 'a' + 'A'));
        else
            buf_add(&text, starts[i], size);
    }
    return buf_string(&text);
}

static bool put_house(struct ctx *cx, const struct request *request, struct json *shell)
{
    struct rows *rows = store_query(
        cx, &SHELL, ARGS(arg_int(request_member(request)), arg_date(cx->arena, cx->today)));

    if (rows_next(rows)) {
        struct json *counts = json_put_map(shell, "counts");
        json_put_text(shell, "firm", rows_text(rows, 0));
        json_put_text(shell, "member", rows_text(rows, 1));
        json_put_text(shell, "initials", page_initials(cx->arena, rows_text(rows, 1)));
        json_put_int(counts, "to_check", rows_int(rows, 2));
        json_put_bool(shell, "has_to_check", rows_int(rows, 2) > 0);
    }
    return rows_done(rows);
}

/* As the clients page counts all that the member may see. */
static bool put_clients(struct ctx *cx, const struct request *request, struct json *shell)
{
    const struct directory_query query = { .member = request_member(request),
                                           .tab = TAB_ALL,
                                           .search = "" };
    struct directory *directory;

    if (!shelf_take(cx, desk_shelf(request), &directory))
        return false;
    json_put_int(json_get(shell, "counts"), "clients",
                 (int64_t)directory_total(directory, cx->arena, &query));
    return true;
}

SQL(PERSON, FIRM,
    "SELECT f.name, p.name FROM firm f JOIN contact p ON p.firm = f.id"
    " WHERE f.id = $1 AND p.id = $2");

/* A client's person is told whose space it is, and nothing of the house. */
static bool put_person(struct ctx *cx, const struct request *request, struct json *shell)
{
    struct rows *rows = store_query(cx, &PERSON, ARGS(arg_int(request_contact(request))));
    struct json *hidden = json_put_map(shell, "hides");
    bool hides[OFFER_PART_COUNT];

    if (rows_next(rows)) {
        json_put_text(shell, "firm", rows_text(rows, 0));
        json_put_text(shell, "person", rows_text(rows, 1));
    }
    if (!rows_done(rows) || !offer_of_contact(cx, request_contact(request), hides))
        return false;
    for (enum offer_part i = 0; i < OFFER_PART_COUNT; i++)
        json_put_bool(hidden, offer_part_text(i), hides[i]);
    return true;
}

static const char *here(struct arena *arena, const struct request *request,
                        const struct json *model)
{
    const char *query = request_query(request);
    const char *url =
        arena_format(arena, "%s%s%s", request_path(request), *query ? "?" : "", query);

    return guard_url(url, model) ? url : "/";
}

/* « acted.skip /echeances/12 »: the sentence, and where what it tells may be taken back. */
static void put_notice(struct arena *arena, const char *language, const char *notice,
                       struct json *shell)
{
    const char *path = strchr(notice, ' ');
    const char *key = path ? arena_format(arena, "%.*s", (int)(path - notice), notice) : notice;

    if (!*notice)
        return;
    json_put_text(shell, "notice", view_text(arena, language, key, NULL));
    if (path)
        json_put_text(shell, "notice_path", path + 1);
}

/* A client's person reads a fault in their own space; one that the books made, where none are read.
 */
static const char *dressed(const struct request *request, const char *page,
                           const struct json *model)
{
    bool is_own = request_contact(request) > 0 && strcmp(page, "error") == 0;

    return is_own && !json_bool(json_get(model, "is_broken")) ? "own_error" : page;
}

bool page_render(struct ctx *cx, const struct request *request, const char *page,
                 struct json *model, struct buf *html)
{
    const struct desk *desk = desk_of(request);
    const char *language = request_language(request);
    struct json *shell = json_put_map(model, "shell");

    json_put_text(shell, "language", language);
    json_put_text(shell, "token", request_token(request));
    json_put_text(shell, "here_path", here(cx->arena, request, model));
    json_put_bool(shell, "demo", desk && desk->is_demo);
    json_put_bool(shell, "frozen", desk && desk->is_frozen);
    json_put_bool(shell, "is_admin", (request_role(request) & ROLE_ADMIN) != 0);
    json_put_date(shell, "today", cx->today);
    put_notice(cx->arena, language, request_notice(request), shell);
    if (request_contact(request) > 0 && !put_person(cx, request, shell))
        return false;
    if (request_member(request) > 0 && is_behind_door(page)
        && (!put_house(cx, request, shell) || !put_clients(cx, request, shell)))
        return false;
    return view_render(cx, dressed(request, page, model), model, language, html);
}

void app_dress(struct site *site, const struct desk *desk)
{
    site->routes = app_routes;
    site->count = app_route_count;
    site->render = page_render;
    site->look = gate_look;
    site->terms = TERMS_VERSION;
    site->house = desk;
}

const char *page_coded(struct arena *arena, const char *value)
{
    return format_value(arena, "url", "fr", value);
}

static const char *place_url(struct arena *arena, const struct page_place *place, int64_t after)
{
    struct buf url = { .arena = arena };

    buf_format(&url, "%s", place->path);
    if (*place->query)
        buf_format(&url, "?%s", place->query);
    if (after > 0)
        buf_format(&url, "%cafter=%lld", *place->query ? '&' : '?', (long long)after);
    return buf_string(&url);
}

void page_put_pager(struct json *model, struct arena *arena, const struct page_place *place)
{
    int64_t rows = place->rows ? place->rows : PAGE_ROWS;
    int64_t before = place->after > rows ? place->after - rows : 0;

    json_put_int(model, "shown", place->shown);
    json_put_int(model, "count", place->count);
    if (place->after > 0)
        json_put_text(model, "previous_url", place_url(arena, place, before));
    if (place->after + place->shown < place->count)
        json_put_text(model, "next_url", place_url(arena, place, place->after + place->shown));
}

SQL(MEMBER_NAME, FIRM, "SELECT name FROM member WHERE firm = $1 AND id = $2");

bool page_member(struct ctx *cx, const struct request *request, int64_t member, const char **name)
{
    struct rows *rows = store_query(cx, &MEMBER_NAME, ARGS(arg_int(member)));
    const char *found = rows_next(rows) ? rows_text(rows, 0) : NULL;

    if (!rows_done(rows))
        return false;
    *name = found ? found : view_text(cx->arena, request_language(request), "member.nobody", NULL);
    return true;
}
