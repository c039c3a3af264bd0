/*
 * The form of a scenario: what was typed, as a scenario that is not saved yet.
 *
 * Fields: name, kind, version, and for each step, N being any number, step-N-id (0: new), -name,
 * -days (without a sign), -when (before, after, opening), -medium, -mode, -time (« 16:00 », ""
 * for the firm's hours), -first and -last (the window, "" for none), -every and -times. With
 * resumed, the number of a version, steps of that version stand beside those that stand now;
 * without a name and a step the form is that version itself.
 */
#ifndef APP_SCENARIO_FORM_H
#define APP_SCENARIO_FORM_H

#include "chase/scenario_check.h"
#include "chase/scenario_list.h"
#include "http/route.h"

struct draft {
    struct kept_scenario kept; /* its steps in order of days, with the words of those they were */
    const struct flaw *flaws;  /* those of scenario_check, and ETAPE-NOMBRE, ETAPE-HEURE */
    size_t flaw_count;
    const long *numbers; /* N of each step, when it was read */
    int resumed;         /* the version that it takes up again; 0: none */
};

/*
 * Reads the form; stands is what it was made from. Step ids that stands does not know are kept: to
 * refuse them is for scenario_save.
 */
void draft_read(struct arena *arena, const struct request *request,
                const struct kept_scenario *stands, struct draft *draft);

/* Takes a version up again: its words, and all of it when nothing was typed. */
void draft_resume(struct arena *arena, const struct kept_scenario *past, struct draft *draft);

/* Steps that stands has no more become new ones, since no id is used again (C-1). */
void draft_renew(struct arena *arena, const struct kept_scenario *stands, struct draft *draft);

/* A step more, after the last one; false when there are as many as may be. */
bool draft_add(struct arena *arena, struct draft *draft);

/* Without the step of a number. */
void draft_remove(struct arena *arena, struct draft *draft, long number);

/* Its steps become new ones, in a scenario that is new itself. */
void draft_copy(struct arena *arena, struct draft *draft);

/* What tells two drafts apart: shown before, and saved only as it was shown. */
const char *draft_mark(struct arena *arena, const struct draft *draft);

#endif
