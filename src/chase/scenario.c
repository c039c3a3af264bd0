/* The words of a scenario, as the books and the pages write them. */
#include "chase/scenario.h"

#include <assert.h>
#include <string.h>

static const char *const medium_names[MEDIUM_COUNT] = {
    [MEDIUM_EMAIL] = "email",
    [MEDIUM_CALL] = "call",
};

static const char *const mode_names[MODE_COUNT] = {
    [MODE_AUTOMATIC] = "automatic",
    [MODE_BY_HAND] = "by_hand",
    [MODE_UNLESS_OBJECTED] = "unless_objected",
};

static const char *const anchor_names[ANCHOR_COUNT] = {
    [ANCHOR_DUE] = "due",
    [ANCHOR_OPENING] = "opening",
};

/* The place of a text in its table; count when it is none of them. */
static int place_of(const char *text, const char *const *names, int count)
{
    int place = 0;

    while (place < count && strcmp(text, names[place]) != 0)
        place++;
    return place;
}

const char *medium_text(enum medium medium)
{
    assert(medium < MEDIUM_COUNT);
    return medium_names[medium];
}

const char *mode_text(enum mode mode)
{
    assert(mode < MODE_COUNT);
    return mode_names[mode];
}

const char *anchor_text(enum anchor anchor)
{
    assert(anchor < ANCHOR_COUNT);
    return anchor_names[anchor];
}

bool medium_parse(const char *text, enum medium *medium)
{
    int place = place_of(text, medium_names, MEDIUM_COUNT);

    if (place < MEDIUM_COUNT)
        *medium = (enum medium)place;
    return place < MEDIUM_COUNT;
}

bool mode_parse(const char *text, enum mode *mode)
{
    int place = place_of(text, mode_names, MODE_COUNT);

    if (place < MODE_COUNT)
        *mode = (enum mode)place;
    return place < MODE_COUNT;
}

bool anchor_parse(const char *text, enum anchor *anchor)
{
    int place = place_of(text, anchor_names, ANCHOR_COUNT);

    if (place < ANCHOR_COUNT)
        *anchor = (enum anchor)place;
    return place < ANCHOR_COUNT;
}
