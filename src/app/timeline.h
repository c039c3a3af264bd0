/*
 * What was planned, sent, held and done about one person, by whom and why, and what comes next:
 * one list in the order of time, over all that the person owes.
 */
#ifndef APP_TIMELINE_H
#define APP_TIMELINE_H

#include "http/route.h"

/* Of what: obligation 0 is all that the person owes. */
struct timeline_scope {
    int64_t client, person, obligation;
    const char *show; /* "", "mails", "by_hand", "acts", "over", "coming" */
};

/*
 * Puts "events", the latest first and what comes before them: [{ on, at (absent when only the day
 * is known), is_future, one of is_mail, is_hand, is_act, is_over, is_bad; title (worded), piece,
 * obligation, words and by (absent when there are none), reminder_id, message_id (absent when none)
 * }], and
 * "has_events", "is_cut" when there are more than are shown.
 */
MUST_USE bool timeline_put(struct ctx *cx, const struct request *request,
                           const struct timeline_scope *scope, struct json *model);

#endif
