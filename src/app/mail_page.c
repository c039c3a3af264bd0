/* Mail that waits for a person (E-18): the list, one of it, its files. */
#include "app/mail_page.h"

#include <string.h>

#include "app/documents.h"
#include "app/page.h"
#include "app/search_text.h"
#include "client/client.h"
#include "request/list.h"
#include "view/view.h"

enum { MATCHES_SHOWN = 20, DEMANDS_SHOWN = 50, KILO = 1000 };

const struct field mails_fields[] = {
    { .name = "before", .check = CHECK_INT },
    { .name = "undo", .check = CHECK_INT },
    { 0 },
};

const struct field mail_page_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { .name = "client", .check = CHECK_INT },
    { 0 },
};

const struct field mail_piece_fields[] = {
    { .name = "place", .check = CHECK_INT },
    { 0 },
};

bool mail_page_site(struct ctx *cx, const struct request *request, struct mail_site *site)
{
    const struct vault *documents = documents_vault(cx, request);

    if (!documents)
        return false;
    *site = (struct mail_site){ .documents = documents, .mails = mail_vault(cx->arena, documents) };
    return true;
}

static const char *worded(struct ctx *cx, const struct request *request, const char *section,
                          const char *word)
{
    const char *key = arena_format(cx->arena, "%s.%s", section, word);

    return *word ? view_text(cx->arena, request_language(request), key, NULL) : NULL;
}

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

/* A debtor's, who is not reminded until it is read. */
static void put_reply(struct ctx *cx, const struct mail *mail, struct json *map)
{
    if (mail->customer == 0)
        return;
    struct json *debtor = json_put_map(map, "debtor");
    json_put_text(debtor, "name", mail->customer_name);
    json_put_bool(debtor, "is_held", mail->state == MAIL_TRIAGE);
    if (mail->client != 0)
        json_put_text(debtor, "debtor_url",
                      arena_format(cx->arena, "/clients/%lld/debiteurs/%lld",
                                   (long long)mail->client, (long long)mail->customer));
}

static void put_mail(struct ctx *cx, const struct request *request, const struct mail *mail,
                     struct json *map)
{
    const char *name = *mail->sender_name ? mail->sender_name : mail->sender;

    json_put_int(map, "id", mail->id);
    json_put_text(map, "subject", or_null(mail->subject));
    json_put_text(map, "sender", or_null(name));
    json_put_text(map, "address", or_null(mail->sender));
    json_put_text(map, "at", instant_text(cx->arena, mail->taken_at));
    json_put_text(map, "reason", worded(cx, request, "mail.reason", mail->reason));
    json_put_text(map, "said", mail->said);
    json_put_text(map, "state", worded(cx, request, "mail.state", mail_state_text(mail->state)));
    json_put_text(map, "client_name", or_null(mail->client_name));
    json_put_bool(map, "is_waiting", mail->state == MAIL_TRIAGE);
    json_put_text(map, "reader", or_null(mail->assignee_name));
    put_reply(cx, mail, map);
    json_put_bool(map, "may_undo", mail->decided_by != 0);
}

/* What was just decided, so that one click takes it back. */
static bool put_undo(struct ctx *cx, const struct request *request, struct json *model)
{
    int64_t id = request_int(request, "undo");
    struct mail mail;

    if (id == 0)
        return true;
    if (!mail_find(cx, id, &mail))
        return false;
    if (mail.decided_by != 0)
        put_mail(cx, request, &mail, json_put_map(model, "undo"));
    return true;
}

bool mails_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct mail_page page = { .state = MAIL_TRIAGE,
                                    .before = request_int(request, "before"),
                                    .limit = PAGE_ROWS };
    struct json *list = json_put_list(answer->model, "mails");
    struct mail *mails;
    size_t count;
    int64_t all;

    if (!mail_list(cx, &page, &mails, &count) || !mail_count(cx, MAIL_TRIAGE, &all))
        return false;
    for (size_t i = 0; i < count; i++)
        put_mail(cx, request, &mails[i], json_add_map(list));
    json_put_bool(answer->model, "has_mails", count > 0);
    json_put_int(answer->model, "count", all);
    if (count == PAGE_ROWS)
        json_put_text(
            answer->model, "next_url",
            arena_format(cx->arena, "/courrier?before=%lld", (long long)mails[count - 1].id));
    return put_undo(cx, request, answer->model);
}

static void put_files(struct ctx *cx, const struct request *request, const struct mail *mail,
                      struct json *model)
{
    struct json *list = json_put_list(model, "files");

