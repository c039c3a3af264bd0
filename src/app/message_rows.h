/*
 * Messages as rows of a list: what was written, to whom, for how much, and what became of it. The
 * pages Messages, « À vérifier » and « Plan du jour » show them.
 */
#ifndef APP_MESSAGE_ROWS_H
#define APP_MESSAGE_ROWS_H

#include "app/desk.h"
#include "chase/moment.h"

struct message_row {
    int64_t id, client, person;
    const char *client_name, *person_name;
    const char *kind, *state, *recipient, *language, *tone;
    const char *subject; /* "" before it is rendered */
    const char *said, *why;
    struct instant at, point_at; /* of the last change; of the point, 0 before */
    struct date day;             /* that it is to leave on, */
    struct instant leaves;       /* not before that; objectable: unless somebody objects */
    bool objectable;
    struct money amount;
    int64_t items;
    bool settled; /* not taken yet, and all that it speaks of was settled since: nothing is left */
    bool apart;   /* of no obligation: to a member or, of kind access, to a client's person */
};

/* Which: what is 0 or "" is not asked for. state "due" means all that is under way. */
struct message_filter {
    int64_t client, person;
    const char *state;
    const char *search; /* folded */
};

/* A page of at most limit rows, the newest first: older than a number, or newer than one. */
struct message_place {
    int64_t older, newer; /* 0: not asked for */
    int64_t limit;
};

MUST_USE bool message_list(struct ctx *cx, const struct message_filter *filter,
                           const struct message_place *place, struct message_row **rows,
                           size_t *count);

/* The page that the fields « after » and « before » ask for: numbers of the rows beside it. */
struct message_page {
    struct message_row *rows;
    size_t count;
    int64_t newer, older; /* what the pages beside it begin behind; 0 where there is none */
};
MUST_USE bool message_page(struct ctx *cx, const struct request *request,
                           const struct message_filter *filter, struct message_page *page);

/*
 * At most so many of all that is under way, for a reader to judge it by: of each kind the
 * weightiest in turn, by what is owed; what speaks of no obligation comes last.
 */
MUST_USE bool message_list_samples(struct ctx *cx, int64_t limit, struct message_row **rows,
                                   size_t *count);

/* The day's reminders: all that is still to leave, whatever its day, then what ended today. */
MUST_USE bool message_list_of_day(struct ctx *cx, int64_t client, int64_t limit,
                                  struct message_row **rows, size_t *count);

/* Of reminders that are still to leave, those that have their turn in a span, by their hour. */
struct message_turn {
    int64_t client; /* 0: of all */
    struct span span;
    int64_t limit;
};
MUST_USE bool message_list_leaving(struct ctx *cx, const struct message_turn *turn,
                                   struct message_row **rows, size_t *count);

/*
 * Fills { id, at, to, subject, amount, items, who it is to (message_put_reader), client (absent
 * when it is about several), step, is_STATE (is_settled in its stead) }. What is not yet rendered
 * is worded as it would leave now. Before it is taken also leaves_at (absent when it may leave
 * now) and may_be_objected.
 */
MUST_USE bool message_put(struct ctx *cx, const struct request *request,
                          const struct message_row *row, struct json *map);

/* Fills messages with the rows, and has_messages. */
MUST_USE bool message_put_list(struct ctx *cx, const struct request *request,
                               const struct message_row *rows, size_t count, struct json *model);

/* The same of the newest, at most limit of them. */
MUST_USE bool message_put_newest(struct ctx *cx, const struct request *request,
                                 const struct message_filter *filter, int64_t limit,
                                 struct json *model);

/* Like message_put, without its subject and its instant. */
void message_put_short(struct ctx *cx, const struct message_row *row, struct json *map);

/* customer, contact (a client's person) or member, as its kind says: { id, name }. */
void message_put_reader(const struct message_row *row, struct json *map);

/* Still under way before its point: what is not rendered yet will be. */
bool message_is_to_leave(const struct message_row *row);

#endif
