#include "mail/collect.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mail/key.h"

enum { SIGNATURE_CHARS = 20, ID_CHARS = 15 }; /* 80 bits, and typed into a scanner by hand */

static const char *const kinds[COLLECT_KIND_COUNT] = {
    [COLLECT_PURCHASES] = "purchases",
    [COLLECT_SALES] = "sales",
    [COLLECT_SMART] = "smart",
};

/* As they are read in an address. */
static const char *const words[COLLECT_KIND_COUNT] = {
    [COLLECT_PURCHASES] = "achats",
    [COLLECT_SALES] = "ventes",
    [COLLECT_SMART] = "tri",
};

static bool find_word(const char *const *table, const char *text, enum collect_kind *kind)
{
    for (enum collect_kind i = 0; i < COLLECT_KIND_COUNT; i++)
        if (strcmp(table[i], text) == 0) {
            *kind = i;
            return true;
        }
    return false;
}

const char *collect_kind_text(enum collect_kind kind)
{
    return kinds[kind];
}

bool collect_kind_parse(const char *text, enum collect_kind *kind)
{
    return find_word(kinds, text, kind);
}

static const char *signed_words(struct ctx *cx, const struct collect *collect, int64_t turn)
{
    return arena_format(cx->arena, "collect %" PRId64 " %" PRId64 " %s %" PRId64,
                        scope_firm_id(cx->store), collect->client, kinds[collect->kind], turn);
}

SQL(TURNS, FIRM, "SELECT kind, turn, renewed_at FROM collection WHERE firm = $1 AND client = $2");

static bool read_turns(struct ctx *cx, int64_t client, struct collect_address *addresses)
{
    struct rows *rows = store_query(cx, &TURNS, ARGS(arg_int(client)));
    enum collect_kind kind;

    while (rows_next(rows))
        if (collect_kind_parse(rows_text(rows, 0), &kind)) {
            addresses[kind].turn = rows_int(rows, 1);
            addresses[kind].renewed_at = rows_instant(rows, 2);
        }
    return rows_done(rows);
}

bool collect_list(struct ctx *cx, int64_t client,
                  struct collect_address addresses[COLLECT_KIND_COUNT])
{
    struct collect_address found[COLLECT_KIND_COUNT] = { 0 };
    const char *signature;

    if (!read_turns(cx, client, found))
        return false;
    for (enum collect_kind i = 0; i < COLLECT_KIND_COUNT; i++) {
        const struct collect collect = { .client = client, .kind = i };
        if (!key_sign(cx, signed_words(cx, &collect, found[i].turn), &signature))
            return false;
        found[i].tag = arena_format(cx->arena, "%s-%" PRId64 "-%" PRId64 "-%.*s", words[i], client,
                                    found[i].turn, SIGNATURE_CHARS, signature);
    }
    memcpy(addresses, found, sizeof found);
    return true;
}

/* "57-": a number that a client or a turn may have; -1 for what is none. */
static int64_t take_number(const char **text)
{
    size_t size = strspn(*text, "0123456789");
    int64_t number = 0;

    if (size == 0 || size > ID_CHARS || (*text)[size] != '-')
        return -1;
    for (size_t i = 0; i < size; i++)
        number = number * 10 + ((*text)[i] - '0');
    *text += size + 1;
    return number;
}

/* What stands in it, unproved; *signature is its end. */
static bool parse(struct arena *arena, const char *tag, struct collect *collect,
                  const char **signature, int64_t *turn)
{
    size_t size = strcspn(tag, "-");

    if (!tag[size] || !find_word(words, arena_text(arena, tag, size), &collect->kind))
        return false;
    *signature = tag + size + 1;
    collect->client = take_number(signature);
    *turn = collect->client > 0 ? take_number(signature) : -1;
    return *turn >= 0 && strlen(*signature) == SIGNATURE_CHARS;
}

bool collect_find(struct ctx *cx, const char *address, struct collect *collect)
{
    struct collect_address now[COLLECT_KIND_COUNT] = { 0 };
    struct collect found = { 0 };
    const char *signature;
    bool is_ours = false;
    int64_t turn = 0;

    if (parse(cx->arena, key_candidate(cx->arena, address), &found, &signature, &turn)
        && (!key_verify(cx, signed_words(cx, &found, turn), signature, &is_ours)
            || (is_ours && !read_turns(cx, found.client, now))))
        return false;
    found.is_old = is_ours && turn != now[found.kind].turn;
    *collect = is_ours ? found : (struct collect){ 0 };
    return true;
}

SQL(RENEW, FIRM,
    "INSERT INTO collection (firm, client, kind, turn, renewed_at, member, contact)"
    " VALUES ($1, $2, $3, 1, $4, $5, $6) ON CONFLICT (firm, client, kind) DO UPDATE"
    " SET turn = collection.turn + 1, renewed_at = excluded.renewed_at, member = excluded.member,"
    " contact = excluded.contact");

bool collect_renew(struct ctx *cx, int64_t client, enum collect_kind kind, int64_t contact)
{
    return store_run(cx, &RENEW,
                     ARGS(arg_int(client), arg_text(kinds[kind]), arg_instant(cx->now),
                          arg_int_or_null(contact == 0 && cx->actor > 0, cx->actor),
                          arg_int_or_null(contact > 0, contact)));
}
