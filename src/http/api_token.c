#include "http/api_token.h"

#include <string.h>

#include "base/str.h"
#include "http/route.h"
#include "store/wait.h"

static const char PREFIX[] = "qts_";
static const int64_t MINUTE_MS = 60000;

struct date api_token_day(struct date from, int years)
{
    struct civil civil = date_civil(from);
    bool exists = date_exists(civil.year + years, civil.month, civil.day);

    return date_of(civil.year + years, civil.month, exists ? civil.day : civil.day - 1);
}

bool api_token_is_live(const struct api_token *token, struct date today)
{
    return token->ended_at.ms == 0 && token->last.day >= today.day;
}

/* What is no token at all is looked for like one, so that all refusals take the same work. */
static struct arg hash_of(struct arena *arena, const char *text)
{
    struct secret secret;

    if (!str_starts(text, PREFIX) || !secret_parse(text + strlen(PREFIX), &secret))
        secret = secret_draw();
    return arg_secret(arena, &secret);
}

SQL(LIVE, FIRM,
    "SELECT COUNT(*) FROM api_token t WHERE t.firm = $1 AND t.ended_at IS NULL AND t.last_on >= $2"
    " AND (t.member = $3 OR t.contact = $4)");

static bool room_left(struct ctx *cx, const struct api_token *token)
{
    struct rows *rows = store_query(cx, &LIVE,
                                    ARGS(arg_date(cx->arena, cx->today),
                                         arg_int_or_null(token->member > 0, token->member),
                                         arg_int_or_null(token->contact > 0, token->contact)));
    int64_t count = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    return count < API_TOKENS_LIMIT
        || fail(cx, FAULT_CONFLICT, "JETON-TROP", "limit",
                arena_format(cx->arena, "%d", API_TOKENS_LIMIT), NULL);
}

static bool last_stands(struct ctx *cx, struct date last)
{
    struct date limit = api_token_day(cx->today, API_TOKEN_YEARS_LIMIT);

    if (last.day >= cx->today.day && last.day <= limit.day)
        return true;
    return fail(cx, FAULT_INPUT, "JETON-FIN", "field", "last_on", "limit",
                date_text(cx->arena, limit), NULL);
}

SQL(ADD, FIRM,
    "INSERT INTO api_token (firm, id, token_hash, member, contact, name, may_write, is_admin,"
    " last_on, made_at, seen_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '')");

static bool row_add(struct ctx *cx, struct api_token *token, const struct secret *secret)
{
    return room_left(cx, token) && store_id(cx, "api_token", 1, &token->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(token->id), arg_secret(cx->arena, secret),
                          arg_int_or_null(token->member > 0, token->member),
                          arg_int_or_null(token->contact > 0, token->contact),
                          arg_text(token->name), arg_int(token->may_write),
                          arg_int(token->is_admin), arg_date(cx->arena, token->last),
                          arg_instant(cx->now)));
}

bool api_token_add(struct ctx *cx, struct api_token *token, const char **text)
{
    const struct secret secret = secret_draw();
    struct api_token added = *token;

    if (!last_stands(cx, token->last) || !store_begin(cx)
        || !store_end(cx, row_add(cx, &added, &secret)))
        return false;
    *token = added;
    *text = arena_format(cx->arena, "%s%s", PREFIX, secret_text(cx->arena, &secret));
    return true;
}

SQL(FIND, FIRM,
    "SELECT t.id, t.member, t.contact, t.may_write, t.is_admin, t.last_on, t.ended_at,"
    " m.role, m.state, COALESCE(m.language, p.language), a.version,"
    " CASE WHEN l.closed_at IS NULL AND COALESCE(l.reopened_at, 0) <= t.made_at"
    "   AND EXISTS (SELECT 1 FROM client_contact k WHERE k.firm = t.firm AND k.contact = t.contact)"
    "   THEN 1 ELSE 0 END, t.seen_at"
    " FROM api_token t LEFT JOIN member m ON m.firm = t.firm AND m.id = t.member"
    " LEFT JOIN contact p ON p.firm = t.firm AND p.id = t.contact"
    " LEFT JOIN contact_login l ON l.firm = t.firm AND l.contact = t.contact"
    " LEFT JOIN terms_accepted a ON a.firm = t.firm AND a.contact = t.contact AND a.version = $3"
    " WHERE t.firm = $1 AND t.token_hash = $2");

static unsigned role_of(struct rows *rows)
{
    if (rows_null(rows, 1))
        return rows_null(rows, 10) ? ROLE_NEWCOMER : ROLE_CLIENT;
    bool is_admin = rows_int(rows, 4) == 1 && strcmp(rows_text(rows, 7), "admin") == 0;
    return is_admin ? ROLE_ADMIN : ROLE_ACCOUNTANT;
}

static bool stands(struct rows *rows, struct date today)
{
    bool has_owner =
        rows_null(rows, 1) ? rows_int(rows, 11) == 1 : strcmp(rows_text(rows, 8), "active") == 0;

    return has_owner && rows_null(rows, 6) && rows_date(rows, 5).day >= today.day;
}

static struct session *session_of(struct arena *arena, struct rows *rows)
{
    struct session *session = arena_new(arena, struct session, 1);

    *session = (struct session){
        .api_token = rows_int(rows, 0),
        .member = rows_int(rows, 1),
        .contact = rows_int(rows, 2),
        .reads_only = rows_int(rows, 3) == 0,
        .role = role_of(rows),
        .language = rows_text(rows, 9),
        .notice = "",
        .token = "",
    };
    return session;
}

SQL(SEEN, FIRM,
    "UPDATE api_token SET seen_at = $3, seen_from = $4"
    " WHERE firm = $1 AND id = $2 AND (seen_at IS NULL OR seen_at < $3)");

bool api_token_find(struct ctx *cx, const struct api_token_shown *shown,
                    const struct session **session)
{
    struct rows *rows = store_query(
        cx, &FIND,
        ARGS(hash_of(cx->arena, shown->text), arg_text(shown->terms ? shown->terms : "")));
    struct session *found = NULL;
    int64_t seen_ms = 0;

    if (rows_next(rows) && stands(rows, cx->today)) {
        found = session_of(cx->arena, rows);
        seen_ms = rows_int(rows, 12);
    }
    if (!rows_done(rows))
        return false;
    if (found && cx->now.ms - seen_ms > MINUTE_MS && !store_waits(cx)
        && !store_run(
            cx, &SEEN,
            ARGS(arg_int(found->api_token), arg_instant(cx->now), arg_text(shown->address))))
        return false;
    *session = found;
    return true;
}
