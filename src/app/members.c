#include <stdlib.h>
#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "app/people.h"
#include "base/str.h"

const struct field members_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { .name = "sort", .check = CHECK_CHOICE, .choices = "name hub role clients by_hand" },
    { .name = "archived", .check = CHECK_FLAG },
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

static const char PAGE[] = "/cabinet/collaborateurs";

/* One of those found, with what it is sorted by. */
struct line {
    const struct member *member;
    const char *hub; /* folded */
    struct work work;
};

/* Every word that was typed begins one of the name, the address or the hub. */
static bool is_found(struct arena *arena, const struct people *people, const struct member *member,
                     const char *query)
{
    const char *words = str_fold(arena, query);
    const char *text = arena_format(
        arena, " %s %s", str_fold(arena, member->name),
        str_fold(arena,
                 arena_format(arena, "%s %s", member->email, people_hub(people, member->hub))));

    while (*words) {
        size_t size = strcspn(words, " ");
        if (size > 0 && !strstr(text, arena_format(arena, " %.*s", (int)size, words)))
            return false;
        words += size + (words[size] == ' ');
    }
    return true;
}

static int by_hub(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = (*a->hub == '\0') - (*b->hub == '\0');

    order = order ? order : strcmp(a->hub, b->hub);
    return order ? order : (a->member > b->member) - (a->member < b->member);
}

static int by_role(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = (a->member->role < b->member->role) - (a->member->role > b->member->role);

    return order ? order : (a->member > b->member) - (a->member < b->member);
}

static int by_clients(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = (a->work.clients < b->work.clients) - (a->work.clients > b->work.clients);

    return order ? order : (a->member > b->member) - (a->member < b->member);
}

static int by_hand(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = (a->work.by_hand < b->work.by_hand) - (a->work.by_hand > b->work.by_hand);

    return order ? order : (a->member > b->member) - (a->member < b->member);
}

/* Members come in order of name. */
static const struct {
    const char *word;
    int (*compare)(const void *left, const void *right);
    bool is_descending;
} sorts[] = {
    { "name", NULL, false },         { "hub", by_hub, false },     { "role", by_role, false },
    { "clients", by_clients, true }, { "by_hand", by_hand, true },
};

/* The list that was asked for. */
struct listing {
    struct people people;
    struct works works;
    struct line *lines;
    size_t count, sort;
    int64_t archived; /* how many there are */
};

static bool fill(struct ctx *cx, const struct request *request, struct listing *listing)
{
    const char *query = request_text(request, "q"), *sort = request_text(request, "sort");
    bool archived = request_has(request, "archived");

    if (!people_load(cx, &listing->people) || !works_load(cx, &listing->works))
        return false;
    listing->lines = arena_new(cx->arena, struct line, listing->people.count + 1);
    for (size_t i = 0; i < listing->people.count; i++) {
        const struct member *member = &listing->people.members[i];
        listing->archived += member->state == MEMBER_ARCHIVED;
        if ((member->state == MEMBER_ARCHIVED) == archived
            && is_found(cx->arena, &listing->people, member, query))
            listing->lines[listing->count++] = (struct line){
                .member = member,
                .hub = str_fold(cx->arena, people_hub(&listing->people, member->hub)),
                .work = work_of(&listing->works, member->id),
            };
    }
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (strcmp(sorts[i].word, sort) == 0)
            listing->sort = i;
    if (sorts[listing->sort].compare && listing->count > 0)
        qsort(listing->lines, listing->count, sizeof *listing->lines, sorts[listing->sort].compare);
    return true;
}

static void put_columns(struct arena *arena, const struct listing *listing, const char *start,
                        struct json *model)
{
    struct json *columns = json_put_map(model, "columns");

    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        struct json *column = json_put_map(columns, sorts[i].word);
        json_put_text(column, "sort_url",
                      arena_format(arena, "%s%ssort=%s", PAGE, start, sorts[i].word));
        if (i == listing->sort)
            json_put_bool(column, sorts[i].is_descending ? "is_descending" : "is_ascending", true);
    }
}

static void put_lines(const struct listing *listing, int64_t after, struct json *list)
{
    size_t from = after > 0 ? (size_t)after : 0;

    for (size_t i = from; i < listing->count && i < from + PAGE_ROWS; i++) {
        struct json *row = json_add_map(list);
        people_put(&listing->people, listing->lines[i].member, row);
        json_put_int(row, "clients", listing->lines[i].work.clients);
        json_put_int(row, "by_hand", listing->lines[i].work.by_hand);
        json_put_bool(row, "has_by_hand", listing->lines[i].work.by_hand > 0);
    }
}

bool members_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *query = request_text(request, "q");
    struct listing listing = { 0 };
    struct json *model = answer->model, *list = json_put_list(model, "members");
    bool archived = request_has(request, "archived");
    int64_t after = request_int(request, "after");

    if (!fill(cx, request, &listing))
        return false;
    const char *asked = arena_format(cx->arena, "q=%s%s", page_coded(cx->arena, query),
                                     archived ? "&archived=1" : "");
    put_lines(&listing, after, list);
    put_columns(cx->arena, &listing, arena_format(cx->arena, "?%s&", asked), model);
    json_put_text(model, "query", query);
    json_put_bool(model, "has_query", *query != '\0');
    json_put_bool(model, "is_archived", archived);
    json_put_int(model, "archived", listing.archived);
    json_put_bool(model, "has_archived", listing.archived > 0);
    json_put_bool(model, "has_members", listing.count > 0);
    json_put_bool(model, "can_change", (request_role(request) & ROLE_ADMIN) != 0);
    const struct page_place place = {
        .path = PAGE,
        .query = arena_format(cx->arena, "%s&sort=%s", asked, sorts[listing.sort].word),
        .after = after,
        .shown = (int64_t)json_count(list),
        .count = (int64_t)listing.count,
    };
    page_put_pager(model, cx->arena, &place);
    return true;
}
