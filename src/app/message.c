#include <string.h>

#include "app/check_said.h"
#include "app/handlers.h"
#include "app/message_links.h"
#include "app/message_rows.h"
#include "app/message_told.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/preview.h"
#include "channel/email_parts.h"
#include "view/view.h"

enum { BOUNCES_SHOWN = 20 };

/* One message with all that is kept of it. */
struct kept {
    struct message_row row;
    struct instant posted, not_before, ended, approved; /* 0: not */
    int64_t attempt, approved_by;
    const char *bytes, *hash; /* NULL before it is rendered */
    size_t size;
    struct email_parts parts;
    bool is_shown; /* to the reader, what it says */
};

SQL(KEPT, FIRM,
    "SELECT m.posted_at, m.not_before, COALESCE(m.ended_at, 0), COALESCE(a.approved_at, 0),"
    " COALESCE(a.approved_by, 0), m.attempt, b.bytes, b.sha256"
    " FROM message m LEFT JOIN approval a ON a.firm = m.firm AND a.client = m.client"
    " LEFT JOIN message_body b ON b.firm = m.firm AND b.message = m.id"
    " WHERE m.firm = $1 AND m.id = $2");

static const char *hexadecimal(struct arena *arena, const unsigned char *bytes, size_t size)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < size; i++)
        buf_format(&text, "%02x", (unsigned)bytes[i]);
    return buf_string(&text);
}

static void kept_row(struct ctx *cx, struct rows *rows, struct kept *kept)
{
    size_t hash_size;

    kept->posted = rows_instant(rows, 0);
    kept->not_before = rows_instant(rows, 1);
    kept->ended = rows_instant(rows, 2);
    kept->approved = rows_instant(rows, 3);
    kept->approved_by = rows_int(rows, 4);
    kept->attempt = rows_int(rows, 5);
    if (rows_null(rows, 6) || rows_null(rows, 7))
        return;
    const char *bytes = rows_bytes(rows, 6, &kept->size);
    const unsigned char *hash = rows_bytes(rows, 7, &hash_size);
    kept->bytes = arena_text(cx->arena, bytes, kept->size);
    kept->hash = hexadecimal(cx->arena, hash, hash_size);
}

static bool find(struct ctx *cx, const struct request *request, struct kept *kept)
{
    int64_t id = request_id(request, "message");
    const struct message_place place = { .older = id + 1, .limit = 1 };
    struct message_row *list;
    size_t count;

    *kept = (struct kept){ 0 };
    if (!message_list(cx, &(struct message_filter){ 0 }, &place, &list, &count))
        return false;
    if (count == 0 || list[0].id != id)
        return fail(cx, FAULT_ABSENT, "COURRIER-ABSENT", NULL);
    kept->row = list[0];
    struct rows *rows = store_query(cx, &KEPT, ARGS(arg_int(id)));
    if (rows_next(rows))
        kept_row(cx, rows, kept);
    return rows_done(rows) && message_is_shown(cx, request, &kept->row, &kept->is_shown)
        && (!kept->bytes || email_parts(cx, kept->bytes, kept->size, &kept->parts));
}

/* As it left, or as it would leave now. */
static bool put_letter(struct ctx *cx, const struct request *request, const struct kept *kept,
                       struct json *map)
{
    const struct sender *sender = desk_of(request)->sender;
    const struct email_parts *parts = &kept->parts;
    struct letter letter = { .from_name = parts->from_name,
                             .from = parts->from,
                             .to_name = parts->to_name,
                             .to = parts->to,
                             .reply_to = parts->reply_to,
                             .subject = parts->subject,
                             .text = parts->text };
    struct worded worded = { .from_name = "", .text = "", .subject = kept->row.subject };
    bool is_shown = kept->is_shown;

    json_put_bool(map, "is_private", !is_shown);
    if (!kept->bytes || !is_shown) {
        if (!*worded.subject)
            worded.subject = view_text(cx->arena, request_language(request),
                                       message_unwritten(&kept->row), NULL);
        if (is_shown && message_is_to_leave(&kept->row)
            && !preview_word(cx, desk_of(request), &kept->row, &worded))
            return false;
        letter = (struct letter){ .from_name = worded.from_name,
                                  .from = sender->from,
                                  .to_name = kept->row.person_name,
                                  .to = kept->row.recipient,
                                  .reply_to = sender->reply_to,
                                  .subject = worded.subject,
                                  .text = worded.text };
    }
    letter.text = message_links_cut(cx->arena, letter.text);
    letter_put(&letter, map);
    return true;
}

SQL(REMINDERS, FIRM,
    "SELECT o.kind, o.subject, s.name, o.due_on, r.owed_cents, r.id FROM reminder r"
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " JOIN step s ON s.firm = r.firm AND s.id = r.step"
    " WHERE r.firm = $1 AND r.message = $2 AND r.why <> 'resent' ORDER BY o.due_on, r.id");

