#include "client/directory_place.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { NAME_BYTES = 120 }; /* of a name in an address: what is cut off is told by the id */

struct place {
    int class;
    int64_t id, value;
    bool is_blank;
    const char *name, *folded; /* name: as told; folded: of the client, "" when it is gone */
};

struct walk {
    struct directory *directory;
    struct arena *arena;
    const struct directory_query *query;
    const struct bits *classes;
    const uint32_t *order;
};

/* « 0.123.-4500 », « 0.123.garage perrin », « 1.123. » for one that has no value. */
static bool place_parse(const struct walk *walk, struct place *place)
{
    const char *text = walk->query->place;
    char *rest;
    uint32_t row;

    if (!*text)
        return false;
    *place = (struct place){ .class = strtol(text, &rest, 10) == 1, .folded = "" };
    place->id = *rest == '.' ? strtoll(rest + 1, &rest, 10) : 0;
    place->name = *rest == '.' ? rest + 1 : "";
    place->is_blank = !*place->name;
    place->value = strtoll(place->name, NULL, 10);
    if (directory_find(walk->directory, place->id, &row))
        place->folded = walk->directory->rows[row].folded;
    if (strlen(place->name) >= NAME_BYTES && str_starts(place->folded, place->name))
        place->name = place->folded;
    return true;
}

static const char *place_text(const struct walk *walk, int class, uint32_t row)
{
    const struct listed *listed = &walk->directory->rows[row];
    const char *start = arena_format(walk->arena, "%d.%lld.", class, (long long)listed->id);
    bool blank;

    if (walk->query->column == COLUMN_NAME) {
        size_t size = strlen(listed->folded);
        if (size > NAME_BYTES)
            for (size = NAME_BYTES; (listed->folded[size] & 0xC0) == 0x80;)
                size++;
        return arena_format(walk->arena, "%s%.*s", start, (int)size, listed->folded);
    }
    int64_t value = directory_value(walk->directory, walk->query->column, row, &blank);
    return blank ? start : arena_format(walk->arena, "%s%lld", start, (long long)value);
}

static int by_number(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int by_column(const struct walk *walk, uint32_t row, const struct place *place)
{
    const struct listed *listed = &walk->directory->rows[row];
    int sign = walk->query->descending ? -1 : 1, order;
    bool blank;

    if (walk->query->column == COLUMN_NAME) {
        order = strcmp(listed->folded, place->name);
        return order != 0 ? sign * order : by_number(listed->id, place->id);
    }
    int64_t value = directory_value(walk->directory, walk->query->column, row, &blank);
    if (blank != place->is_blank)
        return blank ? 1 : -1;
    order = blank ? 0 : sign * by_number(value, place->value);
    if (order == 0)
        order = strcmp(listed->folded, place->folded);
    return order != 0 ? order : by_number(listed->id, place->id);
}

/* How many rows stand before a place; with itself, when `after`. */
static size_t place_find(const struct walk *walk, const struct place *place, bool after)
{
    size_t low = 0, high = walk->directory->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = by_column(walk, walk->order[middle], place);
        if (order < 0 || (order == 0 && after))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A row of the list on its way: which class it is of, and where it stands. */
struct step {
    int class;
    size_t at; /* the next one is order[at], or order[at - 1] backwards */
};

static bool step_on(const struct walk *walk, struct step *step, uint32_t *row)
{
    for (; step->class < PLACE_CLASSES; step->class ++, step->at = 0)
        while (step->at < walk->directory->count) {
            *row = walk->order[step->at++];
            if (bits_has(walk->classes[step->class], *row))
                return true;
        }
    return false;
}

static bool step_back(const struct walk *walk, struct step *step, uint32_t *row)
{
    for (; step->class >= 0; step->class --, step->at = walk->directory->count)
        while (step->at > 0) {
            *row = walk->order[--step->at];
            if (bits_has(walk->classes[step->class], *row))
                return true;
        }
    return false;
}

static int class_of(const struct walk *walk, uint32_t row)
{
    return bits_has(walk->classes[0], row) ? 0 : 1;
}

static void turn(uint32_t *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        uint32_t row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

static void put_places(const struct walk *walk, struct directory_found *found, bool has_before,
                       bool has_after)
{
    if (found->count == 0)
        return;
    uint32_t first = found->rows[0], last = found->rows[found->count - 1];
    if (has_before)
        found->previous = place_text(walk, class_of(walk, first), first);
    if (has_after)
        found->next = place_text(walk, class_of(walk, last), last);
}

void directory_walk(struct directory *directory, struct arena *arena,
                    const struct directory_query *query, const struct bits *classes,
                    struct directory_found *found)
{
    struct walk walk = { directory, arena, query, classes,
                         directory_order(directory, query->column, query->descending) };
    bool backward = query->backward && *query->place;
    bool (*next)(const struct walk *, struct step *, uint32_t *) = backward ? step_back : step_on;
    bool (*other)(const struct walk *, struct step *, uint32_t *) = backward ? step_on : step_back;
    struct place place;
    struct step step = { 0 };
    uint32_t row;

    found->rows = arena_new(arena, uint32_t, query->limit + 1);
    if (place_parse(&walk, &place))
        step = (struct step){ place.class, place_find(&walk, &place, !backward) };
    struct step behind = step;
    while (found->count < query->limit && next(&walk, &step, &row))
        found->rows[found->count++] = row;
    bool has_more = next(&walk, &step, &row), has_other = other(&walk, &behind, &row);
    if (backward)
        turn(found->rows, found->count);
    put_places(&walk, found, backward ? has_more : has_other, backward ? has_other : has_more);
}
