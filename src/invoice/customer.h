/*
 * A customer: who buys from a client of the firm, and owes it money.
 */
#ifndef INVOICE_CUSTOMER_H
#define INVOICE_CUSTOMER_H

#include "base/money.h"
#include "store/store.h"

struct customer {
    int64_t id, client;
    const char *account, *aux, *name, *language;
    const char *email, *email_state, *email_said; /* "" and "missing" without an address */
    const char *doubt;                            /* "", "lettering", "names" */
    struct money balance;
    bool paused;
    bool paused_ends;
    struct date paused_until; /* its last day, when paused_ends */
    const char *paused_why;
    int64_t paused_by, email_by;        /* members; 0 nobody */
    struct instant paused_at, email_at; /* when; 0 while nobody did */
};

/* Fault ABSENT DEBITEUR-ABSENT. */
MUST_USE bool customer_find(struct ctx *cx, int64_t id, struct customer *customer);

/* Customers of a client with something open, the largest balance first, after a place. */
enum customer_order { CUSTOMER_BY_BALANCE, CUSTOMER_BY_NAME };
struct customer_place {
    enum customer_order order;
    bool only_missing; /* without a usable address */
    int64_t offset, limit;
};
MUST_USE bool customer_list(struct ctx *cx, int64_t client, const struct customer_place *place,
                            struct customer **customers, size_t *count);

struct customer_counts {
    int64_t open, missing, doubtful, paused; /* with something open; of these, … */
    struct money balance;
};
MUST_USE bool customer_count(struct ctx *cx, int64_t client, struct customer_counts *counts);

/* The first of a client's whose address it is, compared without case (P-2); 0: none. */
MUST_USE bool customer_find_by_email(struct ctx *cx, int64_t client, const char *email,
                                     int64_t *customer);

/*
 * What a person decides. Each goes with what it means for the chase, in one transaction: messages
 * under way are worded anew or dropped, what was held is looked at again.
 */
MUST_USE bool customer_set_email(struct ctx *cx, int64_t id, const char *email);

/* Those of several customers of one client, all or none. */
struct customer_email {
    int64_t customer;
    const char *email; /* "": none any more */
};
MUST_USE bool customer_set_emails(struct ctx *cx, const struct customer_email *emails,
                                  size_t count);
MUST_USE bool customer_pause(struct ctx *cx, int64_t id, const struct date *until,
                             const char *why); /* until NULL: without end */
MUST_USE bool customer_resume(struct ctx *cx, int64_t id);
MUST_USE bool customer_clear_doubt(struct ctx *cx, int64_t id);

/* The mail server refused the address (P-4); inside the caller's transaction or not. */
MUST_USE bool customer_bounced(struct ctx *cx, int64_t id, const char *said);

/* The customer of an account, general or auxiliary, as a person types it; id 0: none. */
MUST_USE bool customer_find_by_account(struct ctx *cx, int64_t client, const char *account,
                                       struct customer *customer);

#endif
