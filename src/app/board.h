/*
 * The columns of « Missions et demandes »: what they hold, as the member who acts may see it (P-9).
 */
#ifndef APP_BOARD_H
#define APP_BOARD_H

#include "app/work_filter.h"

enum board_place {
    COLUMN_TODO,   /* tasks to do or being done */
    COLUMN_CLIENT, /* requests that the client has time to answer */
    COLUMN_LATE,   /* those whose day has passed */
    COLUMN_REVIEW, /* answered requests, tasks to be reviewed */
    COLUMN_DONE,   /* due in the last month */
    BOARD_COLUMN_COUNT,
};

const char *board_column_text(enum board_place column); /* "todo", "client", … */

struct card {
    int64_t id, client;
    int64_t place; /* among cards of one day: tasks are negative */
    bool is_task, is_owed;
    const char *name, *client_name, *state;
    const char *who; /* the member who holds it, or "" */
    struct date due_on;
    int64_t got, wanted; /* items of a request, or checks of a task */
    int64_t told;        /* reminders that left or were made by hand */
};

struct board_query {
    enum board_place column;
    struct work_filter filter;
    bool has_after;
    struct date after_on; /* the cursor: the last card read */
    int64_t after;
    int64_t limit;
};

struct board_column {
    struct card *cards; /* by due date */
    size_t count;
    bool has_more;
    int64_t total; /* without the cursor */
};
MUST_USE bool board_column(struct ctx *cx, const struct board_query *query,
                           struct board_column *column);

bool board_cursor_parse(const char *text, struct date *day, int64_t *place);

#endif
