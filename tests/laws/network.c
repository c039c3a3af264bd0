#include "network.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { SPOKEN_OF = SUBJECTS, FOLDED_BYTES = 64 * 1024 };

struct line {
    bool in_data;
    struct parcel parcel;
    long long message, subjects[SPOKEN_OF], cents[SPOKEN_OF];
    size_t count;
};

static void (*meddler)(const int64_t *subjects, size_t count);

void network_meddler(void (*meddle)(const int64_t *subjects, size_t count))
{
    meddler = meddle;
}

static struct line *line_open(struct ctx *cx, const struct channel_config *config)
{
    (void)cx;
    (void)config;
    return calloc(1, sizeof(struct line));
}

/* The bytes without the soft line breaks of quoted-printable. */
static void unfold(const struct parcel *parcel, char *text)
{
    size_t size = 0;

    for (size_t i = 0; i < parcel->size && size + 1 < FOLDED_BYTES; i++)
        if (parcel->bytes[i] == '=' && i + 2 < parcel->size && parcel->bytes[i + 1] == '\r')
            i += 2;
        else
            text[size++] = parcel->bytes[i];
    text[size] = '\0';
}

static bool spoken_of(const struct line *line, long long subject)
{
    for (size_t i = 0; i < line->count; i++)
        if (line->subjects[i] == subject)
            return true;
    return false;
}

/* What the message says, from its own words: SUBJECTxCENTSz. */
static void read_parcel(struct line *line, const struct parcel *parcel)
{
    static char text[FOLDED_BYTES];
    long long subject, cents;
    const char *id = strstr(parcel->bytes, "Message-Id: <q");

    line->count = 0;
    line->message = 0;
    if (id)
        (void)sscanf(id, "Message-Id: <q%*d-%lld-", &line->message);
    unfold(parcel, text);
    for (const char *place = text; (place = strstr(place, "SUBJ")); place++) {
        char end = 0;
        if (sscanf(place, "SUBJ%lldx%lld%c", &subject, &cents, &end) == 3 && end == 'z'
            && !spoken_of(line, subject) && line->count < SPOKEN_OF) {
            line->subjects[line->count] = subject;
            line->cents[line->count++] = cents;
        }
    }
}

static void stall(void)
{
    world->now.ms += roll(20) * MINUTE_MS;
}

static enum outcome ready_fault(struct line *line, const char **said)
{
    switch (roll(5)) {
    case 0:
        *said = "550 5.1.1 no such mailbox";
        return OUTCOME_REFUSED;
    case 1:
        *said = "connection reset";
        return OUTCOME_LATER;
    case 2:
        die("ready");
    case 3:
        stall();
        break;
    default:
        *said = "451 4.7.1 greylisted";
        return OUTCOME_LATER;
    }
    line->in_data = true;
    *said = "354 go on";
    return OUTCOME_SENT;
}

static enum outcome line_ready(struct ctx *cx, struct line *line, const struct parcel *parcel,
                               const char **said)
{
    (void)cx;
    assert(!line->in_data);
    if ((*said = parcel_problem(parcel)))
        return OUTCOME_REFUSED;
    line->parcel = *parcel;
    read_parcel(line, parcel);
    world->now.ms += 200 + roll(2000);
    if (!world->calm && chance(60)) {
        int64_t subjects[SPOKEN_OF];
        for (size_t i = 0; i < line->count; i++)
            subjects[i] = line->subjects[i];
        meddler(subjects, line->count);
    }
    if (!world->calm && chance(100))
        return ready_fault(line, said);
    line->in_data = true;
    *said = "354 go on";
    return OUTCOME_SENT;
}

void network_point(const struct line *line)
{
    note("{\"e\":\"dot\",\"t\":%lld,\"m\":%lld,\"to\":\"%s\"}", (long long)wall_now().ms,
         line->message, line->parcel.to);
    for (size_t i = 0; i < line->count; i++)
        note("{\"e\":\"says\",\"m\":%lld,\"s\":%lld,\"cents\":%lld}", line->message,
             line->subjects[i], line->cents[i]);
}

static void accept(const struct line *line)
{
    note("{\"e\":\"accept\",\"t\":%lld,\"m\":%lld}", (long long)wall_now().ms, line->message);
}

static enum outcome finish_fault(const struct line *line, const char **said)
{
    switch (roll(8)) {
    case 0:
        *said = "554 5.7.1 refused";
        return OUTCOME_REFUSED;
    case 1:
        *said = "452 4.3.1 try again later";
        return OUTCOME_LATER;
    case 2: /* it was taken, and the answer is lost */
        accept(line);
        stall();
        *said = "connection lost";
        return OUTCOME_UNKNOWN;
    case 3:
        stall();
        *said = "connection lost";
        return OUTCOME_UNKNOWN;
    case 6: /* the answer is slow, and life goes on */
        accept(line);
        stall();
        meddler(NULL, 0);
        *said = "250 2.0.0 Ok: queued";
        return OUTCOME_SENT;
    case 4:
        die("before the peer takes it");
    case 5:
        accept(line);
        die("after the peer took it");
    default:
        accept(line);
        stall();
        *said = "250 2.0.0 Ok: queued at last";
        return OUTCOME_SENT;
    }
}

static enum outcome line_finish(struct ctx *cx, struct line *line, const char **said)
{
    (void)cx;
    assert(line->in_data);
    line->in_data = false;
    if (!world->calm && chance(100))
        return finish_fault(line, said);
    accept(line);
    *said = "250 2.0.0 Ok: queued";
    return OUTCOME_SENT;
}

static void line_abandon(struct line *line)
{
    line->in_data = false;
}

static void line_close(struct line *line)
{
    free(line);
}

const struct channel network = {
    .name = "laws",
    .open = line_open,
    .ready = line_ready,
    .finish = line_finish,
    .abandon = line_abandon,
    .close = line_close,
};
