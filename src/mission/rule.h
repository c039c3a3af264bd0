/*
 * Missions to many clients at once, by what these are, and to those that come later (E-12).
 *
 * A rule gives each client that fits a mission of its services, each service once. A service that
 * the client has by another mission, while their days meet, is left out, and so is one whose legal
 * deadline another service of the client's follows; when that ends the client is looked at again.
 * Who is listed as an exception gets none. Archived clients and test dossiers never fit.
 */
#ifndef MISSION_RULE_H
#define MISSION_RULE_H

#include "mission/mission.h"

/* An empty list holds nobody apart. */
struct rule_conditions {
    const char **vat_regimes; /* "monthly" */
    size_t vat_regime_count;
    const char **year_ends; /* "12-31" */
    size_t year_end_count;
    int64_t *hubs;
    size_t hub_count;
    bool asks_payroll, has_payroll; /* has_payroll is asked for when asks_payroll */
};

struct rule {
    int64_t id;
    const char *name; /* of the rule and of its missions */
    struct rule_conditions conditions;
    struct mission_service *services; /* service, rhythm, anchor_day, lead, closed, follows */
    size_t service_count;
    struct date first, last; /* of its missions; those of clients that come later begin that day */
    bool has_last;
    bool is_on, signs; /* signs: its missions are signed at once, else they are drafts */
    struct instant created_at;
    int64_t created_by, missions; /* missions: when read */
};

/* Sets the id. Faults: those of mission_add, INPUT REGLE-REGIME, REGLE-CLOTURE with "value". */
MUST_USE bool rule_add(struct ctx *cx, struct rule *rule);
MUST_USE bool rule_save(struct ctx *cx, const struct rule *rule);
/* Fault ABSENT REGLE-ABSENTE. */
MUST_USE bool rule_find(struct ctx *cx, int64_t id, struct rule *rule);
MUST_USE bool rule_list(struct ctx *cx, struct rule **rules, size_t *count);

enum rule_verdict {
    RULE_NEW,    /* would get what it lacks */
    RULE_HAS,    /* lacks none of its services */
    RULE_EXCEPT, /* is listed as an exception */
    RULE_VERDICT_COUNT
};

struct rule_client {
    int64_t client, mission; /* mission: that it has; 0 */
    const char *name, *reason;
    const char *follows_in; /* the service that follows a deadline of the rule's already; "" */
    const bool *lacks;      /* which of the rule's services */
    bool is_draft;          /* the mission that it has */
    bool is_unfit;          /* in a preview: its own words do not fit, what it gets stays a draft */
    enum rule_verdict verdict;
};

/* Whoever fits and the member who acts may see, in order of name. The rule need not be added. */
MUST_USE bool rule_preview(struct ctx *cx, const struct rule *rule, struct rule_client **clients,
                           size_t *count);

/* The ids of whoever fits the conditions and the member may see, in order of name. */
MUST_USE bool rule_select(struct ctx *cx, const struct rule *rule, int64_t **clients,
                          size_t *count);

/* Missions, and how many of them were to be signed and are drafts: a client's own words do not fit
 * what its service asks by now. A person signs them once those are mended. */
struct rule_given {
    int64_t missions, drafts;
};

/* Gives them their missions. One transaction. */
MUST_USE bool rule_apply(struct ctx *cx, int64_t id, struct rule_given *given);

/* Exceptions: reason must not be "". Faults ABSENT CLIENT-ABSENT, REGLE-ABSENTE. */
MUST_USE bool rule_except(struct ctx *cx, int64_t id, int64_t client, const char *reason);
MUST_USE bool rule_unexcept(struct ctx *cx, int64_t id, int64_t client);

/* For the round: rules that are on, for the clients that changed since they were last applied. */
MUST_USE bool rules_keep(struct ctx *cx, struct rule_given *given);

#endif
