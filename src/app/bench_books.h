/*
 * For the bench only: books of many clients, all of them different, each with a holder, a contact,
 * figures and a tag.
 */
#ifndef APP_BENCH_BOOKS_H
#define APP_BENCH_BOOKS_H

#include "base/str.h"
#include "store/sql.h"
#include "store/store.h"

enum { MEMBERS = 60 };

static const char *const firsts[] = { "Boulangerie", "Garage",  "Transports", "Menuiserie",
                                      "Cabinet",     "Atelier", "Éditions",   "Pharmacie",
                                      "Plomberie",   "Hôtel",   "Librairie",  "Fleurs" };
static const char *const lasts[] = { "Martin", "Perrin",  "Rivoal", "Le Goff", "Dupont",
                                     "Müller", "Kerbrat", "Costa",  "Aubry",   "Lefèvre",
                                     "Moreau", "Bernard", "Petit",  "Robert",  "Richard" };

SQL(CLIENT, FIRM,
    "INSERT INTO client (firm, id, code, name, name_folded, siren, legal_form, sector, plan,"
    " language, state, created_at, changed) VALUES ($1, $2, $3, $4, $5, $6, 'SARL', $7, $8, 'fr',"
    " 'active', 0, 1)");
SQL(ASSIGN, FIRM,
    "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
    " VALUES ($1, $2, $2, $3, 'holder', '2026-01-01', 0)");
SQL(CONTACT, FIRM,
    "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
    " email_said, phone, language, created_at) VALUES ($1, $2, $3, $4, $5, $5, 'ok', '', '', 'fr',"
    " 0)");
SQL(LINK, FIRM,
    "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance, is_payroll,"
    " is_operational, added_at) VALUES ($1, $2, $2, 1, 1, 0, 0, 0, 0)");
SQL(STANDING, FIRM,
    "INSERT INTO standing (firm, client, open_cents, customers, unreached)"
    " VALUES ($1, $2, $3, 3, $4)");
SQL(AGEING, FIRM,
    "INSERT INTO ageing (firm, client, basis, day_on, open_cents, items, customers)"
    " VALUES ($1, $2, 'due', '2026-02-01', $3, 2, 1)");
SQL(FIGURE, FIRM,
    "INSERT INTO client_figure (firm, client, wallet_cents, missing_receipts, ready_exports,"
    " read_at) VALUES ($1, $2, $3, $4, $5, 0)");
SQL(TAG, FIRM, "INSERT INTO client_tag (firm, client, tag) VALUES ($1, $2, $3)");

struct filling {
    struct arena *arena;
    const struct statement *const *statement;
};

static inline const char *name_of(struct arena *arena, size_t i)
{
    return arena_format(arena, "%s %s %zu", firsts[i * 7919 % COUNT_OF(firsts)],
                        lasts[i * 104729 % COUNT_OF(lasts)], i);
}

static inline void fill_args(void *state, size_t i, struct arg *args)
{
    struct filling *filling = state;
    struct arena *arena = filling->arena;
    const struct statement *statement = *filling->statement;
    int64_t spread = (int64_t)(i * 2654435761U % 100000);
    const char *name = name_of(arena, i);

    args[0] = arg_int((int64_t)i + 1);
    args[1] = arg_int(spread);
    args[2] = arg_int(spread % 40);
    args[3] = arg_int(spread % 7);
    size_t count = statement == STANDING ? 3 : statement == AGEING ? 2 : 4;
    if (statement == ASSIGN)
        args[1] = arg_int(1 + spread % MEMBERS), count = 2;
    if (statement == TAG)
        args[1] = arg_text(arena_format(arena, "étiquette %d", (int)(spread % 30))), count = 2;
    if (statement == LINK)
        count = 1;
    if (statement == CONTACT) {
        args[1] = arg_text(arena_format(arena, "%s Contact", lasts[i % COUNT_OF(lasts)]));
        args[2] = arg_text(str_fold(arena, args[1].text));
        args[3] = arg_text(arena_format(arena, "contact%zu@client.example", i));
    }
    if (statement == CLIENT) {
        args[1] = arg_text(arena_format(arena, "D%06zu", i));
        args[2] = arg_text(name);
        args[3] = arg_text(str_fold(arena, name));
        args[4] = arg_text(arena_format(arena, "%09zu", 100000000 + i * 7919));
        args[5] = arg_text(arena_format(arena, "secteur %d", (int)(spread % 20)));
        args[6] = arg_text(arena_format(arena, "forfait %d", (int)(spread % 5)));
        count = 7;
    }
    args[count] = (struct arg){ .type = ARG_END };
}

static inline bool fill(struct ctx *cx, size_t clients)
{
    static const struct statement *const *const statements[] = { &CLIENT, &ASSIGN,   &CONTACT,
                                                                 &LINK,   &STANDING, &AGEING,
                                                                 &FIGURE, &TAG };
    struct arena arena = { 0 };
    bool well = true;

    for (size_t i = 0; well && i < COUNT_OF(statements); i++) {
        struct filling filling = { &arena, statements[i] };
        well = store_many(cx, statements[i], clients, fill_args, &filling);
        arena_free(&arena);
    }
    return well;
}

#endif
