/*
 * Services: templates of recurring work, in categories (E-1), in versions (E-5).
 *
 * What a version says is kept as one JSON text, read and written here alone:
 *
 *     { "description", "function": "holder|reviewer|payroll|partner", "minutes", "deliverable",
 *       "regime": "CA3", "follows": "CA3", "every": "month", "lead_days", "lead_working",
 *       "closed": "keep|next|before", "from": day or null, "until": day or null, "then": key,
 *       "tasks": [{ "title", "minutes", "function", "checklist": [text] }],
 *       "requests": [{ "name": {fr, en}, "instructions": {fr, en}, "needs_payroll",
 *         "items": [{ "kind": "document|answer|figure|yes_no", "name": {fr, en}, "is_blocking" }]
 *       }] }
 *
 * Of all this a client reads the requests' names, instructions and items alone. A mission keeps
 * the version that it was given until a person moves it on.
 */
#ifndef MISSION_SERVICE_H
#define MISSION_SERVICE_H

#include "mission/recurrence.h"
#include "mission/wording.h"
#include "store/store.h"

struct service_item {
    const char *kind;
    struct words name;
    bool is_blocking; /* the work waits for it (E-3) */
};

struct service_request {
    struct words name, instructions;
    bool needs_payroll; /* of the payroll's people (P-3) */
    struct service_item *items;
    size_t item_count;
};

struct service_task {
    const char *title, *function; /* function "": the service's own */
    int64_t minutes;              /* planned; 0 none */
    const char **checklist;
    size_t check_count;
};

struct service_content {
    const char *description, *deliverable;
    const char *function;         /* who does it: of an assignment */
    int64_t minutes;              /* planned, of one occurrence */
    const char *regime, *follows; /* see mission/deadline.h; "" none */
    enum rhythm rhythm;           /* what a new mission is offered */
    int lead_days;
    bool lead_working;
    enum closed_rule closed;
    struct date from, until; /* what falls due outside of them is not made */
    bool has_from, has_until;
    const char *then; /* key of the service that comes after it; "" none */
    struct service_task *tasks;
    size_t task_count;
    struct service_request *requests;
    size_t request_count;
};

/* The text of a version and back. Fault INPUT SERVICE-CONTENU with "field", or JSON's. */
MUST_USE bool service_content_read(struct ctx *cx, const char *text, struct service_content *read);
const char *service_content_text(struct arena *arena, const struct service_content *content);

/*
 * Whether it may be saved. Faults INPUT: PRESTATION-VIDE and PRESTATION-LONG with "field",
 * SERVICE-CONTENU with "field", RECURRENCE-DELAI, ECHEANCE-SORTE, PRESTATION-PIECES (none or too
 * many items), PRESTATION-RIEN (neither task nor request), those of wording_check ("place": the
 * request's number and field).
 */
MUST_USE bool service_content_check(struct ctx *cx, const struct service_content *content);

struct category {
    int64_t id;
    const char *key, *title; /* key "": the firm's own */
    int64_t services;        /* when listed: not archived */
};

struct service {
    int64_t id, category;
    const char *key, *title;        /* a client never reads the title */
    int64_t version;                /* the last one */
    bool is_archived;               /* offered no more */
    const char *category_title;     /* when read */
    int64_t missions;               /* when listed or counted: that use it and have not ended */
    struct service_content content; /* when found, or to be saved */
};

/* The ready set of E-4 comes into a firm's books on first use; it comes once, and the rest is
 * the firm's to change. */
MUST_USE bool service_ready(struct ctx *cx);

MUST_USE bool category_list(struct ctx *cx, struct category **categories, size_t *count);
/* Sets the id. Faults: INPUT PRESTATION-VIDE, CONFLICT CATEGORIE-EXISTE. */
MUST_USE bool category_add(struct ctx *cx, struct category *category);

/* In order of category and title, without content; archived ones too when asked for. */
MUST_USE bool service_list(struct ctx *cx, bool archived_too, struct service **services,
                           size_t *count);
/* With the content of its last version. Fault ABSENT PRESTATION-ABSENTE. */
MUST_USE bool service_find(struct ctx *cx, int64_t id, struct service *service);
/* Sets its missions. */
MUST_USE bool service_count(struct ctx *cx, struct service *service);
/* Any of its versions. Fault ABSENT PRESTATION-ABSENTE. */
MUST_USE bool service_find_version(struct ctx *cx, int64_t id, int64_t version,
                                   struct service_content *content);

/* Sets id and version. Faults: of service_content_check, ABSENT CATEGORIE-ABSENTE. */
MUST_USE bool service_add(struct ctx *cx, struct service *service);
/* Title, category and content; a new version when the content differs, told in service->version. */
MUST_USE bool service_save(struct ctx *cx, struct service *service);
MUST_USE bool service_archive(struct ctx *cx, int64_t id, bool is_archived);

#endif
