/*
 * The firm's people as data, for the pages that show them or let one be chosen.
 */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "chase/stand_in.h"
#include "firm/hub.h"
#include "firm/member_link.h"
#include "http/route.h"

struct people {
    struct member *members; /* in order of name, archived ones too */
    struct hub *hubs;
    size_t count, hub_count;
    struct stand_ins away; /* today */
    struct member_mail *mails;
    size_t mail_count;
};

MUST_USE bool people_load(struct ctx *cx, struct people *people);

const struct member *people_find(const struct people *people, int64_t id); /* NULL: none */
const char *people_hub(const struct people *people, int64_t id);           /* "" for none */

/*
 * Puts { id, name, email, role, language, state, is_admin, is_active, is_invited, is_archived,
 * is_super_user, is_migration_lead, has_flags, hub: { id, name }, deputy: { id, name }, is_away,
 * acting: { id, name }, mail: { message, is_sent, is_failed, said } }; hub, deputy, acting (who
 * stands in today) and mail (of a link that was not followed yet) are absent when none.
 */
void people_put(const struct people *people, const struct member *member, struct json *map);

/* Puts a list [ { id, name, is_chosen } ]: active members but one; the hubs. */
void people_put_choices(const struct people *people, int64_t except, int64_t chosen,
                        struct json *list);
void people_put_hubs(const struct people *people, int64_t chosen, struct json *list);

/* Clients assigned today and steps by hand still to do, by member, as the one who acts may see. */
struct work {
    int64_t member, clients, by_hand;
};
struct works {
    struct work *of;
    size_t count, room;
};
MUST_USE bool works_load(struct ctx *cx, struct works *works);
struct work work_of(const struct works *works, int64_t member);

/* Absences of a member, or everybody's for 0; see views/part/absences.mustache. */
MUST_USE bool people_put_absences(struct ctx *cx, int64_t member, struct json *list);

/* Open sessions; see views/part/sessions.mustache. */
MUST_USE bool people_put_sessions(struct ctx *cx, const struct request *request, int64_t member,
                                  struct json *list);

#endif
