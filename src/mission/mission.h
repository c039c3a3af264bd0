/*
 * Missions: services agreed with one client for a period, each at its rhythm (E-6).
 *
 * A mission is a draft until it is signed, and nothing is generated before (E-9). Suspended it
 * makes nothing, and what it made rests (mission/made.h); resumed, what fell meanwhile is dropped
 * or made, as a person says. Ended, what it asked stays asked. Each step of its life is dated and
 * none is taken back. What falls due when is mission/recurrence.h, or the client's legal deadlines
 * where a service follows them: see mission/course.h.
 *
 * Writes join the caller's transaction or are one of their own. Nothing here asks who may see the
 * client but mission_list.
 */
#ifndef MISSION_MISSION_H
#define MISSION_MISSION_H

#include "mission/recurrence.h"
#include "store/store.h"

enum mission_state {
    MISSION_DRAFT,
    MISSION_SIGNED,
    MISSION_SUSPENDED,
    MISSION_ENDED,
    MISSION_STATE_COUNT
};

const char *mission_state_text(enum mission_state state); /* "draft" */
MUST_USE bool mission_state_parse(const char *text, enum mission_state *state);

/* What becomes of what fell while it was suspended. */
enum mission_missed { MISSED_DROP, MISSED_MAKE };

struct mission_service {
    int64_t id, mission, client, service, version; /* version 0 when added: the last one */
    enum rhythm rhythm;
    struct date first; /* the first due date */
    int anchor_day;    /* as of struct recurrence */
    int64_t quantity;  /* where there is no recurrence; 1 else */
    int lead_days;
    bool lead_working;
    enum closed_rule closed;
    const char *follows; /* a legal deadline whose days it takes; "" its own */
    const char *words;   /* JSON of this mission's own wording, see mission/refine.h; "" none */
    int64_t next_number;
    struct date next_created; /* when has_next */
    bool has_next;
    const char *lacks;    /* why nothing of it can be made, see mission/lack.h; "" nothing */
    struct date lacks_on; /* since when, where it lacks */
    const char *title;    /* of the service, when read */
};

struct mission {
    int64_t id, client;
    const char *name; /* a client never reads it */
    struct date first, last;
    bool has_last; /* else it has no end */
    enum mission_state state;
    struct instant state_at, created_at;
    int64_t state_by, created_by, rule; /* rule 0: a person gave it */
    const char *client_name;            /* when read */
    bool is_client_archived;            /* likewise: nothing is made until it is back */
    struct mission_service *services;
    size_t service_count;
};

/*
 * Adds it as a draft, with its services; sets ids. Faults: ABSENT CLIENT-ABSENT,
 * PRESTATION-ABSENTE; INPUT MISSION-NOM, MISSION-DATES (the end lies before the start),
 * MISSION-VIDE (no service), MISSION-QUANTITE, ECHEANCE-SORTE, those of recurrence_check.
 */
MUST_USE bool mission_add(struct ctx *cx, struct mission *mission);
/* Everything of a draft; name and end of any other. Faults likewise, CONFLICT MISSION-ETAT. */
MUST_USE bool mission_save(struct ctx *cx, struct mission *mission);
/* With its services. Fault ABSENT MISSION-ABSENTE. */
MUST_USE bool mission_find(struct ctx *cx, int64_t id, struct mission *mission);

/* Those the member who acts may see, with their services; the newest first. */
struct mission_place {
    int64_t client, service; /* 0: of all */
    bool ended_too;
    int64_t before; /* ids below; 0 from the newest */
    size_t limit;
};
MUST_USE bool mission_list(struct ctx *cx, const struct mission_place *place,
                           struct mission **missions, size_t *count);

/*
 * The steps of its life, from a day not after today. Faults: ABSENT MISSION-ABSENTE; CONFLICT
 * MISSION-ETAT with "from" and "to"; INPUT MISSION-JOUR, MISSION-ORDRE with "former" (before the
 * step before it), MISSION-AVANT with "first" (an end before its first day), where that is to come
 * MISSION-PAS-COMMENCEE. An end that is still to come is a change of its last day.
 */
MUST_USE bool mission_sign(struct ctx *cx, int64_t id, struct date on);
MUST_USE bool mission_suspend(struct ctx *cx, int64_t id, struct date on);
MUST_USE bool mission_resume(struct ctx *cx, int64_t id, struct date on,
                             enum mission_missed missed);
MUST_USE bool mission_end(struct ctx *cx, int64_t id, struct date on);
/* For the round: ends one whose last day is past, and leaves that day as it was agreed. */
MUST_USE bool mission_expire(struct ctx *cx, int64_t id);

/* How many occurrences fell while it is suspended, until a day: what resuming asks about. */
MUST_USE bool mission_missed(struct ctx *cx, int64_t id, struct date on, int64_t *count);

struct mission_step {
    int64_t id, by;
    enum mission_state state;
    struct date since;
    struct instant at;
    const char *missed, *by_name; /* "", drop, make; by_name "" for the house */
};
MUST_USE bool mission_life(struct ctx *cx, int64_t id, struct mission_step **steps, size_t *count);

#endif
