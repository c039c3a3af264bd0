/*
 * For tests only: a campaign to clients of whom some are not asked.
 */
#ifndef REQUEST_TEST_CAMPAIGN_H
#define REQUEST_TEST_CAMPAIGN_H

#include "request/campaign_list.h"
#include "request/test_ask.h"

enum { ARCHIVED = 3, SILENT = 4, SECRET = 5 };

static inline const char *day_text(struct arena *arena, const char *language, struct date day)
{
    return arena_format(arena, "%s %s", language, date_text(arena, day));
}

/* Beside those of test_ask: one archived, one without an address, one that Ada alone sees. */
static inline void prepare(struct ctx *cx)
{
    begin(cx);
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at, is_confidential) VALUES"
        " (1, 3, 'C', 'Close', 'close', '', 'fr', 'archived', 0, 0),"
        " (1, 4, 'D', 'Douce', 'douce', '', 'fr', 'active', 0, 0),"
        " (1, 5, 'E', 'Ecart', 'ecart', '', 'fr', 'active', 0, 1)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 3, 1, 1, 1, 0, 0, 0, 0),"
        " (1, 5, 1, 1, 1, 0, 0, 0, 0)"));
    assert_true(
        books_run_text(cx,
                       "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
                       " VALUES (1, 1, 5, 1, 'holder', '2026-01-01', 0)"));
    cx->actor = ADA;
}

static inline int64_t drawn(struct ctx *cx)
{
    static const int64_t clients[] = { 2, 1, ARCHIVED, SILENT, SECRET, 1 };
    int64_t id = 0;

    assert_true(campaign_draw(cx, clients, COUNT_OF(clients), &id));
    return id;
}

static inline struct campaign words(int64_t id)
{
    static struct campaign_item items[] = {
        { .kind = ITEM_DOCUMENT, .name = { { "Attestation", "" } }, .is_blocking = true },
        { .kind = ITEM_YES_NO, .name = { { "Des salariés ?", "Any staff?" } } },
    };

    return (struct campaign){
        .id = id,
        .name = { { "Facturation électronique", "" } },
        .instructions = { { "Merci de nous dire où vous en êtes.", "" } },
        .has_due = true,
        .due_on = march(20),
        .items = items,
        .item_count = COUNT_OF(items),
    };
}

static inline const char *why_of(struct ctx *cx, int64_t id, int64_t client)
{
    const struct campaign_page page = { .standing = "", .limit = 100 };
    struct campaign_row *rows;
    size_t count;

    assert_true(campaign_rows(cx, id, &page, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].client == client)
            return rows[i].why;
    return NULL;
}

static inline int64_t request_of(struct ctx *cx, int64_t client)
{
    return number(cx,
                  arena_format(cx->arena,
                               "SELECT id FROM request WHERE campaign = 1 AND client = %d",
                               (int)client));
}

#endif
