/*
 * For tests only: clients whose customers owe, in the books of a day of March 2026.
 */
#ifndef WORKER_TEST_OWING_H
#define WORKER_TEST_OWING_H

#include "chase/rules.h"
#include "client/client.h"
#include "invoice/import.h"
#include "store/test_books.h"

static inline struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static inline struct instant at(int day, int hour)
{
    return (struct instant){ march(day).day * INT64_C(86400000) + hour * INT64_C(3600000) };
}

static inline int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* A client whose customers owe an invoice each, of a day. */
static inline int64_t add_owing(struct ctx *cx, const char *code, int customers, struct date issued)
{
    struct fec_customer *list = arena_new(cx->arena, struct fec_customer, (size_t)customers);
    struct fec_item *items = arena_new(cx->arena, struct fec_item, (size_t)customers);
    struct client client = {
        .code = code, .name = code, .siren = "", .language = "fr", .state = "active"
    };
    char hash[32] = { code[0], code[1] };

    for (int i = 0; i < customers; i++) {
        const char *name = arena_format(cx->arena, "%s-%d", code, i);
        list[i] = (struct fec_customer){ .account = "411000", .aux = name, .name = name };
        items[i] = (struct fec_item){ .customer = (uint32_t)i,
                                      .date = issued,
                                      .piece = name,
                                      .money = { 1000 },
                                      .label = "",
                                      .letter = "" };
    }
    struct fec_facts facts = { .customers = list,
                               .customer_count = (size_t)customers,
                               .items = items,
                               .item_count = (size_t)customers };
    struct import import = {
        .file_name = "f.txt", .sha256 = hash, .siren = "", .report = "{}", .facts = &facts
    };
    assert_true(client_add(cx, &client));
    import.client = client.id;
    assert_true(import_fec(cx, &import));
    assert_true(books_run_text(
        cx, "UPDATE customer SET email = 'a' || id || '@b.example', email_state = 'ok'"));
    return client.id;
}

/* Its first messages leave without being seen. */
static inline void approve(struct ctx *cx, int64_t client)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena, "INSERT INTO approval VALUES (1, %lld, 1, 1)", (long long)client)));
}

/* Firm 1, with its scenario for invoices. */
static inline void begin_books(struct ctx *cx)
{
    cx->actor = 0;
    assert_true(books_firm(cx, 1));
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
}

#endif
