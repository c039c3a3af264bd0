#include "client/directory_query.h"

#include <stdlib.h>
#include <string.h>

#include "client/directory_place.h"
#include "client/directory_search.h"

#define PARSE(TYPE, COUNT, WORD)                                                                   \
    for (TYPE each = 0; each < (COUNT); each++)                                                    \
        if (strcmp(text, WORD(each)) == 0)                                                         \
            return each;                                                                           \
    return COUNT

const char *tab_word(enum tab tab)
{
    static const char *const words[TAB_COUNT] = {
        [TAB_MINE] = "mine", [TAB_INTEGRATION] = "integration", [TAB_ALL] = "all"
    };

    return words[tab];
}

enum tab tab_parse(const char *text)
{
    PARSE(enum tab, TAB_COUNT, tab_word);
}

const char *column_word(enum column column)
{
    static const char *const words[COLUMN_COUNT] = {
        [COLUMN_NAME] = "name",         [COLUMN_HOLDER] = "holder",
        [COLUMN_RECEIPTS] = "receipts", [COLUMN_REQUESTS] = "requests",
        [COLUMN_EXPORTS] = "exports",   [COLUMN_WALLET] = "wallet",
        [COLUMN_OPEN] = "open",         [COLUMN_LATE] = "late",
        [COLUMN_MISSING] = "missing",   [COLUMN_NEXT] = "next",
        [COLUMN_STATE] = "state",
    };

    return words[column];
}

enum column column_parse(const char *text)
{
    PARSE(enum column, COLUMN_COUNT, column_word);
}

const char *mark_word(enum mark mark)
{
    static const char *const words[MARK_COUNT] = {
        [MARK_RECEIPTS] = "receipts", [MARK_REQUESTS] = "requests", [MARK_UNPAID] = "unpaid",
        [MARK_LATE] = "late",         [MARK_ADDRESS] = "address",   [MARK_LEGAL] = "legal",
    };

    return words[mark];
}

enum mark mark_parse(const char *text)
{
    PARSE(enum mark, MARK_COUNT, mark_word);
}

const char *facet_word(enum facet facet)
{
    static const char *const words[FACET_COUNT] = {
        [FACET_HUB] = "hub",   [FACET_MEMBER] = "member", [FACET_SECTOR] = "sector",
        [FACET_PLAN] = "plan", [FACET_TAG] = "tag",       [FACET_STATE] = "state",
    };

    return words[facet];
}

/* One look at the directory: sets of rows that several parts of the answer need. */
struct look {
    struct directory *directory;
    struct arena *arena;
    const struct directory_query *query;
    struct bits tabs[TAB_COUNT];
    struct bits wanted; /* tab, search and marks, without any facet */
    bool has_search;
    struct search_found search;
    struct bits found;    /* all that match */
    struct tallied tally; /* of these */
};

