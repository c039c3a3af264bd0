/*
 * The lines of a sender: connections, each with a thread that carries one message at a time.
 *
 * They know no books. The thread that holds the scope offers a message to an idle line, hears that
 * the line stands before the dot, and says whether the dot may go: only after the point is durably
 * committed. All calls but the lines' own work are that one thread's.
 */
#ifndef WORKER_SEND_LINES_H
#define WORKER_SEND_LINES_H

#include "channel/channel.h"

enum line_state {
    LINE_IDLE,
    LINE_OFFERING, /* everything but the dot is under way */
    LINE_READY,    /* before the dot: lines_dot or lines_cut */
    LINE_DOTTING,  /* the dot, and its answer is awaited */
    LINE_ENDED,    /* the outcome is known: lines_free */
};

struct lines;

/* Opens so many; no connection yet. Faults of channel->open, and BROKEN FIL. */
MUST_USE struct lines *lines_open(struct ctx *cx, const struct channel *channel,
                                  const struct channel_config *config, size_t count);

/* Withholds every dot that was not allowed and waits for the answers to the others. */
void lines_close(struct lines *lines);

size_t lines_count(const struct lines *lines);
struct line *lines_at(const struct lines *lines, size_t i); /* for tests, once it is idle */

/*
 * Of an idle line. The parcel is copied; what stands before `passed` comes back with what became of
 * it. Its kind lives as long as the program.
 */
struct carried {
    int64_t number, attempt;
    const char *kind;
    int quiet_days;      /* see struct message */
    const char *mailbox; /* copied */
    bool passed;         /* it went with its dot */
    enum outcome outcome;
    const char *said; /* until lines_free */
};
void lines_offer(struct lines *lines, size_t i, const struct parcel *parcel,
                 const struct carried *carried);

void lines_dot(struct lines *lines, size_t i);  /* of a ready line */
void lines_cut(struct lines *lines, size_t i);  /* of a ready line, which is idle then */
void lines_free(struct lines *lines, size_t i); /* of an ended line, which is idle then */

/* *carried is filled for a line that is ready or ended. */
enum line_state lines_look(struct lines *lines, size_t i, struct carried *carried);

/*
 * Waits until a line has ended, none is at work, or so many milliseconds have passed. Once a line
 * is ready the others get a moment to share its commit, 2 ms from when it was ready and from when
 * they began: what is slow or dead is not waited for. True when the ready lines should go on now,
 * false when there is more to come for them.
 */
bool lines_wait(struct lines *lines, int64_t timeout_ms);

#endif
