#include "client/duplicate.h"

#include <assert.h>

#include "base/str.h"
#include "client/check.h"
#include "client/contact.h"
#include "client/visible.h"

const char *duplicate_reason_text(enum duplicate_reason reason)
{
    static const char *const texts[] = {
        [DUPLICATE_SIREN] = "siren",
        [DUPLICATE_NAME] = "name",
        [DUPLICATE_EMAIL] = "email",
    };

    assert(reason <= DUPLICATE_EMAIL);
    return texts[reason];
}

#define LIKE_THIS                                                                                  \
    "SELECT c.id, c.code, c.name, c.siren, c.state FROM client c WHERE c.firm = $1"                \
    " AND c.tester IS NULL AND " CLIENT_VISIBLE("c.id", "$3", "$4")

SQL(BY_SIREN, FIRM, LIKE_THIS " AND c.siren = $2 AND c.siren <> '' ORDER BY c.id LIMIT 10");
SQL(BY_NAME, FIRM, LIKE_THIS " AND c.name_folded = $2 AND c.name <> '' ORDER BY c.id LIMIT 10");
SQL(BY_EMAIL, FIRM,
    LIKE_THIS " AND c.id IN (SELECT r.client FROM contact p"
              " JOIN client_contact r ON r.firm = p.firm AND r.contact = p.id"
              " WHERE p.firm = $1 AND p.email_folded = $2 AND p.email_folded <> '')"
              " ORDER BY c.id LIMIT 10");

/* The list so far. */
struct found {
    struct duplicate *list;
    size_t count;
};

static bool is_listed(const struct found *found, int64_t client)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->list[i].client == client)
            return true;
    return false;
}

static bool add_like(struct ctx *cx, const struct statement *const *statement, const char *value,
                     enum duplicate_reason reason, struct found *found)
{
    struct rows *rows = store_query(
        cx, statement, ARGS(arg_text(value), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows)) {
        int64_t client = rows_int(rows, 0);
        if (found->count == DUPLICATE_LIMIT || is_listed(found, client))
            continue;
        found->list[found->count++] = (struct duplicate){
            .client = client,
            .code = rows_text(rows, 1),
            .name = rows_text(rows, 2),
            .siren = rows_text(rows, 3),
            .state = rows_text(rows, 4),
            .reason = reason,
        };
    }
    return rows_done(rows);
}

bool duplicate_list(struct ctx *cx, const struct likeness *likeness, struct duplicate **duplicates,
                    size_t *count)
{
    struct client typed = { .siren = likeness->siren };
    const char *name = likeness->name ? likeness->name : "";
    const char *email = likeness->email ? likeness->email : "";
    struct found found = { .list = arena_new(cx->arena, struct duplicate, DUPLICATE_LIMIT) };

    client_tidy(cx->arena, &typed);
    if (!add_like(cx, &BY_SIREN, typed.siren, DUPLICATE_SIREN, &found)
        || !add_like(cx, &BY_NAME, str_fold(cx->arena, name), DUPLICATE_NAME, &found)
        || !add_like(cx, &BY_EMAIL, contact_folded(cx->arena, email), DUPLICATE_EMAIL, &found))
        return false;
    *duplicates = found.list;
    *count = found.count;
    return true;
}