    for (size_t i = 0; i < mail->file_count; i++) {
        const struct mail_file *file = &mail->files[i];
        struct json *map = json_add_map(list);
        json_put_int(map, "place", file->place);
        json_put_text(map, "name", file->name);
        json_put_int(map, "kilos", (file->size + KILO - 1) / KILO);
        json_put_text(map, "problem", worded(cx, request, "mail.reason", file->problem));
        json_put_bool(map, "is_given", file->item != 0);
    }
    json_put_bool(model, "has_files", mail->file_count > 0);
}

#define MATCH_SEEN CLIENT_UNHIDDEN("c.id", "$3", "$4")

SQL(MATCHES, FIRM,
    "SELECT c.id, c.name, c.code FROM client c"
    " WHERE c.firm = $1 AND ' ' || c.name_folded LIKE $2 ESCAPE '\\'"
    " AND " MATCH_SEEN " ORDER BY c.name_folded, c.id LIMIT $5 /* scan: a part of a name */");

static bool put_matches(struct ctx *cx, const char *query, struct json *model)
{
    struct json *list = json_put_list(model, "matches");
    struct rows *rows;

    json_put_text(model, "query", query);
    if (!*query)
        return true;
    rows = store_query(cx, &MATCHES,
                       ARGS(arg_text(search_name_like(cx->arena, query)), arg_int(cx->actor),
                            arg_date(cx->arena, cx->today), arg_int(MATCHES_SHOWN)));
    while (rows_next(rows)) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", rows_int(rows, 0));
        json_put_text(map, "name", rows_text(rows, 1));
        json_put_text(map, "code", rows_text(rows, 2));
    }
    json_put_bool(model, "has_matches", json_count(list) > 0);
    json_put_bool(model, "has_none", json_count(list) == 0);
    return rows_done(rows);
}

/* The client that it may be filed with, and what that one is asked for. */
static bool put_client(struct ctx *cx, int64_t id, struct json *model)
{
    struct json *map, *list;
    struct demand *demands;
    struct client client;
    size_t count;

    if (id == 0)
        return true;
    if (!client_find(cx, id, &client)
        || !request_list_client(cx, id, DEMANDS_SHOWN, &demands, &count))
        return false;
    map = json_put_map(model, "client");
    json_put_int(map, "id", client.id);
    json_put_text(map, "name", client.name);
    list = json_put_list(map, "demands");
    for (size_t i = 0; i < count; i++) {
        if (demands[i].state != REQUEST_OPEN)
            continue;
        struct json *demand = json_add_map(list);
        json_put_int(demand, "id", demands[i].id);
        json_put_text(demand, "name", demands[i].name);
        json_put_date(demand, "due_on", demands[i].due_on);
    }
    json_put_bool(map, "has_demands", json_count(list) > 0);
    return true;
}

bool mail_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *query = request_text(request, "q");
    int64_t chosen = request_int(request, "client");
    struct mail mail;

    if (!mail_find(cx, request_id(request, "mail"), &mail))
        return false;
    struct json *map = json_put_map(answer->model, "mail");
    put_mail(cx, request, &mail, map);
    json_put_text(map, "text", or_null(mail.text));
    json_put_text(map, "defect", worded(cx, request, "mail.defect", mail.defect));
    json_put_bool(map, "has_original", !mail.is_swept);
    put_files(cx, request, &mail, answer->model);
    if (chosen == 0 && !*query)
        chosen = mail.client;
    return put_matches(cx, query, answer->model) && put_client(cx, chosen, answer->model);
}

bool mail_piece_give(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct mail_site site;
    struct document document;
    struct mail mail;

    return mail_page_site(cx, request, &site) && mail_find(cx, request_id(request, "mail"), &mail)
        && mail_piece(cx, &site, &mail, request_int(request, "place"), &document)
        && documents_give(cx, request, &document, answer);
}

/* As it came, to be looked at by other means: for who doubts what was read in it. */
bool mail_original_give(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct mail_site site;
    struct mail mail;
    const void *bytes;

    if (!mail_page_site(cx, request, &site) || !mail_find(cx, request_id(request, "mail"), &mail))
        return false;
    if (mail.is_swept)
        return fail(cx, FAULT_ABSENT, "MAIL-BALAYE", NULL);
    const struct vault_file came = { .hash = mail.hash, .size = mail.size };
    if (!vault_read(cx, &site.mails, &came, &bytes))
        return false;
    answer->file_name = arena_format(cx->arena, "courrier-%lld.eml", (long long)mail.id);
    answer->file_type = "message/rfc822";
    answer->file_bytes = bytes;
    answer->file_size = (size_t)came.size;
    return true;
}
