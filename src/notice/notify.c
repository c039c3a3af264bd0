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

const char *notice_subjects_text(struct arena *arena, const bool *subjects)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
        if (subjects[i])
            buf_format(&text, "%s%s", text.size > 0 ? " " : "", subject_names[i]);
    return buf_string(&text);
}

void notice_subjects_parse(const char *text, bool *subjects)
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
        notice_subjects_parse(rows_text(rows, 4), found.subjects);
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
    " WHERE t.firm = $1 AND t.message = $2 ORDER BY n.id LIMIT 1");

bool notice_find_of_message(struct ctx *cx, int64_t message, struct notice *notice)
{
    return take(store_query(cx, &OF_MESSAGE, ARGS(arg_int(message))), notice);
}

SQL(ADD, FIRM,
    "INSERT INTO notice (firm, id, client, day_on, at, by, subjects, comment)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

SQL(ADD_MESSAGE, FIRM,
    "INSERT INTO notice_message (firm, notice, member, message) VALUES ($1, $2, $3, $4)");

/* Who is assigned to a client, and the members of all of them together, each with one message. */
struct assigned {
    struct reader *readers;
    size_t count;
};

struct told {
    struct reader reader;
    int64_t clients, message;
};

struct told_list {
    struct told *list;
    size_t count, room;
};

static struct told *told_of(struct ctx *cx, struct told_list *told, const struct reader *reader)
{
    for (size_t i = 0; i < told->count; i++)
        if (told->list[i].reader.member == reader->member)
            return &told->list[i];
    if (told->count == told->room)
        told->list = arena_grow(cx->arena, told->list, &told->room, sizeof *told->list);
    told->list[told->count] = (struct told){ .reader = *reader };
    return &told->list[told->count++];
}

static bool gather(struct ctx *cx, const struct notice *notice, struct assigned *assigned,
                   struct told_list *told)
{
    if (!client_look(cx, notice->client)
        || !reader_list_assigned(cx, notice->client, &assigned->readers, &assigned->count))
        return false;
    if (assigned->count == 0)
        return fail(cx, FAULT_CONFLICT, "AVIS-PERSONNE", NULL);
    for (size_t i = 0; i < assigned->count; i++)
        told_of(cx, told, &assigned->readers[i])->clients++;
    return true;
}

/* A message about one client is that client's; one about several is the firm's own. */
static bool write_to(struct ctx *cx, struct told *told, int64_t client)
{
    struct message message = { .client = told->clients == 1 ? client : 0,
                               .person = told->reader.member,
                               .kind = notice_kind.name,
                               .medium = "email",
                               .tone = notice_kind.name,
                               .recipient = told->reader.email,
                               .language = told->reader.language,
                               .apart = true };

    if (told->message == 0 && !outbox_post(cx, &message, 1))
        return false;
    told->message = told->message > 0 ? told->message : message.id;
    return true;
}

static bool add(struct ctx *cx, struct notice *notice, const struct assigned *assigned,
                struct told_list *told)
{
    notice->at = cx->now;
    notice->by = cx->actor;
    notice->messages = (int64_t)assigned->count;
    if (!store_run(cx, &ADD,
                   ARGS(arg_int(notice->id), arg_int(notice->client),
                        arg_date(cx->arena, cx->today), arg_instant(cx->now), arg_int(cx->actor),
                        arg_text(notice_subjects_text(cx->arena, notice->subjects)),
                        arg_text(notice->comment))))
        return false;
    for (size_t i = 0; i < assigned->count; i++) {
        struct told *to = told_of(cx, told, &assigned->readers[i]);
        if (!write_to(cx, to, notice->client)
            || !store_run(
                cx, &ADD_MESSAGE,
                ARGS(arg_int(notice->id), arg_int(to->reader.member), arg_int(to->message))))
            return false;
    }
    return true;
}

bool notice_post_many(struct ctx *cx, struct notice *notices, size_t count)
{
    struct assigned *assigned = arena_new(cx->arena, struct assigned, count + 1);
    struct told_list told = { 0 };
    int64_t first;

    for (size_t i = 0; i < count; i++)
        if (!gather(cx, &notices[i], &assigned[i], &told))
            return false;
    if (count > 0 && !store_id(cx, "notice", count, &first))
        return false;
    for (size_t i = 0; i < count; i++) {
        notices[i].id = first + (int64_t)i;
        if (!add(cx, &notices[i], &assigned[i], &told))
            return false;
    }
    return true;
}

static bool post(struct ctx *cx, struct notice *notice, bool again)
{
    struct notice next = *notice, first;

    if (!notice_find_today(cx, notice->client, &first))
        return false;
    if (first.id > 0 && !again)
        return client_look(cx, notice->client) && fail(cx, FAULT_CONFLICT, "AVIS-REPETE", NULL);
    if (!notice_post_many(cx, &next, 1))
        return false;
    *notice = next;
    return true;
}

bool notice_post(struct ctx *cx, struct notice *notice, bool again)
{
    if (!*notice_subjects_text(cx->arena, notice->subjects))
        return fail(cx, FAULT_INPUT, "AVIS-SUJET", "field", "about", NULL);
    return store_begin(cx) && store_end(cx, post(cx, notice, again));
}
