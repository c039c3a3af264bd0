#include <assert.h>
#include <string.h>

#include "request/answer.h"

static const char *const states[REQUEST_STATE_COUNT] = {
    [REQUEST_OPEN] = "open",
    [REQUEST_ANSWERED] = "answered",
    [REQUEST_ACCEPTED] = "accepted",
    [REQUEST_DROPPED] = "dropped",
};

static const char *const kinds[ITEM_KIND_COUNT] = {
    [ITEM_DOCUMENT] = "document",
    [ITEM_ANSWER] = "answer",
    [ITEM_FIGURE] = "figure",
    [ITEM_YES_NO] = "yes_no",
};

static const char *const item_states[ITEM_STATE_COUNT] = {
    [ITEM_MISSING] = "missing", [ITEM_GIVEN] = "given", [ITEM_ACCEPTED] = "accepted",
    [ITEM_REFUSED] = "refused", [ITEM_NONE] = "none",   [ITEM_DROPPED] = "dropped",
};

static const char *const ways[WAY_COUNT] = {
    [WAY_SPACE] = "space", [WAY_MAIL] = "mail",   [WAY_LINK] = "link",
    [WAY_FIRM] = "firm",   [WAY_HOUSE] = "house",
};

/* Its place in a table; the table's length when it is not there. */
static size_t place_of(const char *text, const char *const *table, size_t count)
{
    size_t place = 0;

    while (place < count && strcmp(table[place], text) != 0)
        place++;
    return place;
}

const char *request_state_text(enum request_state state)
{
    assert(state < REQUEST_STATE_COUNT);
    return states[state];
}

bool request_state_parse(const char *text, enum request_state *state)
{
    size_t place = place_of(text, states, REQUEST_STATE_COUNT);

    if (place < REQUEST_STATE_COUNT)
        *state = (enum request_state)place;
    return place < REQUEST_STATE_COUNT;
}

const char *item_kind_text(enum item_kind kind)
{
    assert(kind < ITEM_KIND_COUNT);
    return kinds[kind];
}

bool item_kind_parse(const char *text, enum item_kind *kind)
{
    size_t place = place_of(text, kinds, ITEM_KIND_COUNT);

    if (place < ITEM_KIND_COUNT)
        *kind = (enum item_kind)place;
    return place < ITEM_KIND_COUNT;
}

const char *item_state_text(enum item_state state)
{
    assert(state < ITEM_STATE_COUNT);
    return item_states[state];
}

bool item_state_parse(const char *text, enum item_state *state)
{
    size_t place = place_of(text, item_states, ITEM_STATE_COUNT);

    if (place < ITEM_STATE_COUNT)
        *state = (enum item_state)place;
    return place < ITEM_STATE_COUNT;
}

const char *request_way_text(enum request_way way)
{
    assert(way < WAY_COUNT);
    return ways[way];
}
