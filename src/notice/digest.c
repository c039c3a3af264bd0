#include "notice/digest.h"

#include "firm/firm.h"
#include "notice/agenda.h"
#include "notice/reader.h"
#include "store/visible.h"

#define CLIENT_FIGURES FIGURES("$3")
#define CLIENT_SEEN CLIENT_VISIBLE("c.id", "$2", "$3")

SQL(CLIENTS, FIRM,
    "SELECT c.id, c.name, s.frequency, s.since_at, " CLIENT_FIGURES " FROM subscription s"
    " JOIN client c ON c.firm = s.firm AND c.id = s.client" FIGURES_FROM
    " WHERE s.firm = $1 AND s.member = $2 AND s.report = 'client' AND c.state <> 'archived'"
    " AND c.tester IS NULL AND " CLIENT_SEEN " ORDER BY c.name_folded, c.id");

static bool is_due(const struct agenda *agenda, struct rows *rows, struct date day)
{
    enum frequency frequency;

    if (!frequency_parse(rows_text(rows, 2), &frequency))
        return false;
    const struct term term = agenda_term(agenda, frequency, rows_instant(rows, 3));
    return schedule_due(&term, &agenda->calendar, day);
}

static bool read_clients(struct ctx *cx, struct rows *rows, const struct agenda *agenda,
                         struct date day, struct digest *digest)
{
    size_t room = 0;

    while (rows_next(rows)) {
        if (!is_due(agenda, rows, day))
            continue;
        struct figures figures = figures_row(rows, 4);
        if (!figures_say(&figures)) {
            digest->quiet++;
            continue;
        }
        if (digest->count == room)
            digest->clients =
                arena_grow(cx->arena, digest->clients, &room, sizeof *digest->clients);
        digest->clients[digest->count++] =
            (struct digest_client){ rows_int(rows, 0), rows_text(rows, 1), figures };
    }
    return rows_done(rows);
}

bool digest_find(struct ctx *cx, int64_t member, struct date day, struct digest *digest)
{
    struct digest found = { 0 };
    struct agenda agenda;

    if (!agenda_load(cx, &agenda))
        return false;
    struct rows *rows =
        store_query(cx, &CLIENTS, ARGS(arg_int(member), arg_date(cx->arena, cx->today)));
    if (!read_clients(cx, rows, &agenda, day, &found))
        return false;
    *digest = found;
    return true;
}

/* A digest as it was posted. */
struct posted {
    struct date day;
    int64_t member;
    bool is_active;  /* the member */
    bool is_ordered; /* a person said that it goes again */
};

SQL(POSTED, FIRM,
    "SELECT d.day_on, d.member, CASE WHEN m.state = 'active' THEN 1 ELSE 0 END,"
    " (SELECT COUNT(*) FROM decision o WHERE o.firm = d.firm AND o.message = d.message)"
    " FROM digest d JOIN member m ON m.firm = d.firm AND m.id = d.member"
    " WHERE d.firm = $1 AND d.message = $2");

/* member 0: there is none. */
static bool find_posted(struct ctx *cx, int64_t message, struct posted *posted)
{
    struct rows *rows = store_query(cx, &POSTED, ARGS(arg_int(message)));

    *posted = (struct posted){ 0 };
    if (rows_next(rows))
        *posted = (struct posted){ .day = rows_date(rows, 0),
                                   .member = rows_int(rows, 1),
                                   .is_active = rows_int(rows, 2) == 1,
                                   .is_ordered = rows_int(rows, 3) > 0 };
    return rows_done(rows);
}

/* A digest keeps its own day (C-3): on another its figures would say what the next one says. */
static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct posted posted;
    struct digest digest = { 0 };

    if (!find_posted(cx, message, &posted))
        return false;
    bool is_today = posted.day.day == cx->today.day;
    if (posted.is_active && is_today && !digest_find(cx, posted.member, posted.day, &digest))
        return false;
    if (!posted.is_active)
        *why = "member_left";
    else if (posted.is_ordered)
        *why = "";
    else if (!is_today)
        *why = "day_past";
    else
        *why = digest.count > 0 ? "" : "nothing_to_say";
    return true;
}

static void put_clients(struct arena *arena, const struct firm *firm, const struct digest *digest,
                        struct json *model)
{
    struct json *list = json_put_list(model, "clients");
    size_t shown = digest->count < DIGEST_CLIENTS ? digest->count : DIGEST_CLIENTS;

    for (size_t i = 0; i < shown; i++) {
        const struct digest_client *client = &digest->clients[i];
        struct json *map = json_add_map(list);
        json_put_int(map, "id", client->id);
        json_put_text(map, "name", client->name);
        if (*firm->base_url)
            json_put_text(
                map, "url",
                arena_format(arena, "%s/clients/%lld", firm->base_url, (long long)client->id));
        figures_put(&client->figures, map);
    }
    json_put_int(model, "count", (int64_t)digest->count);
    json_put_int(model, "more", (int64_t)(digest->count - shown));
    json_put_bool(model, "has_more", digest->count > shown);
    json_put_int(model, "quiet", digest->quiet);
    json_put_bool(model, "has_quiet", digest->quiet > 0);
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct posted posted = { 0 };
    struct digest digest;
    struct firm firm;

    if (wording->message > 0 && !find_posted(cx, wording->message, &posted))
        return false;
    struct date day = posted.member > 0 ? posted.day : cx->today;
    if (!firm_find(cx, &firm) || !digest_find(cx, wording->person, day, &digest))
        return false;
    json_put_date(model, "on", day);
    json_put_text(model, "base_url", firm.base_url);
    if (*firm.base_url)
        json_put_text(model, "stop_url",
                      arena_format(cx->arena, "%s/notifications", firm.base_url));
    put_clients(cx->arena, &firm, &digest, model);
    return true;
}

const struct chase_kind digest_kind = {
    .name = "digest",
    .reader = "member",
    .mail = "mail/digest",
    .for_firm = true,
    .debtors = reader_fill,
    .word = word,
    .stands = stands,
};
