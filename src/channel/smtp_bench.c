/* Messages of 2 KiB a second, over 1 and over 4 lines, to a peer that only answers. */
#include "channel/test_line.h"

#include <time.h>

#include "base/buf.h"

enum { MESSAGES = 4000, LINES_LIMIT = 4 };

struct sender {
    struct fixture fixture;
    struct parcel parcel;
    pthread_t thread;
    int count;
};

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct parcel make_parcel(struct arena *arena)
{
    struct buf bytes = { .arena = arena };
    struct parcel made = parcel;

    buf_text(&bytes, "Subject: x\r\n\r\n");
    while (bytes.size < 2048)
        buf_text(&bytes, "Il manque une piece a votre dossier, merci de la deposer.\r\n");
    made.bytes = buf_string(&bytes);
    made.size = bytes.size;
    return made;
}

static void *send_all(void *argument)
{
    struct sender *sender = argument;
    struct fixture *fixture = &sender->fixture;
    struct arena_mark mark = arena_mark(&fixture->arena);

    for (int i = 0; i < sender->count; i++) {
        if (carry(fixture, &sender->parcel) != OUTCOME_SENT)
            abort();
        arena_rewind(&fixture->arena, mark);
    }
    return NULL;
}

static void measure(int lines)
{
    struct sender senders[LINES_LIMIT];
    double start;

    for (int i = 0; i < lines; i++) {
        begin(&senders[i].fixture, NULL, PATIENT_MS);
        senders[i].parcel = make_parcel(&senders[i].fixture.arena);
        senders[i].count = MESSAGES / lines;
    }
    start = seconds();
    for (int i = 0; i < lines; i++)
        pthread_create(&senders[i].thread, NULL, send_all, &senders[i]);
    for (int i = 0; i < lines; i++)
        pthread_join(senders[i].thread, NULL);
    printf("%d line(s): %.0f messages a second\n", lines, MESSAGES / (seconds() - start));
    for (int i = 0; i < lines; i++) {
        end(&senders[i].fixture);
        forget(&senders[i].fixture);
    }
}

int main(void)
{
    measure(1);
    measure(LINES_LIMIT);
    return 0;
}
