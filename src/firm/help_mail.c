/* How a comment on an article of the help reaches its author. */
#include "firm/firm.h"
#include "firm/help_vote.h"

SQL(AUTHOR, FIRM, "SELECT email FROM help_author WHERE firm = $1");

bool help_author_find(struct ctx *cx, const char **email)
{
    struct rows *rows = store_query(cx, &AUTHOR, NO_ARGS);
    const char *found = rows_next(rows) ? rows_text(rows, 0) : "";

    if (!rows_done(rows))
        return false;
    *email = found;
    return true;
}

SQL(SET, FIRM,
    "INSERT INTO help_author (firm, email, changed_at, changed_by) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm) DO UPDATE SET email = $2, changed_at = $3, changed_by = $4");

bool help_author_set(struct ctx *cx, const char *email)
{
    return store_run(cx, &SET, ARGS(arg_text(email), arg_instant(cx->now), arg_int(cx->actor)));
}

SQL(MARK, FIRM,
    "UPDATE help_vote SET message = $4 WHERE firm = $1 AND article = $2 AND member = $3");

bool help_vote_tell(struct ctx *cx, const struct help_vote *vote)
{
    const char *author;
    struct firm firm;

    if (!help_author_find(cx, &author) || !firm_find(cx, &firm))
        return false;
    if (!*author)
        return true;
    struct message posted = { .person = cx->actor,
                              .kind = help_vote_kind.name,
                              .medium = "email",
                              .tone = help_vote_kind.name,
                              .recipient = author,
                              .language = firm.language,
                              .apart = true };
    return outbox_post(cx, &posted, 1)
        && store_run(cx, &MARK,
                     ARGS(arg_text(vote->article), arg_int(cx->actor), arg_int(posted.id)));
}

SQL(OF_MESSAGE, FIRM,
    "SELECT v.article, v.is_useful, v.reason, v.comment, m.name FROM help_vote v"
    " JOIN member m ON m.firm = v.firm AND m.id = v.member WHERE v.firm = $1 AND v.message = $2");

/* article NULL: another vote has taken its place. */
static bool vote_find(struct ctx *cx, int64_t message, struct help_vote *vote)
{
    struct rows *rows = store_query(cx, &OF_MESSAGE, ARGS(arg_int(message)));

    *vote = (struct help_vote){ 0 };
    if (rows_next(rows))
        *vote = (struct help_vote){ .article = rows_text(rows, 0),
                                    .is_useful = rows_int(rows, 1) == 1,
                                    .reason = rows_text(rows, 2),
                                    .comment = rows_text(rows, 3),
                                    .member_name = rows_text(rows, 4) };
    return rows_done(rows);
}

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct help_vote vote;

    if (!vote_find(cx, message, &vote))
        return false;
    *why = vote.article ? "" : "superseded";
    return true;
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    const char *author;
    struct firm firm;

    if (!help_author_find(cx, &author) || !firm_find(cx, &firm))
        return false;
    for (size_t i = 0; i < count; i++) {
        list[i].name = "";
        list[i].address = author;
        list[i].language = firm.language;
        list[i].balance.cents = *author != '\0';
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct help_vote vote;
    struct firm firm;

    if (!vote_find(cx, wording->message, &vote) || !firm_find(cx, &firm))
        return false;
    if (!vote.article)
        return fail(cx, FAULT_INPUT, "ARTICLE-ABSENT", NULL);
    json_put_text(model, "article", vote.article);
    json_put_text(model, "base_url", firm.base_url);
    json_put_text(
        model, "article_url",
        arena_format(cx->arena, "%s/aide/article?article=%s", firm.base_url, vote.article));
    json_put_text(model, "by", vote.member_name);
    json_put_bool(model, "is_useful", vote.is_useful);
    json_put_text(model, "comment", vote.comment);
    json_put_bool(json_put_map(model, "reasons"), *vote.reason ? vote.reason : "none", true);
    return true;
}

const struct chase_kind help_vote_kind = {
    .name = "help_vote",
    .reader = "author",
    .mail = "mail/help_vote",
    .for_firm = true,
    .at_once = true,
    .debtors = debtors,
    .word = word,
    .stands = stands,
};
