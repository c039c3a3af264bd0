/*
 * Whose day « Aujourd'hui » shows: one's own clients and those of absent members one stands in for,
 * one's hub's, or all that one may see (P-9). Decided from the directory, in memory.
 */
#ifndef APP_TODAY_SCOPE_H
#define APP_TODAY_SCOPE_H

#include "chase/stand_in.h"
#include "client/bits.h"
#include "client/directory.h"
#include "http/route.h"

enum today_view { TODAY_ME, TODAY_HUB, TODAY_FIRM, TODAY_VIEW_COUNT };

struct today_scope {
    enum today_view view;
    bool is_admin;
    int64_t self, hub; /* hub 0: none, and no view of it */
    struct stand_ins away;
    const int64_t *members; /* oneself first, then whom one stands in for; 0 ends */
    struct directory *directory;
    struct bits rows;    /* clients of the view */
    struct bits visible; /* all that one may see */
};

/* « vue » is moi, hub or cabinet (today_fields, app/handlers.h). Without it: one's own, when there
 * is any client in it; else the firm's. */
MUST_USE bool today_scope_find(struct ctx *cx, const struct request *request,
                               struct today_scope *scope);

const char *today_view_word(enum today_view view); /* "moi" */

/* 0, the firm itself, is everybody's. */
bool today_scope_holds(const struct today_scope *scope, int64_t client);

/*
 * Whether a step by hand is to be shown: the assignee's or the stand-in's, an admin's when nobody
 * stands in, and nobody's by its client.
 */
bool today_scope_asks(const struct today_scope *scope, int64_t assignee, int64_t client);

/* The address of the list of these clients, to which « &… » may be put. */
const char *today_clients_url(struct arena *arena, const struct today_scope *scope);

/* The hub of « Mon hub »; 0 in the other views. */
int64_t today_hub(const struct today_scope *scope);

/* That of a member's tasks that are due today or late, or with 0 of all of the view. */
const char *today_tasks_url(const struct ctx *cx, const struct today_scope *scope, int64_t member);

#endif
