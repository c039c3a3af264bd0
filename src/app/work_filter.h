/*
 * What « Missions et demandes » is asked for (E-14). List, columns and calendar share one set of
 * filters, which stands in their addresses and stays when the view changes.
 */
#ifndef APP_WORK_FILTER_H
#define APP_WORK_FILTER_H

#include "http/route.h"

/*
 * Work due later stands on no board unless it is asked for, and ended work that was due earlier
 * neither; near: a colour of its own.
 */
enum { BOARD_DAYS = 60, BOARD_NEAR = 3, BOARD_DONE_DAYS = 31 };

struct work_filter {
    int64_t client, member, service; /* 0: all; a member's tasks, and requests of its clients */
    int64_t hub;                     /* of the client; 0: all */
    const char *words;               /* within the client's name; "" none */
    const char *state;               /* of a task or of a request; "": whatever is not ended */
    const char *kind;                /* "task", "request"; "" both */
    const char *due;                 /* "late", "today", "week", "month"; "" whenever */
    bool has_first, has_last, has_month;
    struct date first, last; /* due from, due through */
    struct date month;       /* a day of the calendar's */
};

struct work_filter work_filter_read(const struct request *request);

/* A part of an address: "client=12&echeance=late"; "" when nothing is asked for. */
const char *work_filter_text(struct arena *arena, const struct work_filter *filter);

/* The address of a view under it: "" the columns, "liste", "calendrier". */
const char *work_filter_url(struct arena *arena, const struct work_filter *filter,
                            const char *view);

/* Whether it leaves something out. */
bool work_filter_is_set(const struct work_filter *filter);

/* The same days for everybody: those of "late", "today", "week" (Monday first) and "month". */
struct work_days {
    struct date first, last;
};
struct work_days work_days_of(struct date today, const char *due);
struct date week_first(struct date day); /* its Monday */
int week_number(struct date day);        /* ISO 8601: the first has the year's first Thursday */

/* The days and states that a view looks at. */
struct work_scope {
    struct work_days days;
    const char *task[3], *request[2]; /* states; one that there is not leaves them out */
};

/* Within these days; without a first one, ended work goes back by BOARD_DONE_DAYS. */
struct work_scope work_scope_of(const struct ctx *cx, const struct work_filter *filter,
                                struct work_days days);

/* Those of list and columns: as asked for, else through BOARD_DAYS from today. */
struct work_days work_filter_days(const struct ctx *cx, const struct work_filter *filter);

#endif
