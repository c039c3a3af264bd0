/*
 * Sending: takes messages from the outbox, words and renders them, carries them over a channel.
 *
 * For each message: everything but the final dot, the durable point, the dot, the outcome. Whoever
 * is killed before the point has sent nothing; after it the message is to check (C-7).
 *
 * Several lines, each with a thread of its own, carry a message each; the thread that called holds
 * the books alone. Messages that stand before their dots share one durable commit, and the outcomes
 * of others are recorded with it; nobody waits for a line that has not come so far. A line that
 * waits for a slow or dead peer therefore holds up its own message and no other, until the
 * channel's timeout. With one line everything happens in the order of the outbox.
 */
#ifndef WORKER_SEND_H
#define WORKER_SEND_H

#include "channel/channel.h"
#include "chase/kind.h"
#include "outbox/outbox.h"
#include "worker/send_lines.h"

enum { SENDER_LINES = 4 }; /* what a mail server takes from one client without a question */

struct sender {
    const struct channel *channel;
    struct channel_config config;
    size_t line_count;   /* connections at once; 0 is one */
    struct lines *lines; /* NULL until they are needed; sender_close ends them */
    struct taker taker;
    const char *from;      /* address; its domain is that of every Message-ID */
    const char *reply_to;  /* or NULL */
    const char *return_to; /* the box that is read here: answers go to it, tagged; NULL: reply_to */
    bool takes_replies;    /* what is answered is read here, by IMAP or `quitus mail take` */
    const char *witness;   /* gets a copy in the same transaction; or NULL */
    const struct clock *clock;
    const struct chase_kind *const *kinds; /* those that lead, ended by NULL */
    const struct chase_kind *const *apart; /* those of messages that stand apart; NULL: none */
    int failed_in_a_row;                   /* messages for which no peer could be reached */
    int64_t limit;                         /* messages to take in one send_all; 0: any number */
    struct instant until;                  /* nothing leaves from then on; 0: no such time */
    const volatile bool *stop;             /* set by another thread to end early; NULL: never */
};

struct sending {
    int64_t taken, sent, later, refused, unknown, dropped, anew;
};

/* Makes the lines, without connecting; faults of channel->open, and BROKEN FIL. */
MUST_USE bool sender_open(struct ctx *cx, struct sender *sender);

/*
 * In batches, until nothing is due, no peer is reached or it is told to stop. Then, and after a
 * failure too, what stands past its point gets its answer, and the rest is given back.
 */
MUST_USE bool send_all(struct ctx *cx, struct sender *sender, struct sending *sending);

void sender_close(struct sender *sender);

/*
 * Renders a message as it would leave, without sending or keeping it: the preview.
 */
struct worded {
    const char *subject, *text, *html; /* html NULL: a kind without such a template */
    const char *from_name;
};
MUST_USE bool send_word(struct ctx *cx, const struct sender *sender, const struct message *message,
                        const struct wording *wording, struct worded *worded);

#endif
