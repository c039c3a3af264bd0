/*
 * The round: looks at every obligation whose day has come, decides, and records what it decided:
 * reminders, and one message for a person. Fetch, decide, record, one transaction for each batch.
 *
 * It may be run again at any time: what was looked at has a later day to look, and a step once
 * taken cannot be taken twice, for (firm, kind, subject, cycle, step, rank) is unique (C-1). Cost
 * grows with the work due, not with the number of obligations open.
 */
#ifndef CHASE_ROUND_H
#define CHASE_ROUND_H

#include "chase/arrival.h"

struct round {
    int64_t messages, free; /* free: those that wait for no approval */
    int64_t reminders, calls, superseded, lapsed, held;
};

/*
 * Takes today's steps of one kind. Messages of a client that nobody has approved since its first
 * import wait (see outbox_approve).
 */
MUST_USE bool chase_round(struct ctx *cx, const struct chase_kind *kind, struct round *round);

/* One person's part of a round or of a forecast. */
struct party {
    struct debtor debtor;
    struct obligation *owed;
    struct date *look_on; /* of each obligation; NO_DAY while something holds it */
    size_t count;
    bool approved;       /* its client's messages may leave by themselves */
    bool sourced;        /* they may not, for the software they come from reminds still */
    struct party *mates; /* who shares its address: what they are told, it is (P-2) */
    size_t mate_count;   /* of a round none is set: they stand in its list */
    const struct arrivals *arrivals; /* among its obligations, which no books hold yet */
};

/* One that days may run through, with its mates. */
struct party party_copy(struct arena *arena, const struct party *party);

/* Whether the two are one person: accounts of one client that share an address (P-2). */
bool party_mates(const struct party *one, const struct party *other);

/*
 * The parties that have something to look at until a day, at most `limit` obligations, whole
 * parties only, and who shares an address with one of them; those that something holds too, when
 * `held_too`. In order of client and person.
 */
struct reach {
    struct date until;
    bool held_too;
    bool due_only;  /* of a forecast: without what something holds beyond the day */
    bool filed_too; /* of a forecast: who has nothing but steps overtaken or lapsed too */
    int64_t client; /* only this one; 0: all */
    int64_t member; /* what this one may see (P-9); 0: the house, for which no test dossier owes */
    int64_t limit;
    const struct arrivals *arrivals; /* of a forecast: what is made by then; NULL: nothing is */
};
MUST_USE bool party_list(struct ctx *cx, const struct chase_kind *kind, const struct reach *reach,
                         struct party **parties, size_t *count);

/* Each of such a list runs through the days with a copy of those who share its address. */
void party_join(struct arena *arena, struct party *parties, size_t count);

/* All that is open of one account to an issuer, by due date, and of its mates; of nothing when
 * nothing is. */
MUST_USE bool party_find(struct ctx *cx, const struct chase_kind *leader, int64_t issuer,
                         int64_t person, struct party *party);

/*
 * What would happen on a day not before today, the days until it having run their course: the same
 * decision as the round's, on what the books hold now. Nothing is written (C-8). Only parties for
 * whom something would leave, be done by hand or be held are listed, unless reach.filed_too;
 * reach.held_too and limit are not read.
 */
struct forecast {
    const struct party *party;
    struct debtor debtor; /* as it stood that day */
    const struct rules *rules;
    struct debts debts;       /* what was looked at on that day, as it stood before */
    struct decision decision; /* on each of these */
};
MUST_USE bool chase_forecast(struct ctx *cx, const struct chase_kind *kind,
                             const struct reach *reach, struct forecast **forecasts, size_t *count);

/* Whether a message leaves by it, which carries what those after it have for the same address. */
bool forecast_leads(const struct forecast *forecasts, size_t place);

/*
 * One day runs its course for one party, in memory: it stands as after it from then on. What is
 * held without end is looked at once it was woken.
 */
struct forecast chase_day(struct arena *arena, struct party *party, const struct rules *rules,
                          struct date day);

/* From today on all is looked at, even what is held without end. */
void party_wake(struct party *party, struct date today);

#endif
