/*
 * For tests only: the house's own pages behind the door, with two members, and files to take in.
 *
 * A test that takes files in runs children, which are the program itself: its main begins with
 * DESK_CHILD.
 */
#ifndef APP_TEST_DESK_H
#define APP_TEST_DESK_H

#include "app/routes.h"
#include "firm/firm.h"
#include "format/child.h"
#include "http/test_door.h"

#define DESK_CHILD(count, words)                                                                   \
    if ((count) > 1 && strcmp((words)[1], "--parser") == 0)                                        \
    return child_main((count)-2, (words) + 2)

struct desk_door {
    struct door door; /* 31 March 2026, a Tuesday, 10:00 in Paris; firm 1 */
    struct firm firm;
    struct sender sender; /* words previews; it has no channel */
    struct vault vault;   /* in a fleeting folder */
    struct desk desk;
    struct arena arena; /* of what outlives the books: the zone */
    const char *lines;  /* of whoever is signed in: cookie and token */
    const char *token;
};

/* With the firm's default scenario, admin@quitus.test and comptable@quitus.test. */
void desk_open(struct desk_door *desk);
void desk_close(struct desk_door *desk);

void desk_sign_in(struct desk_door *desk, const char *email);

struct heard desk_get(struct desk_door *desk, const char *path);
struct heard desk_post(struct desk_door *desk, const char *path, const char *body);
struct json *desk_ask(struct desk_door *desk, const char *path); /* what the API answers */

/* The value of "a.b" within a model, as text; "" for none. */
const char *desk_value(struct desk_door *desk, const struct json *model, const char *path);

/* A sale to a customer of the file; owed_cents negative for a credit. */
struct sale {
    const char *aux, *name, *piece, *on; /* on: AAAAMMJJ */
    long cents;
    const char *letter;
};

/* A FEC of these sales, each of which balances; the size of what is posted, token and all. */
struct heard desk_upload(struct desk_door *desk, const char *path, const char *file_name,
                         const char *bytes, const char *fields);
const char *desk_fec(struct desk_door *desk, const struct sale *sales, size_t count);

/* Sales of three customers who owe and one who has paid, and the file's name. */
extern const struct sale desk_sales[];
extern const size_t desk_sale_count;
extern const char DESK_FILE_NAME[];

/* The accountant signed in, and this file taken in: client 1, import 1. */
void desk_open_with_file(struct desk_door *desk);

int64_t desk_number(struct desk_door *desk, const char *sql);

/* The path of client 1's customer of an auxiliary account, with an end. */
const char *desk_customer_path(struct desk_door *desk, const char *aux, const char *end);

#endif
