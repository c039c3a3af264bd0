/*
 * Sending: takes messages from the outbox, words and renders them, carries them over a channel.
 *
 * For each message: everything but the final dot, the durable point, the dot, the outcome. Whoever
 * is killed before the point has sent nothing; after it the message is to check (C-7).
 */
#ifndef WORKER_SEND_H
#define WORKER_SEND_H

#include "channel/channel.h"
#include "chase/kind.h"
#include "outbox/outbox.h"

struct sender {
    const struct channel *channel;
    struct channel_config config;
    struct line *line; /* NULL until it is needed; sender_close ends it */
    struct taker taker;
    const char *from;          /* address; its domain is that of every Message-ID */
    const char *reply_to;      /* or NULL */
    struct instant firm_since; /* makes Message-IDs differ from another installation's */
    const struct clock *clock;
    const struct chase_kind *const *kinds; /* ended by NULL */
    int failed_in_a_row;                   /* messages for which no peer could be reached */
    int64_t limit;                         /* messages to take in one send_all; 0: any number */
    const volatile bool *stop;             /* set by another thread to end early; NULL: never */
};

struct sending {
    int64_t taken, sent, later, refused, unknown, dropped, anew;
};

/*
 * In batches, until nothing is due, no peer is reached or it is told to stop. The line lives in
 * cx's arena: close the sender before it goes.
 */
MUST_USE bool send_all(struct ctx *cx, struct sender *sender, struct sending *sending);

void sender_close(struct sender *sender);

/*
 * Renders a message as it would leave, without sending or keeping it: the preview.
 */
struct worded {
    const char *subject, *text, *html;
    const char *from_name;
};
MUST_USE bool send_word(struct ctx *cx, const struct sender *sender, const struct message *message,
                        const struct wording *wording, struct worded *worded);

#endif
