#include "client/amendment.h"

#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "store/visible.h"

SQL(SAME, FIRM,
    "SELECT a.version FROM amendment a WHERE a.firm = $1 AND a.plan = $2 AND a.title = $3"
    " AND a.sha256 = $4 AND " AMENDMENT_ASKED);

static bool check_new(struct ctx *cx, const struct amendment *amendment)
{
    struct rows *rows = store_query(cx, &SAME,
                                    ARGS(arg_text(amendment->plan), arg_text(amendment->title),
                                         arg_bytes(amendment->sha256, 32)));
    const char *version =
        rows_next(rows) ? arena_format(cx->arena, "%lld", (long long)rows_int(rows, 0)) : NULL;

    if (!rows_done(rows))
        return false;
    return !version || fail(cx, FAULT_CONFLICT, "AVENANT-MEME", "version", version, NULL);
}

SQL(NEXT, FIRM,
    "SELECT COALESCE(MAX(version), 0) + 1 FROM amendment WHERE firm = $1 AND plan = $2");
SQL(ADD, FIRM,
    "INSERT INTO amendment (firm, id, plan, version, title, text, sha256, published_at,"
    " published_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

static bool add(struct ctx *cx, struct amendment *amendment)
{
    struct rows *rows = store_query(cx, &NEXT, ARGS(arg_text(amendment->plan)));

    amendment->version = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows) && store_id(cx, "amendment", 1, &amendment->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(amendment->id), arg_text(amendment->plan),
                          arg_int(amendment->version), arg_text(amendment->title),
                          arg_text(amendment->text), arg_bytes(amendment->sha256, 32),
                          arg_instant(cx->now), arg_int(cx->actor)));
}

static bool check(struct ctx *cx, const struct amendment *amendment)
{
    size_t title = str_chars(amendment->title), text = str_chars(amendment->text);

    if (!*amendment->plan || str_chars(amendment->plan) > LIMIT_FIELD_CHARS)
        return fail(cx, FAULT_INPUT, "AVENANT-OFFRE", "field", "plan", NULL);
    if (title == 0 || title > LIMIT_FIELD_CHARS)
        return fail(cx, FAULT_INPUT, "AVENANT-TITRE", "field", "title", NULL);
    if (text == 0 || text > LIMIT_AMENDMENT_CHARS)
        return fail(cx, FAULT_INPUT, "AVENANT-TEXTE", "field", "text", "limit",
                    arena_format(cx->arena, "%d", LIMIT_AMENDMENT_CHARS), NULL);
    return true;
}

bool amendment_publish(struct ctx *cx, struct amendment *amendment)
{
    unsigned char *hash = arena_new(cx->arena, unsigned char, crypto_hash_sha256_BYTES);
    struct amendment made = { .plan = str_trim(cx->arena, amendment->plan),
                              .title = str_trim(cx->arena, amendment->title),
                              .text = str_trim(cx->arena, amendment->text),
                              .sha256 = hash,
                              .published_at = cx->now,
                              .is_asked = true };

    if (!check(cx, &made))
        return false;
    crypto_hash_sha256(hash, (const unsigned char *)made.text, strlen(made.text));
    if (!store_begin(cx) || !store_end(cx, check_new(cx, &made) && add(cx, &made)))
        return false;
    *amendment = made;
    return true;
}

#define SEEN CLIENT_UNHIDDEN("c.id", "$2", "$3")
#define OF_PLAN " c.firm = $1 AND c.plan = a.plan AND c.state <> 'archived' AND " SEEN
#define COLUMNS                                                                                    \
    "a.id, a.plan, a.version, a.title, a.sha256, a.published_at, m.name, a.withdrawn_at,"          \
    " CASE WHEN " AMENDMENT_ASKED " THEN 1 ELSE 0 END,"                                            \
    " (SELECT COUNT(*) FROM client c WHERE" OF_PLAN "),"                                           \
    " (SELECT COUNT(*) FROM amendment_accepted x JOIN client c ON c.id = x.client"                 \
    "  WHERE x.firm = $1 AND x.amendment = a.id AND" OF_PLAN ")"
#define PUBLISHED                                                                                  \
    " FROM amendment a JOIN member m ON m.firm = a.firm AND m.id = a.published_by"                 \
    " WHERE a.firm = $1"

SQL(LIST, FIRM,
    "SELECT " COLUMNS ", ''" PUBLISHED " ORDER BY a.plan, a.version DESC"
    " /* scan: all clients, for an admin */");
SQL(FIND, FIRM,
    "SELECT " COLUMNS ", a.text" PUBLISHED " AND a.id = $4 /* scan: all clients, for an admin */");

static struct amendment row_read(struct rows *rows)
{
    size_t size;

    return (struct amendment){
        .id = rows_int(rows, 0),
        .plan = rows_text(rows, 1),
        .version = rows_int(rows, 2),
        .title = rows_text(rows, 3),
        .sha256 = rows_bytes(rows, 4, &size),
        .published_at = rows_instant(rows, 5),
        .published_by = rows_text(rows, 6),
        .is_withdrawn = !rows_null(rows, 7),
        .is_asked = rows_int(rows, 8) == 1,
        .clients = rows_int(rows, 9),
        .accepted = rows_int(rows, 10),
        .text = rows_text(rows, 11),
    };
}

bool amendment_list(struct ctx *cx, struct amendment **amendments, size_t *count)
{
    struct rows *rows =
        store_query(cx, &LIST, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct amendment *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *amendments = list;
    *count = listed;
    return true;
}

bool amendment_find(struct ctx *cx, int64_t id, struct amendment *amendment)
{
    struct rows *rows = store_query(
        cx, &FIND, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today), arg_int(id)));
    struct amendment found = { 0 };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "AVENANT-ABSENT", NULL);
    *amendment = found;
    return true;
}

SQL(WITHDRAW, FIRM,
    "UPDATE amendment SET withdrawn_at = $3 WHERE firm = $1 AND id = $2 AND withdrawn_at IS NULL");

static bool withdraw(struct ctx *cx, int64_t id)
{
    struct amendment amendment;
    int64_t changed;

    if (!amendment_find(cx, id, &amendment)
        || !store_change(cx, &WITHDRAW, ARGS(arg_int(id), arg_instant(cx->now)), &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_CONFLICT, "AVENANT-RETIRE", NULL);
}

bool amendment_withdraw(struct ctx *cx, int64_t id)
{
    return store_begin(cx) && store_end(cx, withdraw(cx, id));
}
