/*
 * From which instant may a message leave? (C-2, C-10)
 *
 * An automatic step leaves at once, or at its own minute of the day. A step that goes unless
 * somebody objects leaves at its minute, 14:00 unless it says otherwise, and not before two hours
 * of the firm's day have passed in which to object: else on the next working day. Where that is
 * past the step's last day (its window, its due date), it leaves in the last minute of today. Pure.
 */
#ifndef CHASE_MOMENT_H
#define CHASE_MOMENT_H

#include "base/zone.h"
#include "chase/decide.h"
#include "outbox/suspension.h"
#include "store/store.h"

enum { MOMENT_MINUTE = 14 * 60, MOMENT_OBJECT_MS = 2 * 60 * 60 * 1000 };

struct send_hours {
    const struct zone *zone; /* NULL: no step has a time of its own, all leave at once */
    struct calendar calendar;
    int from_minute, until_minute; /* of the firm's day */
};

struct moment_days {
    struct date today, last; /* on which the step still makes sense */
};

struct instant moment_of(const struct send_hours *hours, const struct step *step,
                         const struct moment_days *days, struct instant now);

/* Of a message: the latest of the steps by e-mail that a decision took. */
struct instant moment_of_mail(const struct send_hours *hours, const struct decision *decision,
                              const struct debts *debts, const struct ctx *cx);

/* From when on the firm's order lets something leave: now, if it has no last day or does not stand.
 */
struct instant moment_freed(const struct send_hours *hours, const struct suspension *suspension,
                            struct instant now);

/* On which day what may leave from an instant on leaves: the first with hours left for it. */
struct date moment_day(const struct send_hours *hours, struct instant at);

/* The instant itself: then, or when the hours of that day begin. */
struct instant moment_leaves(const struct send_hours *hours, struct instant at);

/*
 * The day the other way round: what may leave from an instant of the span, or from now if that is
 * later, leaves on the day. None does on a closed day, or on one whose hours are over.
 */
struct span {
    struct instant from, until; /* until itself is not of it */
};
struct span moment_span(const struct send_hours *hours, struct date day, struct instant now);

/* When the firm's hours begin on a day, or on the next that is open. Fault BROKEN FUSEAU. */
MUST_USE bool moment_open(struct ctx *cx, struct date day, struct instant *at);

/* The firm's hours and calendar. Fault BROKEN FUSEAU. */
MUST_USE bool moment_hours(struct ctx *cx, struct send_hours *hours);

/* The same, when a step of the rules needs them. Fault BROKEN FUSEAU. */
MUST_USE bool moment_load(struct ctx *cx, const struct rules *rules, struct send_hours *hours);

#endif
