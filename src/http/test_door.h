/*
 * For tests only: a server of a test's own on a port that the kernel chose, with books in a
 * fleeting file and a clock that the test sets, and a client that speaks raw HTTP to it. What must
 * not fail here ends the program: these files stand in the house, which knows no cmocka.
 */
#ifndef HTTP_TEST_DOOR_H
#define HTTP_TEST_DOOR_H

#include "base/test.h"
#include "http/server.h"
#include "store/test_books.h"

struct door {
    struct test_books books; /* with firm 1; books.cx is the test's own thread's */
    struct clock clock;
    struct site site;
    struct server *server;
    const char *folder; /* for uploads */
};

void door_must(bool holds); /* or the program ends here */

/* Fills in what the site leaves open and starts it. */
void door_open(struct door *door, const struct site *site);
void door_close(struct door *door);
void door_pass(struct door *door, int64_t ms); /* time goes by, in the books and for sessions */

/* One answer as it came. */
struct heard {
    int status; /* 0: the connection ended without one */
    const char *head, *body;
    size_t size; /* of the body */
};

int door_connect(const struct door *door);
void door_say(int socket, const char *bytes, size_t size); /* a peer that is gone is no failure */
struct heard door_hear(struct door *door, int socket);     /* the next answer; waits 10 s at most */
struct heard door_hear_head(struct door *door, int socket); /* to HEAD: no body follows */

/* The server closed it, and nothing more was served before; waits 10 s at most. */
bool door_is_over(struct door *door, int socket);

/* A new connection, one request ("HOST" is replaced by ours), its answer. */
struct heard door_ask(struct door *door, const char *request);
struct heard door_ask_bytes(struct door *door, const char *bytes, size_t size);
const char *door_with_host(const struct door *door, const char *request);

/* POST of a body, with more header lines or "" (each ends in CR LF). */
struct heard door_post(struct door *door, const char *path, const char *lines, const char *body);
struct heard door_get(struct door *door, const char *path, const char *lines);

bool heard_shows(const struct heard *heard, const char *text);
const char *heard_header(struct door *door, const struct heard *heard, const char *name); /* "" */
int64_t door_ms(void); /* a monotonic clock, for how long something took */

/* The template's name and the model, one line: what a page shows does not matter here. */
bool door_render(struct ctx *cx, const struct request *request, const char *page,
                 struct json *model, struct buf *html);

#endif
