#include <string.h>

#include "app/article.h"
#include "app/handlers.h"
#include "app/page.h"
#include "app/people.h"
#include "base/limits.h"
#include "base/str.h"
#include "firm/help_vote.h"
#include "view/view.h"

const struct field help_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { .name = "page", .check = CHECK_PATH },
    { .name = "role", .check = CHECK_CHOICE, .choices = "member admin" },
    { 0 },
};

const struct field article_fields[] = {
    { .name = "article", .check = CHECK_TEXT, .required = true },
    { 0 },
};

const struct field help_vote_fields[] = {
    { .name = "article", .check = CHECK_TEXT, .required = true },
    { .name = "useful", .check = CHECK_CHOICE, .choices = "yes no", .required = true },
    { .name = "reason", .check = CHECK_CHOICE, .choices = "wrong unclear incomplete other" },
    { .name = "comment", .check = CHECK_NOTE },
    { 0 },
};

static const char *const sections[] = { "start", "work", "dunning", "clients", "firm" };

/* Whom an article may be for, as the address says it; the first one leaves all. */
static const struct reader {
    const char *word, *mark; /* mark: as the model says it */
    unsigned roles;
} readers[] = {
    { "", "is_all", 0 },
    { "member", "is_members", ROLE_MEMBER },
    { "admin", "is_admins", ROLE_ADMIN },
};

static bool is_for(const struct article *article, const struct reader *reader)
{
    return reader->roles == 0 || article->roles == reader->roles;
}

static const struct reader *reader_asked(const struct request *request)
{
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (strcmp(request_text(request, "role"), readers[i].word) == 0)
            return &readers[i];
    return &readers[0];
}

/* Every word that was typed begins one of the article's. */
static bool is_found(struct arena *arena, const struct request *request,
                     const struct article *article)
{
    const char *at = str_fold(arena, request_text(request, "q")),
               *words = article_words(arena, article, request_language(request));

    while (*at) {
        size_t size = strcspn(at, " ");
        if (size > 0 && !strstr(words, arena_format(arena, " %.*s", (int)size, at)))
            return false;
        at += size + (at[size] == ' ');
    }
    return true;
}

static void put_article(struct arena *arena, const char *language, const struct article *article,
                        struct json *list)
{
    struct json *row = json_add_map(list);
    const char *title = arena_format(arena, "help_title.%s", article->name);

    json_put_text(row, "name", article->name);
    json_put_text(row, "title", view_text(arena, language, title, NULL));
    json_put_bool(row, "is_for_admins", article->roles == ROLE_ADMIN);
    json_put_bool(row, "has_film", article->has_film);
}

/* P-24: the articles for a role, with how many of them the words leave. */
static void put_readers(struct arena *arena, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "roles");
    const char *query = request_text(request, "q"),
               *start = *query ? arena_format(arena, "&q=%s", page_coded(arena, query)) : "";

    int64_t counts[COUNT_OF(readers)] = { 0 };

    for (const struct article *article = articles; article->name; article++)
        if (is_found(arena, request, article))
            for (size_t i = 0; i < COUNT_OF(readers); i++)
                counts[i] += is_for(article, &readers[i]);
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        struct json *row = json_add_map(list);
        json_put_text(row, "word", readers[i].word);
        json_put_bool(row, readers[i].mark, true);
        json_put_text(row, "url", arena_format(arena, "/aide?role=%s%s", readers[i].word, start));
        json_put_int(row, "count", counts[i]);
        json_put_bool(row, "is_current", reader_asked(request) == &readers[i]);
    }
}

static void put_sections(struct arena *arena, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "sections");
    const char *language = request_language(request);
    const struct reader *reader = reader_asked(request);
    size_t found = 0;

    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        struct json *section = json_map(arena), *rows = json_put_list(section, "articles");
        const char *title = arena_format(arena, "help_section.%s", sections[i]);
        json_put_text(section, "name", sections[i]);
        json_put_text(section, "title", view_text(arena, language, title, NULL));
        for (const struct article *article = articles; article->name; article++)
            if (strcmp(article->section, sections[i]) == 0 && is_for(article, reader)
                && is_found(arena, request, article))
                put_article(arena, language, article, rows);
        found += json_count(rows);
        if (json_count(rows) > 0)
            json_add(list, section);
    }
    json_put_bool(model, "has_articles", found > 0);
}