static bool put_reminders(struct ctx *cx, int64_t message, struct json *list)
{
    struct rows *rows = store_query(cx, &REMINDERS, ARGS(arg_int(message)));

    while (rows_next(rows)) {
        struct json *reminder = json_add_map(list);
        json_put_text(reminder, "kind", rows_text(rows, 0));
        json_put_int(reminder, "subject", rows_int(rows, 1));
        json_put_bool(json_put_map(reminder, "step"), rows_text(rows, 2), true);
        json_put_date(reminder, "due_on", rows_date(rows, 3));
        json_put_money(reminder, "owed", rows_money(rows, 4));
        json_put_int(reminder, "id", rows_int(rows, 5));
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < json_count(list); i++) {
        struct json *reminder = json_at(list, i);
        const char *piece;
        if (!plan_piece(cx, json_text(json_get(reminder, "kind")),
                        json_int(json_get(reminder, "subject")), &piece))
            return false;
        json_put_text(reminder, "piece", piece);
    }
    return true;
}

/* What happened, in order: state, instant, whose words, who. */
struct event {
    const char *what;
    struct instant at;
    const char *words;
    int64_t by;
    bool has_by;
};

static bool put_event(struct ctx *cx, const struct request *request, const struct event *event,
                      struct json *timeline)
{
    struct json *map = json_add_map(timeline);
    const char *name;

    json_put_text(map, "at", instant_text(cx->arena, event->at));
    json_put_bool(map, arena_format(cx->arena, "is_%s", event->what), true);
    json_put_bool(map, "is_future", event->at.ms > cx->now.ms);
    if (event->words && *event->words)
        json_put_text(map, "words", event->words);
    if (!event->has_by)
        return true;
    if (!page_member(cx, request, event->by, &name))
        return false;
    json_put_text(map, "by", name);
    return true;
}

SQL(DECISIONS, FIRM,
    "SELECT verdict, decided_at, decided_by, reason, COALESCE(point_at, 0), said FROM decision"
    " WHERE firm = $1 AND message = $2 ORDER BY id");

/* Each attempt that a person judged: its point, that it was cut, the judgement; or that it was
 * taken back: then the last one is told already. */
static bool put_decisions(struct ctx *cx, const struct request *request, int64_t message,
                          struct json *timeline, bool *is_taken_back)
{
    struct rows *rows = store_query(cx, &DECISIONS, ARGS(arg_int(message)));
    struct event *events = NULL;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        bool is_back = strcmp(rows_text(rows, 0), "back") == 0;
        for (size_t i = is_back ? 2 : 0; i < 3; i++) {
            if (count == room)
                events = arena_grow(cx->arena, events, &room, sizeof *events);
            events[count++] = (struct event){ .what = "point", .at = rows_instant(rows, 4) };
        }
        if (!is_back) {
            events[count - 2].what = "check";
            events[count - 2].words = rows_text(rows, 5);
        }
        events[count - 1] = (struct event){
            .what = is_back                               ? "back"
                : strcmp(rows_text(rows, 0), "sent") == 0 ? "counted"
                                                          : "due",
            .at = rows_instant(rows, 1),
            .by = rows_int(rows, 2),
            .has_by = true,
            .words = rows_text(rows, 3),
        };
    }
    if (!rows_done(rows))
        return false;
    *is_taken_back = count > 0 && strcmp(events[count - 1].what, "back") == 0;
    for (size_t i = 0; i < count; i++)
        if (!put_event(cx, request, &events[i], timeline))
            return false;
    return true;
}

static bool put_beginning(struct ctx *cx, const struct request *request, const struct kept *kept,
                          struct json *timeline)
{
    bool waits = strcmp(kept->row.state, "waiting") == 0;
    bool left_before = kept->ended.ms > 0 && kept->ended.ms < kept->approved.ms;
    bool waited = kept->approved.ms > kept->posted.ms && !left_before;
    const struct event posted = { .what = waits || waited ? "waiting" : "due", .at = kept->posted };
    const struct event approved = {
        .what = "due", .at = kept->approved, .by = kept->approved_by, .has_by = true
    };

    return put_event(cx, request, &posted, timeline)
        && (!waited || put_event(cx, request, &approved, timeline));
}

/* The attempt under way, or the last one: as far as it came. */
static bool put_attempt(struct ctx *cx, const struct request *request, const struct kept *kept,
                        struct json *timeline)
{
    const char *state = kept->row.state;
    const struct event rendered = { .what = "taken", .at = kept->parts.date };
    const struct event point = { .what = "point", .at = kept->row.point_at };
    const struct event later = { .what = "later", .at = kept->not_before, .words = kept->row.said };
    const struct event end = { .what = state,
                               .at = kept->ended,
                               .words = strcmp(state, "dropped") == 0
                                   ? message_fate_why(cx->arena, request_language(request),
                                                      kept->row.kind, kept->row.why)
                                   : kept->row.said };
    bool is_put_off = strcmp(state, "due") == 0 && kept->attempt > 0 && *kept->row.said;
    bool is_counted = strcmp(state, "sent") == 0 && *kept->row.why;
    bool went = kept->row.point_at.ms > 0 && strcmp(state, "due") != 0 && !is_counted;

