/*
 * How many messages there are, by what became of them.
 */
#ifndef APP_MESSAGE_COUNT_H
#define APP_MESSAGE_COUNT_H

#include "app/message_rows.h"

enum message_state {
    MESSAGE_WAITING,
    MESSAGE_DUE,
    MESSAGE_TAKEN,
    MESSAGE_POINT,
    MESSAGE_SENT,
    MESSAGE_REFUSED,
    MESSAGE_CHECK,
    MESSAGE_DROPPED,
    MESSAGE_STATE_COUNT,
};
const char *message_state_text(enum message_state state);

struct message_counts {
    int64_t of[MESSAGE_STATE_COUNT];
};

/* Those of which nothing comes any more but a person's word. */
int64_t message_count_ended(const struct message_counts *counts);

/* By state, whatever the filter's own state. */
MUST_USE bool message_count(struct ctx *cx, const struct message_filter *filter,
                            struct message_counts *counts);

/* Of one state. */
MUST_USE bool message_count_in(struct ctx *cx, enum message_state state, int64_t *count);

/* Of those that wait or are due: with nothing left to say. client 0: of all. */
MUST_USE bool message_count_settled(struct ctx *cx, int64_t client, struct message_counts *counts);

/* Those of message_list_of_day, by state. */
MUST_USE bool message_count_of_day(struct ctx *cx, int64_t client, struct message_counts *counts);

/* Those of message_list_leaving, beyond its limit. */
MUST_USE bool message_count_leaving(struct ctx *cx, const struct message_turn *turn,
                                    int64_t *count);

#endif
