/*
 * A task: internal work by a date, that a mission generated or a member made (E-14, E-15). A client
 * never sees one: nothing here is for contacts. It is an obligation of the chase, owed by its
 * owner.
 *
 * Every function shows and changes the tasks of clients that the actor sees alone (P-9).
 */
#ifndef TASK_TASK_H
#define TASK_TASK_H

#include "store/store.h"

enum task_state { TASK_TODO, TASK_DOING, TASK_REVIEW, TASK_DONE, TASK_DROPPED, TASK_STATE_COUNT };

const char *task_state_text(enum task_state state); /* "todo", … */
MUST_USE bool task_state_parse(const char *text, enum task_state *state);

struct task_check {
    int64_t place;
    const char *label;
    bool is_done;
    struct instant done_at;
    const char *by_name; /* "" not done */
};

struct task {
    int64_t id, client, place;
    int64_t occurrence; /* that it came of; 0: a person made it */
    const char *title;
    struct date due_on;
    enum task_state state;
    int64_t owner, deputy; /* members; 0: nobody yet, the owner's own deputy */
    int64_t holder;        /* whose it is now: the owner, until it was handed on (E-15) */
    int64_t minutes, minutes_spent;
    struct instant created_at;
    struct instant done_at; /* 0: it is not */
    int64_t done_by;
    struct task_check *checks; /* when read by task_find or given to be added */
    size_t check_count;
    const char *client_name, *owner_name, *holder_name; /* when read; "" nobody */
};

/*
 * Adds what a generation made, in bulk, with their obligations. Read are client, occurrence, place,
 * title, due_on, owner, deputy, minutes and the labels of the checks; the rest is set. Inside a
 * transaction. An occurrence has each place once: CONFLICT BASE-CONFLIT.
 */
MUST_USE bool task_add_many(struct ctx *cx, struct task *tasks, size_t count);

/*
 * One, by a member. Faults: INPUT TACHE-TITRE, TACHE-TEMPS, TACHE-POINTS (too many checks); ABSENT
 * CLIENT-ABSENT, MEMBRE-ABSENT.
 */
MUST_USE bool task_add(struct ctx *cx, struct task *task);

/* With its checks. Fault ABSENT TACHE-ABSENTE. */
MUST_USE bool task_find(struct ctx *cx, int64_t id, struct task *task);

/* Of one client, without checks: what is not done first, by due date. */
MUST_USE bool task_list_client(struct ctx *cx, int64_t client, int64_t limit, struct task **tasks,
                               size_t *count);

/* A page in one state, by due date, after (due_on, id); without checks. */
struct task_page {
    enum task_state state;
    int64_t client, holder;        /* 0: all */
    struct date first_on, last_on; /* due dates from, through */
    struct date after_on;          /* the cursor: the last one read, */
    int64_t after;                 /* 0: from the beginning */
    int64_t limit;
};
MUST_USE bool task_list(struct ctx *cx, const struct task_page *page, struct task **tasks,
                        size_t *count);

#endif
