#include "firm/help_vote.h"

SQL(PUT, FIRM,
    "INSERT INTO help_vote (firm, article, member, is_useful, reason, comment, voted_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (firm, article, member)"
    " DO UPDATE SET is_useful = $4, reason = $5, comment = $6, voted_at = $7, message = NULL");

static bool put(struct ctx *cx, const struct help_vote *vote)
{
    return store_run(cx, &PUT,
                     ARGS(arg_text(vote->article), arg_int(cx->actor), arg_int(vote->is_useful),
                          arg_text(vote->reason), arg_text(vote->comment), arg_instant(cx->now)))
        && (!*vote->comment || help_vote_tell(cx, vote));
}

bool help_vote_put(struct ctx *cx, const struct help_vote *vote)
{
    return store_begin(cx) && store_end(cx, put(cx, vote));
}

SQL(LIST, FIRM,
    "SELECT v.article, v.is_useful, v.reason, v.comment, m.name, v.voted_at FROM help_vote v"
    " JOIN member m ON m.firm = v.firm AND m.id = v.member WHERE v.firm = $1"
    " ORDER BY v.voted_at DESC, v.article, v.member LIMIT $2 /* scan: a few a member */");

bool help_vote_list(struct ctx *cx, size_t limit, struct help_vote **votes, size_t *count)
{
    struct help_vote *list = arena_new(cx->arena, struct help_vote, limit + 1);
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int((int64_t)limit)));
    size_t size = 0;

    while (rows_next(rows))
        list[size++] = (struct help_vote){
            .article = rows_text(rows, 0),
            .is_useful = rows_int(rows, 1) != 0,
            .reason = rows_text(rows, 2),
            .comment = rows_text(rows, 3),
            .member_name = rows_text(rows, 4),
            .voted_at = rows_instant(rows, 5),
        };
    if (!rows_done(rows))
        return false;
    *votes = list;
    *count = size;
    return true;
}
