#include "http/match.h"

#include <assert.h>
#include <string.h>

#include "http/number.h"

struct node {
    struct node *next, *children;
    const char *segment; /* ends at the next slash */
    size_t size;
    const struct route *rows[METHOD_COUNT];
};

struct match_table {
    struct node root;
};

static bool is_id(const struct node *node)
{
    return node->size > 1 && node->segment[0] == '{';
}

static struct node *child_make(struct arena *arena, struct node *parent, const char *segment,
                               size_t size)
{
    struct node **end = &parent->children;

    for (; *end; end = &(*end)->next)
        if ((*end)->size == size && memcmp((*end)->segment, segment, size) == 0)
            return *end;
    struct node *child = arena_new(arena, struct node, 1);
    *child = (struct node){ .segment = segment, .size = size };
    if (is_id(child)) {
        *end = child;
    } else {
        child->next = parent->children;
        parent->children = child;
    }
    return child;
}

static void row_add(struct arena *arena, struct node *node, const struct route *route)
{
    const char *at = route->path;

    assert(*at == '/');
    while (*at == '/') {
        size_t size = strcspn(++at, "/");
        node = child_make(arena, node, at, size);
        at += size;
    }
    assert(!node->rows[route->method]);
    node->rows[route->method] = route;
}

struct match_table *match_compile(struct arena *arena, const struct route *routes, size_t count)
{
    struct match_table *table = arena_new(arena, struct match_table, 1);

    for (size_t i = 0; i < count; i++)
        row_add(arena, &table->root, &routes[i]);
    return table;
}

/* An id stands last among its brothers: words go first. */
static const struct node *child_find(const struct node *node, const char *segment, size_t size)
{
    for (const struct node *child = node->children; child; child = child->next)
        if (is_id(child) || (child->size == size && memcmp(child->segment, segment, size) == 0))
            return child;
    return NULL;
}

static int64_t id_parse(const char *digits, size_t size)
{
    int64_t id;

    return digits[0] != '0' && number_parse(digits, size, &id) ? id : 0;
}

bool match_find(const struct match_table *table, const char *path, struct match *match)
{
    const struct node *node = &table->root;
    struct match found = { 0 };

    while (node && *path == '/') {
        size_t size = strcspn(++path, "/");
        node = child_find(node, path, size);
        if (node && is_id(node)) {
            assert(found.count < MATCH_IDS);
            found.ids[found.count++] =
                (struct match_id){ .name = node->segment + 1, .id = id_parse(path, size) };
        }
        path += size;
    }
    if (!node || *path || node == &table->root)
        return false;
    memcpy(found.rows, node->rows, sizeof found.rows);
    if (!found.rows[METHOD_GET] && !found.rows[METHOD_POST])
        return false;
    *match = found;
    return true;
}

int64_t match_id(const struct match *match, const char *name)
{
    size_t size = strlen(name);

    for (size_t i = 0; i < match->count; i++)
        if (strncmp(match->ids[i].name, name, size) == 0 && match->ids[i].name[size] == '}')
            return match->ids[i].id;
    return 0;
}

static const struct route *page_at(const struct route *routes, size_t count, const char *path,
                                   size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (routes[i].method == METHOD_GET && routes[i].page
            && strncmp(routes[i].path, path, size) == 0 && routes[i].path[size] == '\0')
            return &routes[i];
    return NULL;
}

const struct route *match_page(const struct route *routes, size_t count, const struct route *post,
                               size_t *above)
{
    size_t size = strlen(post->path);
    const struct route *page = page_at(routes, count, post->path, size);

    *above = 0;
    while (!page && size > 1) {
        while (post->path[size - 1] != '/')
            size--;
        size--;
        page = size > 0 ? page_at(routes, count, post->path, size) : NULL;
        ++*above;
    }
    return page;
}
