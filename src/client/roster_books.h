/*
 * The firm's clients as the books hold them, in the form in which files tell of them: for an
 * export, and to tell what an import would change.
 */
#ifndef CLIENT_ROSTER_BOOKS_H
#define CLIENT_ROSTER_BOOKS_H

#include "client/roster.h"
#include "store/store.h"

struct roster_record {
    int64_t client;
    int64_t contact; /* whom its ROSTER_CONTACT, _EMAIL and _PHONE tell of; 0: nobody */
    bool is_kept;    /* that one is at a client, too, that the actor may not see (P-9) */
    bool is_hidden;  /* the actor may not see it, or it is a test dossier: nothing of it is told */
    const char *state;
    struct date created;
    const char *lasting; /* labels of those who work for it without end; "" none */
    bool is_followed;    /* somebody will, from a day to come */
    const char *values[ROSTER_FIELD_COUNT];
};

struct roster_member {
    int64_t id;
    const char *label;                /* its name, or its address where two have one name */
    const char *name, *email, *words; /* words: of its name, folded and in order */
    bool is_active;
};

struct roster_hub {
    int64_t id;
    const char *name, *folded;
};

struct roster_person {
    int64_t id;
    const char *name, *email_folded;
    bool is_kept; /* at a client that the actor may not see */
};

struct roster_index;

struct roster_books {
    struct roster_record *records;    /* by name */
    struct roster_record **by_client; /* the same, by the client's id */
    size_t count;                     /* of both */
    struct roster_member *members;
    size_t member_count;
    struct roster_hub *hubs;
    size_t hub_count;
    struct roster_person *persons; /* contacts that have an address */
    size_t person_count;
    struct roster_index *addresses; /* of persons: their places */
};

/* All of them, hidden ones marked. */
MUST_USE bool roster_books_read(struct ctx *cx, struct roster_books *books);

const struct roster_record *roster_record_find(const struct roster_books *books, int64_t client);

/* By its name, its address, or what stands before the @: NULL for none, or for more than one. */
const struct roster_member *roster_member_find(struct arena *arena,
                                               const struct roster_books *books, const char *text);
const struct roster_person *roster_person_find(struct arena *arena,
                                               const struct roster_books *books, const char *email);
const struct roster_hub *roster_hub_find(struct arena *arena, const struct roster_books *books,
                                         const char *text);

/* Texts and what they stand for: the first number that was given to a text, and how many were. */
struct roster_index *roster_index_new(struct arena *arena, size_t most);
void roster_index_add(struct roster_index *index, const char *text, size_t number);
size_t roster_index_find(const struct roster_index *index, const char *text, size_t *first);

#endif
