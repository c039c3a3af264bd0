/*
 * A scenario: the ordered steps along which something is chased, so many days from the due date or
 * from the opening. A firm has several for each kind and changes them while they run.
 */
#ifndef CHASE_SCENARIO_H
#define CHASE_SCENARIO_H

#include "base/attributes.h"
#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum medium { MEDIUM_EMAIL, MEDIUM_CALL, MEDIUM_COUNT };
enum mode { MODE_AUTOMATIC, MODE_BY_HAND, MODE_UNLESS_OBJECTED, MODE_COUNT };
enum anchor { ANCHOR_DUE, ANCHOR_OPENING, ANCHOR_COUNT };

struct step {
    int64_t id; /* stable over the versions of its scenario, never used again (C-1) */
    int days;   /* calendar days after its anchor; negative for a reminder ahead of time */
    enum anchor anchor;
    enum medium medium;
    enum mode mode;
    int window_first, window_last; /* days after due between which it must fall; 0, 0: anywhere */
    int send_minute;  /* of the local day, from which it may leave; 0: with the firm's hours */
    int repeat_days;  /* of a last step: again every so many days, */
    int repeat_count; /* so many times; 0: never */
    const char *name; /* of its wording: "notice", "first", "second", "call" */
};

struct scenario {
    int64_t id;
    int version;
    const char *name, *kind;
    bool yields;              /* its kind leaves the week's last message to others (C-3) */
    const struct step *steps; /* in order of days */
    size_t count;
};

const char *medium_text(enum medium medium); /* "email", "call" */
const char *mode_text(enum mode mode);       /* "automatic", "by_hand", "unless_objected" */
const char *anchor_text(enum anchor anchor); /* "due", "opening" */
MUST_USE bool medium_parse(const char *text, enum medium *medium);
MUST_USE bool mode_parse(const char *text, enum mode *mode);
MUST_USE bool anchor_parse(const char *text, enum anchor *anchor);

#endif
