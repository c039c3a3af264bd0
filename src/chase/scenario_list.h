/*
 * Scenarios as a firm keeps them: read for its pages, whole.
 */
#ifndef CHASE_SCENARIO_LIST_H
#define CHASE_SCENARIO_LIST_H

#include "chase/kind.h"
#include "store/store.h"
#include "store/visible.h"

/* A step's own words, plain mustache over its kind's model; see worker/words.h. */
struct step_words {
    size_t place;         /* of its step in the scenario */
    const char *language; /* "fr" or "en" */
    const char *subject, *body;
};

struct kept_scenario {
    struct scenario scenario; /* with the steps that stand, in order of days */
    bool is_default;          /* of new obligations of its kind */
    bool is_archived;         /* chases what it has, is given no more */
    const struct step_words *words;
    size_t word_count;
};

/* A row whose columns from one on are a step's, in the order of STEP_COLUMNS. */
#define STEP_COLUMNS                                                                               \
    "t.id, t.anchor, t.days, t.window_first, t.window_last, t.medium, t.mode, t.send_minute,"      \
    " t.repeat_days, t.repeat_count, t.name"
struct step step_row(struct rows *rows, int column);

/* All of a kind, without words: the default first, then by name, the archived last. */
MUST_USE bool scenario_list(struct ctx *cx, const char *kind, struct kept_scenario **list,
                            size_t *count);

/* Fault ABSENT SCENARIO-ABSENT. */
MUST_USE bool scenario_find(struct ctx *cx, int64_t id, struct kept_scenario *kept);

/* The words of a step of the scenario in a language; NULL when it has none of its own. */
const struct step_words *scenario_words_of(const struct kept_scenario *kept, size_t place,
                                           const char *language);

/*
 * What of the obligations `o` runs; of what the member may see. The one definition of every figure
 * that tells of it: of an archived client nothing leaves, and nothing runs (P-7).
 */
#define SCENARIO_RUNS                                                                              \
    "o.state = 'open' AND NOT EXISTS (SELECT 1 FROM client away WHERE away.firm = $1"              \
    " AND away.id = o.client AND away.state = 'archived')"
#define SCENARIO_RUNS_SEEN(MEMBER, TODAY)                                                          \
    SCENARIO_RUNS " AND " CLIENT_UNHIDDEN("o.client", MEMBER, TODAY)

/* How many run along it of what the member may see, counted up to a limit. */
MUST_USE bool scenario_running(struct ctx *cx, int64_t id, int64_t limit, int64_t *count);

/*
 * The own words of the step that gives a message its tone, as its obligation's scenario has them;
 * body is NULL when it has none: then the mail of its capacity stands. They need not speak of all
 * that the message carries, see worker/words.h.
 */
MUST_USE bool scenario_words(struct ctx *cx, const struct wording *wording, const char *language,
                             struct step_words *words);

#endif