    return (!kept->bytes || is_counted || put_event(cx, request, &rendered, timeline))
        && (!went || put_event(cx, request, &point, timeline))
        && (!is_put_off || put_event(cx, request, &later, timeline))
        && (kept->ended.ms == 0 || is_counted || put_event(cx, request, &end, timeline));
}

SQL(BOUNCES, FIRM,
    "SELECT reason, taken_at, said FROM mail WHERE firm = $1 AND message = $2"
    " AND said IS NOT NULL ORDER BY id LIMIT $3");

/* What servers sent back afterwards; a message goes to one person, a loop sends many. */
static bool put_bounces(struct ctx *cx, const struct request *request, int64_t message,
                        struct json *timeline)
{
    struct rows *rows = store_query(cx, &BOUNCES, ARGS(arg_int(message), arg_int(BOUNCES_SHOWN)));
    struct event events[BOUNCES_SHOWN];
    size_t count = 0;

    while (rows_next(rows))
        events[count++] = (struct event){
            .what = strcmp(rows_text(rows, 0), "BOUNCE-REJET") == 0 ? "bounced" : "kept",
            .at = rows_instant(rows, 1),
            .words = rows_text(rows, 2),
        };
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!put_event(cx, request, &events[i], timeline))
            return false;
    return true;
}

static bool put_timeline(struct ctx *cx, const struct request *request, const struct kept *kept,
                         struct json *model)
{
    struct json *timeline = json_put_list(model, "timeline");
    bool is_taken_back;

    json_put_bool(model, "has_timeline", true);
    return put_beginning(cx, request, kept, timeline)
        && put_decisions(cx, request, kept->row.id, timeline, &is_taken_back)
        && (is_taken_back || put_attempt(cx, request, kept, timeline))
        && put_bounces(cx, request, kept->row.id, timeline);
}

/* The number under which the server took it, from what it said: « 250 Ok: queued as 4XyZ12 ». */
static const char *queue_id(struct arena *arena, const char *said)
{
    static const char mark[] = "queued as ";
    const char *at = strstr(said, mark);

    if (!at)
        return NULL;
    at += strlen(mark);
    return arena_text(arena, at, strcspn(at, " ;,)"));
}

static void put_evidence(struct arena *arena, const struct kept *kept, struct json *model)
{
    struct json *message = json_get(model, "message");

    if (kept->bytes) {
        json_put_text(message, "message_id", kept->parts.message_id);
        json_put_int(message, "size", (int64_t)kept->size);
        json_put_text(message, "hash", kept->hash);
    }
    if (!*kept->row.said)
        return;
    struct json *evidence = json_put_map(model, "evidence");
    const char *queue = queue_id(arena, kept->row.said);
    json_put_text(evidence, "words", kept->row.said);
    if (queue)
        json_put_text(evidence, "queue_id", queue);
}

bool message_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model, *message = json_put_map(model, "message");
    struct kept kept;

    if (!find(cx, request, &kept))
        return false;
    const struct message_row *row = &kept.row;
    json_put_int(message, "id", row->id);
    json_put_bool(message, arena_format(cx->arena, "is_%s", row->settled ? "settled" : row->state),
                  true);
    message_put_reader(row, model);
    if (row->client > 0)
        put_named(model, "client", row->client, row->client_name);
    json_put_money(model, "amount", row->amount);
    bool has_frame =
        kept.is_shown && (kept.bytes ? kept.parts.html != NULL : message_is_to_leave(row));
    if (has_frame)
        json_put_text(model, "apercu_path",
                      arena_format(cx->arena, "/messages/%lld/apercu", (long long)row->id));
    if (strcmp(row->state, "due") == 0 && row->leaves.ms > cx->now.ms)
        json_put_text(model, "leaves_at", instant_text(cx->arena, row->leaves));
    put_evidence(cx->arena, &kept, model);
    return put_letter(cx, request, &kept, message) && message_put_told(cx, request, row, model)
        && put_reminders(cx, row->id, json_put_list(model, "reminders"))
        && put_timeline(cx, request, &kept, model) && check_put_unsay(cx, row->id, model);
}

bool message_frame(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct worded worded = { 0 };
    struct kept kept;

    if (!find(cx, request, &kept))
        return false;
    if (!kept.is_shown)
        return fail(cx, FAULT_ABSENT, "COURRIER-ABSENT", NULL);
    if (!kept.bytes && message_is_to_leave(&kept.row)
        && !preview_word(cx, desk_of(request), &kept.row, &worded))
        return false;
    const char *html = kept.bytes ? kept.parts.html : worded.html;
    if (!html)
        return fail(cx, FAULT_ABSENT, "COURRIER-ABSENT", NULL);
    answer->inline_html = message_links_cut(cx->arena, html);
    return true;
}
