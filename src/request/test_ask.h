/*
 * For tests only: a firm whose clients are asked for something.
 */
#ifndef REQUEST_TEST_ASK_H
#define REQUEST_TEST_ASK_H

#include <string.h>

#include "request/answer.h"
#include "store/test_books.h"

enum { ANNE = 1, PAUL = 2, LEA = 3 }; /* legal representative, operational, payroll */
enum { ADA = 1, KEN = 2 };            /* an admin, an accountant */

static const struct hand anne __attribute__((unused)) = { .way = WAY_SPACE, .contact = ANNE };
static const struct hand paul __attribute__((unused)) = { .way = WAY_SPACE, .contact = PAUL };

static inline struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

/* Two clients: Anne is legal at both, Paul gets the reminders of the first, Léa does its payroll.
 */
static inline void begin(struct ctx *cx)
{
    cx->today = march(2);
    cx->now = (struct instant){ INT64_C(1772442000000) };
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0),"
        " (1, 2, 'B', 'Boutique', 'boutique', '', 'fr', 'active', 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Anne', 'anne', 'anne@a.example', 'anne@a.example', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Paul', 'paul', 'paul@a.example', 'paul@a.example', 'ok', '', '', 'fr', 0),"
        " (1, 3, 'Lea', 'lea', 'lea@a.example', 'lea@a.example', 'ok', '', '', 'en', 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0),"
        " (1, 1, 2, 0, 0, 0, 0, 1, 0), (1, 1, 3, 0, 0, 0, 1, 0, 0), (1, 2, 1, 1, 1, 0, 0, 0, 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, email, email_folded, name, role, state, language,"
        " password_hash, created_at, is_super_user, is_migration_lead) VALUES"
        " (1, 1, 'ada@f.example', 'ada@f.example', 'Ada', 'admin', 'active', 'fr', 'x', 0, 0, 0),"
        " (1, 2, 'ken@f.example', 'ken@f.example', 'Ken', 'accountant', 'active', 'fr', 'x', 0, 0,"
        " 0)"));
}

static inline int64_t number(struct ctx *cx, const char *query)
{
    int64_t count = -1;

    assert_true(books_number(cx, query, &count));
    return count;
}

/* Adds « TVA de février »: a document and a figure that block, a text that does not. Due the 12th.
 */
static inline struct demand ask(struct ctx *cx, int64_t client, bool needs_payroll)
{
    static const struct item pattern[] = {
        { .kind = ITEM_DOCUMENT, .name = "Factures", .is_blocking = true },
        { .kind = ITEM_FIGURE, .name = "Caisse", .is_blocking = true },
        { .kind = ITEM_ANSWER, .name = "Remarques" },
    };
    struct item *items = arena_new(cx->arena, struct item, COUNT_OF(pattern));
    struct demand request = {
        .client = client,
        .name = "TVA de février",
        .instructions = "Merci de déposer vos éléments du mois.",
        .due_on = march(12),
        .needs_payroll = needs_payroll,
        .items = items,
        .item_count = COUNT_OF(pattern),
    };

    memcpy(items, pattern, sizeof pattern);
    cx->actor = ADA;
    assert_true(request_add(cx, &request));
    cx->actor = 0;
    return request;
}

static inline void refuse(struct ctx *cx, bool was_taken, const char *code)
{
    assert_false(was_taken);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

#endif
