/*
 * The customers of an ageing, row by row: one query a page, whatever the number of rows.
 */
#ifndef APP_AGEING_LIST_H
#define APP_AGEING_LIST_H

#include "app/sort.h"
#include "client/client.h"
#include "http/route.h"
#include "invoice/ageing.h"

/* What a page or a file of it was asked for. */
struct ageing_asked {
    struct client client;
    struct date on;
    enum ageing_basis basis;
    enum items_age age; /* customers with something of it; AGE_COUNT: all */
    const struct sort *sort;
    int64_t after;
};

extern const struct sort ageing_sorts[];

/* Reads the fields of the table ageing_fields. Fault: ABSENT CLIENT-ABSENT. */
MUST_USE bool ageing_asked(struct ctx *cx, const struct request *request,
                           struct ageing_asked *asked);

struct ageing_row {
    int64_t id;
    const char *name, *name_folded;
    const char *account; /* the auxiliary one where there is one */
    bool has_address, has_oldest;
    struct date oldest; /* of its debts, by the basis */
    struct money open, ages[AGE_COUNT];
};

/* At most limit rows behind the first asked->after. */
MUST_USE bool ageing_list(struct ctx *cx, const struct ageing_asked *asked, int64_t limit,
                          struct ageing_row **rows, size_t *count);

/* How many customers a filter shows and what they owe together: open and ages alone are set. */
struct ageing_total {
    struct ageing_row sum;
    int64_t count;
};
MUST_USE bool ageing_list_total(struct ctx *cx, const struct ageing_asked *asked,
                                struct ageing_total *total);

#endif