/* For the page one comes from, those for one's own role. */
static void put_near(struct arena *arena, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "near");
    const char *page = request_text(request, "page");

    for (const struct article *article = articles; article->name && *page; article++)
        if ((article->roles & request_role(request)) && article_is_about(article, page))
            put_article(arena, request_language(request), article, list);
    json_put_bool(model, "has_near", json_count(list) > 0);
}

/* P-1: whom to ask, of one's own hub. */
static bool put_super_users(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "super_users");
    struct people people;

    if (!people_load(cx, &people))
        return false;
    const struct member *self = people_find(&people, request_member(request));
    for (size_t i = 0; i < people.count && self && self->hub > 0; i++) {
        const struct member *member = &people.members[i];
        if (member->hub == self->hub && member->is_super_user && member->state == MEMBER_ACTIVE)
            people_put(&people, member, json_add_map(list));
    }
    json_put_bool(model, "has_super_users", json_count(list) > 0);
    json_put_text(model, "hub", self ? people_hub(&people, self->hub) : "");
    return true;
}

bool help_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *query = request_text(request, "q");

    json_put_text(answer->model, "query", query);
    json_put_bool(answer->model, "has_query", *query != '\0');
    json_put_text(answer->model, "role", request_text(request, "role"));
    json_put_bool(answer->model, "has_role", *request_text(request, "role") != '\0');
    json_put_bool(answer->model, "is_admin", (request_role(request) & ROLE_ADMIN) != 0);
    put_readers(cx->arena, request, answer->model);
    put_sections(cx->arena, request, answer->model);
    put_near(cx->arena, request, answer->model);
    return put_super_users(cx, request, answer->model);
}

static bool find(struct ctx *cx, const struct request *request, const struct article **article)
{
    *article = article_find(request_text(request, "article"));
    return *article || fail(cx, FAULT_ABSENT, "ARTICLE-ABSENT", NULL);
}

bool article_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct article *article;
    const char *language = request_language(request);

    if (!find(cx, request, &article))
        return false;
    struct json *list = json_list(cx->arena);
    put_article(cx->arena, language, article, list);
    json_put(answer->model, "article", json_at(list, 0));
    json_put_text(answer->model, "body",
                  arena_format(cx->arena, "help/%s.%s", article->name, language));
    return true;
}

bool help_vote(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct article *article;

    if (!find(cx, request, &article))
        return false;
    bool is_useful = strcmp(request_text(request, "useful"), "yes") == 0;
    const struct help_vote vote = {
        .article = article->name,
        .is_useful = is_useful,
        .reason = is_useful ? "" : request_text(request, "reason"),
        .comment = request_text(request, "comment"),
    };
    answer->redirect = arena_format(cx->arena, "/aide/article?article=%s", article->name);
    answer->notice = "notice.help_vote";
    return help_vote_put(cx, &vote);
}

bool help_votes_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "votes");
    const char *language = request_language(request);
    struct help_vote *votes;
    size_t count;

    if (!help_vote_list(cx, LIMIT_PAGE_ROWS, &votes, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        const char *key = arena_format(cx->arena, "help_title.%s", votes[i].article);
        const char *reason = arena_format(cx->arena, "help_reason.%s", votes[i].reason);
        json_put_text(row, "article", votes[i].article);
        json_put_text(row, "title", view_text(cx->arena, language, key, NULL));
        json_put_bool(row, "is_useful", votes[i].is_useful);
        if (*votes[i].reason)
            json_put_text(row, "reason", view_text(cx->arena, language, reason, NULL));
        json_put_text(row, "comment", votes[i].comment);
        json_put_text(row, "by", votes[i].member_name);
        json_put_text(row, "at", instant_text(cx->arena, votes[i].voted_at));
    }
    json_put_bool(answer->model, "has_votes", count > 0);
    return true;
}
