#include "notice/notify.h"

#include <string.h>

#include "base/buf.h"
#include "client/visible.h"
#include "notice/reader.h"

static const char *const subject_names[NOTICE_SUBJECT_COUNT] = {
    [NOTICE_RECEIPTS] = "receipts",     [NOTICE_EXPORTS] = "exports",
    [NOTICE_REQUESTS] = "requests",     [NOTICE_INVOICES] = "invoices",
    [NOTICE_ONBOARDING] = "onboarding",
};

const char *notice_subject_text(enum notice_subject subject)
{
    return subject_names[subject];
}

static const char *subjects_text(struct arena *arena, const struct notice *notice)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
        if (notice->subjects[i])
            buf_format(&text, "%s%s", text.size > 0 ? " " : "", subject_names[i]);
    return buf_string(&text);
}

static void subjects_parse(const char *text, bool *subjects)
{
    while (*text) {
        size_t size = strcspn(text, " ");
        for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
            if (strlen(subject_names[i]) == size && memcmp(subject_names[i], text, size) == 0)
                subjects[i] = true;
        text += size + (text[size] == ' ');
    }
}

#define COLUMNS                                                                                    \
    "n.id, n.client, n.at, n.by, n.subjects, n.comment,"                                           \
    " (SELECT COUNT(*) FROM notice_message x WHERE x.firm = n.firm AND x.notice = n.id)"

static bool take(struct rows *rows, struct notice *notice)
{
    struct notice found = { 0 };

    if (rows_next(rows)) {
        found = (struct notice){ .id = rows_int(rows, 0),
                                 .client = rows_int(rows, 1),
                                 .at = rows_instant(rows, 2),
                                 .by = rows_int(rows, 3),
                                 .comment = rows_text(rows, 5),
                                 .messages = rows_int(rows, 6) };
        subjects_parse(rows_text(rows, 4), found.subjects);
    }
    if (!rows_done(rows))
        return false;
    *notice = found;
    return true;
}

SQL(TODAY, FIRM,
    "SELECT " COLUMNS " FROM notice n WHERE n.firm = $1 AND n.client = $2 AND n.day_on = $3"
    " ORDER BY n.id LIMIT 1");

bool notice_find_today(struct ctx *cx, int64_t client, struct notice *notice)
{
    return take(store_query(cx, &TODAY, ARGS(arg_int(client), arg_date(cx->arena, cx->today))),
                notice);
}

SQL(OF_MESSAGE, FIRM,
    "SELECT " COLUMNS " FROM notice_message t JOIN notice n ON n.firm = t.firm AND n.id = t.notice"
    " WHERE t.firm = $1 AND t.message = $2");

bool notice_find_of_message(struct ctx *cx, int64_t message, struct notice *notice)
{
    return take(store_query(cx, &OF_MESSAGE, ARGS(arg_int(message))), notice);
}

SQL(ADD, FIRM,
    "INSERT INTO notice (firm, id, client, day_on, at, by, subjects, comment)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

SQL(ADD_MESSAGE, FIRM,
    "INSERT INTO notice_message (firm, notice, member, message) VALUES ($1, $2, $3, $4)");

static bool write_to(struct ctx *cx, const struct notice *notice, const struct reader *reader)
{
    struct message message = { .client = notice->client,
                               .person = reader->member,
                               .kind = notice_kind.name,
                               .medium = "email",
                               .tone = notice_kind.name,
                               .recipient = reader->email,
                               .language = reader->language,
                               .apart = true };

    return outbox_post(cx, &message, 1)
        && store_run(cx, &ADD_MESSAGE,
                     ARGS(arg_int(notice->id), arg_int(reader->member), arg_int(message.id)));
}

static bool add(struct ctx *cx, struct notice *notice, const struct reader *readers, size_t count)
{
    notice->at = cx->now;
    notice->by = cx->actor;
    notice->messages = (int64_t)count;
    if (!store_id(cx, "notice", 1, &notice->id)
        || !store_run(cx, &ADD,
                      ARGS(arg_int(notice->id), arg_int(notice->client),
                           arg_date(cx->arena, cx->today), arg_instant(cx->now), arg_int(cx->actor),
                           arg_text(subjects_text(cx->arena, notice)), arg_text(notice->comment))))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!write_to(cx, notice, &readers[i]))
            return false;
    return true;
}

static bool post(struct ctx *cx, struct notice *notice, bool again)
{
    struct reader *readers;
    struct notice first;
    size_t count;

    if (!client_look(cx, notice->client) || !notice_find_today(cx, notice->client, &first)
        || !reader_list_assigned(cx, notice->client, &readers, &count))
        return false;
    if (count == 0)
        return fail(cx, FAULT_CONFLICT, "AVIS-PERSONNE", NULL);
    if (first.id > 0 && !again)
        return fail(cx, FAULT_CONFLICT, "AVIS-REPETE", NULL);
    return add(cx, notice, readers, count);
}

bool notice_post(struct ctx *cx, struct notice *notice, bool again)
{
    if (!*subjects_text(cx->arena, notice))
        return fail(cx, FAULT_INPUT, "AVIS-SUJET", "field", "about", NULL);
    return store_begin(cx) && store_end(cx, post(cx, notice, again));
}
