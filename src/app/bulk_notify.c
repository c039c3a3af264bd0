/* « Notifier les comptables » of many clients (P-16, P-21). */
#include <string.h>

#include "app/bulk_craft.h"
#include "base/buf.h"
#include "client/visible.h"
#include "notice/notify.h"
#include "notice/reader.h"

static bool check(struct ctx *cx, const struct bulk *bulk)
{
    bool subjects[NOTICE_SUBJECT_COUNT] = { false };

    notice_subjects_parse(bulk->value, subjects);
    return *notice_subjects_text(cx->arena, subjects)
        || fail(cx, FAULT_INPUT, "AVIS-SUJET", "field", "about", NULL);
}

static const char *names_text(struct arena *arena, const struct reader *readers, size_t count)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < count; i++)
        buf_format(&text, "%s%s", i > 0 ? ", " : "", readers[i].name);
    return buf_string(&text);
}

/* Before: which notice went out today, and by whom; after: to whom it will go. */
static bool look(struct ctx *cx, const struct bulk *bulk, struct bulk_row *row)
{
    struct reader *readers;
    struct notice first;
    bool is_visible;
    size_t count;

    if (!client_is_visible(cx, row->client, &is_visible)
        || !notice_find_today(cx, row->client, &first)
        || !reader_list_assigned(cx, row->client, &readers, &count))
        return false;
    row->before = first.id > 0
        ? arena_format(cx->arena, "%lld %lld", (long long)first.at.ms, (long long)first.by)
        : "";
    row->after = names_text(cx->arena, readers, count);
    row->why = !is_visible             ? "CLIENT-ABSENT"
        : count == 0                   ? "AVIS-PERSONNE"
        : first.id > 0 && !bulk->again ? "AVIS-REPETE"
                                       : "";
    row->fate = *row->why ? BULK_REFUSED : BULK_PLANNED;
    row->made = row->ended = 0;
    return true;
}

static bool step(struct ctx *cx, const struct bulk *bulk, struct bulk_row *rows, size_t count)
{
    struct notice *notices = arena_new(cx->arena, struct notice, count + 1);
    size_t posted = 0, told = 0;

    for (size_t i = 0; i < count; i++) {
        if (rows[i].fate != BULK_DONE)
            continue;
        notices[posted] = (struct notice){ .client = rows[i].client, .comment = bulk->comment };
        notice_subjects_parse(bulk->value, notices[posted++].subjects);
    }
    if (!notice_post_many(cx, notices, posted))
        return false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].fate == BULK_DONE)
            rows[i].made = notices[told++].id;
    return true;
}

const struct bulk_craft bulk_notify_craft = {
    .check = check,
    .look = look,
    .step = step,
};
