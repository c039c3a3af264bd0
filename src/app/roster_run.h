/*
 * Writes an import beside the server's threads, or takes one back: it goes on when who asked for it
 * leaves the page, and tells how far it is. One at a time, in one transaction: stopped or killed in
 * the middle, it has changed nothing. That a writing was begun stands in the books, so that this is
 * told.
 */
#ifndef APP_ROSTER_RUN_H
#define APP_ROSTER_RUN_H

#include "client/roster_import.h"

struct roster_run;

/* is_alone: no other process writes these books, so that what was begun and does not run was cut
 * off. */
struct roster_run *roster_run_new(struct store *store, bool is_alone);
void roster_run_free(struct roster_run *run); /* stops what runs and waits for it; NULL is fine */

/* How far an import is. */
enum roster_stage {
    ROSTER_IDLE,    /* not begun */
    ROSTER_RUNNING, /* here, or perhaps on another node */
    ROSTER_CUT,     /* begun, and cut off: nothing is written */
    ROSTER_STOPPED, /* by a person: nothing is changed */
    ROSTER_FAILED,  /* see fault */
    ROSTER_STALE,   /* the books had changed: it was judged anew */
    ROSTER_WRITTEN, /* or taken back */
};
struct roster_ran {
    enum roster_stage stage;
    enum roster_phase phase;
    bool is_stopping;   /* asked to, and not yet at its end */
    size_t done, total; /* rows; total 0: not known yet */
    struct fault fault;
};

struct roster_job {
    int64_t import;
    bool is_undo;
    int64_t wait_ms;
};

/*
 * Begins and waits at most so long for the end; what came of it by then is told. Without a run it
 * is done here and now. Faults: CONFLICT ROSTER-EN-COURS (another one runs), those of
 * roster_import_do and roster_import_undo when it ended in time.
 */
MUST_USE bool roster_run_start(struct ctx *cx, struct roster_run *run, const struct roster_job *job,
                               struct roster_ran *ran);

/* As roster_import_undo, and who has left so is spoken to no more about what their client owes. */
MUST_USE bool roster_run_back(struct ctx *cx, int64_t import, struct roster_progress *progress);

/* Asks for the end of what runs, if it is this import; what is nearly done may still be done. */
void roster_run_stop(struct ctx *cx, struct roster_run *run, int64_t import);

struct roster_ran roster_run_look(struct ctx *cx, struct roster_run *run,
                                  const struct roster_import *import);

#endif
