/*
 * The versions of a scenario, for a person who looks back at them: what each was, who saved
 * it and when, and what still runs along it.
 */
#ifndef CHASE_SCENARIO_HISTORY_H
#define CHASE_SCENARIO_HISTORY_H

#include "chase/scenario_list.h"

struct past_version {
    struct kept_scenario kept; /* as it was; the version that stands, as it stands */
    struct instant saved_at;   /* 0: nobody saved it, the firm began with it */
    int64_t saved_by;          /* member; 0: nobody, or the command line */
    bool is_last;
};

struct history {
    struct past_version *list;
    size_t count;
};

/*
 * The newest first, up to a limit, from a version on; 0: from the last one. Fault ABSENT
 * SCENARIO-ABSENT.
 */
struct history_span {
    int64_t scenario, from, limit;
};
MUST_USE bool scenario_history(struct ctx *cx, const struct history_span *span,
                               struct history *history);

/* One of them. Faults: ABSENT SCENARIO-ABSENT, VERSION-ABSENTE. */
MUST_USE bool scenario_past(struct ctx *cx, int64_t scenario, int64_t version,
                            struct past_version *past);

/* What runs along one version, of clients that the member may see. */
struct follower {
    int64_t obligation, subject, client, person;
    const char *kind, *client_name; /* "" for what is owed to the firm itself */
    struct date due;
};

struct followers {
    struct follower *list;
    size_t count;
    int64_t from, limit; /* which of them are read, in order of their due dates */
};

/* How many, counted up to a limit. */
MUST_USE bool version_running(struct ctx *cx, const struct scenario *version, int64_t limit,
                              int64_t *count);
MUST_USE bool version_followers(struct ctx *cx, const struct scenario *version,
                                struct followers *followers);

#endif