static const struct group *group_find(const struct groups *groups, const char *word)
{
    size_t low = 0, high = groups->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(groups->list[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < groups->count && strcmp(groups->list[low].word, word) == 0 ? &groups->list[low]
                                                                            : NULL;
}

static struct bits group_bits(const struct look *look, const struct group *group)
{
    if (group && group->bits.words)
        return group->bits;
    struct bits bits = bits_new(look->arena, look->directory->count);
    for (size_t i = 0; group && i < group->count; i++)
        bits_set(bits, group->rows[i]);
    return bits;
}

static void look_at_tabs(struct look *look)
{
    const struct directory *directory = look->directory;
    int64_t member = look->query->member;
    const char *word = arena_format(look->arena, "%lld", (long long)member);
    const struct group *own =
        member > 0 ? group_find(&directory->groups[FACET_MEMBER], word) : NULL;
    struct bits mine = bits_copy(look->arena, group_bits(look, own));
    struct bits all = bits_new(look->arena, directory->count);
    struct bits integration = bits_copy(look->arena, directory->onboarding);

    bits_fill(all, directory->count);
    for (size_t i = 0; i < directory->hidden_count; i++) {
        const struct listed *listed = &directory->rows[directory->hidden[i]];
        bool is_seen = member == 0 || bits_has(mine, directory->hidden[i]);
        if (listed->tester > 0 || !is_seen)
            bits_clear(all, directory->hidden[i]);
    }
    if (look->query->is_admin)
        bits_join(integration, directory->invited);
    else
        bits_keep(integration, mine);
    bits_keep(integration, all);
    bits_keep(mine, all);
    bits_drop(mine, directory->archived);
    look->tabs[TAB_ALL] = all;
    look->tabs[TAB_MINE] = mine;
    look->tabs[TAB_INTEGRATION] = integration;
}

static bool is_chosen(const struct look *look, enum facet facet)
{
    const char *word = look->query->facets[facet];

    return word && *word;
}

static void keep_facet(const struct look *look, enum facet facet, struct bits bits)
{
    bits_keep(
        bits,
        group_bits(look, group_find(&look->directory->groups[facet], look->query->facets[facet])));
}

static void look_at(struct look *look)
{
    const struct directory_query *query = look->query;

    look_at_tabs(look);
    look->wanted = bits_copy(look->arena, look->tabs[query->tab]);
    look->has_search = directory_search(look->directory, look->arena, query->search, &look->search);
    if (look->has_search) {
        struct bits either = bits_copy(look->arena, look->search.exact);
        bits_join(either, look->search.forgiven);
        bits_keep(look->wanted, either);
    }
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        if (query->marks >> mark & 1)
            bits_keep(look->wanted, look->directory->marks[mark]);
    look->found = bits_copy(look->arena, look->wanted);
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        if (is_chosen(look, facet))
            keep_facet(look, facet, look->found);
}

/* What would be found without the choice of one facet. */
static struct bits found_but(const struct look *look, enum facet but)
{
    struct bits bits = bits_copy(look->arena, look->wanted);
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        if (facet != but && is_chosen(look, facet))
            keep_facet(look, facet, bits);
    return bits;
}

static int by_name(const void *left, const void *right)
{
    const struct facet_count *a = left, *b = right;

    return strcmp(a->group->name, b->group->name);
}

static void count_facet(const struct look *look, enum facet facet, struct directory_found *found)
{
    const struct groups *groups = &look->directory->groups[facet];
    struct facet_count *list = arena_new(look->arena, struct facet_count, groups->count + 1);
    const struct tallied tally = is_chosen(look, facet)
        ? directory_tally(look->directory, look->arena, found_but(look, facet))
        : look->tally;
    size_t filled = 0;

    for (size_t i = 0; i < groups->count; i++) {
        const struct group *group = &groups->list[i];
        const struct facet_count counted = {
            .group = group,
            .count = tally.groups[facet][i],
            .is_chosen =
                is_chosen(look, facet) && strcmp(look->query->facets[facet], group->word) == 0,
        };
        if (counted.count > 0 || counted.is_chosen)
            list[filled++] = counted;
    }
    qsort(list, filled, sizeof *list, by_name);
    found->facets[facet] = list;
    found->facet_counts[facet] = filled;
}

static void count_all(const struct look *look, struct directory_found *found)
{
    const struct directory *directory = look->directory;

    for (enum tab tab = 0; tab < TAB_COUNT; tab++)
        found->tabs[tab] = bits_count(look->tabs[tab]);
    for (enum mark mark = 0; mark < MARK_COUNT; mark++)
        found->marks[mark] = look->tally.marks[mark];
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        count_facet(look, facet, found);
    for (size_t i = 0; i < directory->hidden_count; i++) {
        const struct listed *listed = &directory->rows[directory->hidden[i]];
        if (listed->tester > 0 && listed->tester == look->query->member)
            found->tester = listed->id;
    }
}

static void list_rows(const struct look *look, struct directory_found *found)
{
    struct bits classes[PLACE_CLASSES] = { look->found, bits_new(look->arena, 0) };

    if (look->has_search) {
        classes[0] = bits_copy(look->arena, look->found);
        classes[1] = bits_copy(look->arena, look->found);
        bits_keep(classes[0], look->search.exact);
        bits_keep(classes[1], look->search.forgiven);
    } else {
        classes[1] = bits_new(look->arena, look->directory->count);
    }
    directory_walk(look->directory, look->arena, look->query, classes, found);
}

void directory_select(struct directory *directory, struct arena *arena,
                      const struct directory_query *query, struct directory_found *found)
{
    struct look look = { .directory = directory, .arena = arena, .query = query };
    struct directory_query all = *query;

    *found = (struct directory_found){ 0 };
    look_at(&look);
    found->total = bits_count(look.found);
    all.place = "";
    all.backward = false;
    if (all.limit == 0)
        all.limit = found->total + 1;
    look.query = &all;
    list_rows(&look, found);
}

size_t directory_total(struct directory *directory, struct arena *arena,
                       const struct directory_query *query)
{
    struct look look = { .directory = directory, .arena = arena, .query = query };

    look_at(&look);
    return bits_count(look.found);
}

struct directory_found directory_query(struct directory *directory, struct arena *arena,
                                       const struct directory_query *query)
{
    struct look look = { .directory = directory, .arena = arena, .query = query };
    struct directory_found found = { 0 };

    look_at(&look);
    found.total = bits_count(look.found);
    look.tally = directory_tally(directory, arena, look.found);
    found.sums = look.tally.sums;
    count_all(&look, &found);
    list_rows(&look, &found);
    return found;
}
