/*
 * For tests only: a firm with eight clients that bear every kind of name, and its directory.
 */
#ifndef CLIENT_TEST_DIRECTORY_H
#define CLIENT_TEST_DIRECTORY_H

#include "base/str.h"
#include "base/test.h"
#include "client/directory_query.h"
#include "client/shelf.h"
#include "store/test_books.h"
#include <string.h>

enum { ADA = 1, KEN, ZOE };

static inline void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static inline void add_member(struct ctx *cx, int id, const char *name, const char *role)
{
    run(cx,
        arena_format(cx->arena,
                     "INSERT INTO member (firm, id, name, email, email_folded, role, language,"
                     " state, created_at) VALUES (1, %d, '%s', 'm%d@x.fr', 'm%d@x.fr', '%s',"
                     " 'fr', 'active', 0)",
                     id, name, id, id, role));
}

struct made {
    const char *name, *siren, *siret, *state, *contact, *email;
    int holder;
};

static const struct made people[] = {
    { "L’Œnologie du Port", "732829320", "73282932000074", "active", "Jeanne Dupont",
      "jeanne.dupont@cave.example", ADA },
    { "Garage Perrin", "811204776", "", "active", "Luc Perrin", "luc@perrin.example", KEN },
    { "Straße & Söhne", "389771645", "", "active", "", "", KEN },
    { "Jean-Paul Müller", "795130668", "", "onboarding", "", "", KEN },
    { "Boulangerie Martin", "430556190", "", "invited", "", "", 0 },
    { "Boulangerie Marten", "518330902", "", "active", "", "", ADA },
    { "Éditions du Large", "523884471", "", "active", "", "", 0 },
    { "Zinc", "902441038", "", "archived", "", "", ADA },
};

static inline void add_client(struct ctx *cx, int64_t id, const struct made *made)
{
    run(cx,
        arena_format(
            cx->arena,
            "INSERT INTO client (firm, id, code, name, name_folded, siren, siret, language,"
            " state, created_at) VALUES (1, %lld, 'C%03lld', '%s', '%s', '%s', '%s', 'fr',"
            " '%s', 0)",
            (long long)id, (long long)id, made->name, str_fold(cx->arena, made->name), made->siren,
            made->siret, made->state));
    if (made->holder)
        run(cx,
            arena_format(cx->arena,
                         "INSERT INTO assignment (firm, id, client, member, function, first_on,"
                         " by) VALUES (1, %lld, %lld, %d, 'holder', '2026-01-01', 0)",
                         (long long)id, (long long)id, made->holder));
    if (!*made->contact)
        return;
    run(cx,
        arena_format(cx->arena,
                     "INSERT INTO contact (firm, id, name, name_folded, email, email_folded,"
                     " email_state, email_said, phone, language, created_at) VALUES (1, %lld,"
                     " '%s', '%s', '%s', '%s', 'ok', '', '', 'fr', 0)",
                     (long long)id, made->contact, str_fold(cx->arena, made->contact), made->email,
                     made->email));
    run(cx,
        arena_format(cx->arena,
                     "INSERT INTO client_contact (firm, client, contact, is_legal, is_main,"
                     " is_finance, is_payroll, is_operational, added_at) VALUES (1, %lld, %lld,"
                     " 1, 1, 0, 0, 0, 0)",
                     (long long)id, (long long)id));
}

static inline void begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(date_parse("2026-03-31", &cx->today));
    add_member(cx, ADA, "Ada Lebrun", "admin");
    add_member(cx, KEN, "Ken Ozu", "accountant");
    add_member(cx, ZOE, "Zoé Abel", "accountant");
    for (size_t i = 0; i < COUNT_OF(people); i++)
        add_client(cx, (int64_t)i + 1, &people[i]);
}

static inline struct directory_query all_query(void)
{
    return (struct directory_query){
        .member = ADA, .is_admin = true, .tab = TAB_ALL, .search = "", .place = "", .limit = 50
    };
}

static inline struct directory *take(struct ctx *cx)
{
    struct directory *directory;

    assert_true(shelf_take(cx, NULL, &directory));
    return directory;
}

/* The ids found, « 3 1 2 ». */
static inline const char *ids(struct ctx *cx, struct directory *directory,
                              const struct directory_query *query)
{
    struct directory_found found = directory_query(directory, cx->arena, query);
    const char *text = "";

    for (size_t i = 0; i < found.count; i++)
        text = arena_format(cx->arena, "%s%s%lld", text, *text ? " " : "",
                            (long long)directory_row(directory, found.rows[i])->id);
    return text;
}

#endif
