#include "mission/generation.h"

#include "chase/calendar_load.h"
#include "firm/firm.h"
#include "mission/lack.h"
#include "mission/mission_books.h"
#include "mission/refine.h"
#include "mission/tax.h"
#include "store/visible.h"

/* Services read at once: each of them is whole, and most have one occurrence to make. */
enum { SERVICES_AT_ONCE = 1000, CAUGHT_UP_AT_ONCE = 60 };

/* A version of a service, read once in a run. */
struct template
{
    int64_t service, version;
    struct service_content content;
    struct template *next;
};

enum { TEMPLATE_SLOTS = 256 };

/* Batches go back to a mark, so that what a run keeps has an arena of its own. */
struct generation {
    struct arena arena;
    struct calendar calendar;
    struct firm firm;
    struct template *templates[TEMPLATE_SLOTS];
};

/* A service whose day has come, with what is known of its mission and client. */
struct arrived {
    struct mission mission;
    struct mission_service service;
    struct client client;
    struct client_tax tax;
    const char *client_words;
    struct date comes_on;
    bool is_passed_over; /* nothing of it is made: a test dossier */
};

static void generation_release(void *generation)
{
    arena_free(&((struct generation *)generation)->arena);
}

struct generation *generation_open(struct ctx *cx)
{
    struct generation *generation = arena_new(cx->arena, struct generation, 1);

    arena_own(cx->arena, generation, generation_release);
    if (!calendar_load(cx, &generation->calendar) || !firm_find(cx, &generation->firm))
        return NULL;
    return generation;
}

const char *generation_firm_name(const struct generation *generation)
{
    return generation->firm.name;
}

#define ARRIVING                                                                                   \
    "SELECT " MISSION_SERVICE_COLUMNS                                                              \
    ", m.first_on, m.last_on, c.name, c.state, c.tester, c.siren, c.legal_form,"                   \
    " c.headcount, c.year_ends, c.vat_regime, COALESCE(t.department, ''), COALESCE(w.words, ''),"  \
    " x.next_created_on FROM mission_service x"                                                    \
    " JOIN mission m ON m.firm = x.firm AND m.id = x.mission"                                      \
    " JOIN client c ON c.firm = x.firm AND c.id = x.client"                                        \
    " LEFT JOIN client_tax t ON t.firm = x.firm AND t.client = x.client"                           \
    " LEFT JOIN client_words w ON w.firm = x.firm AND w.client = x.client"                         \
    "   AND w.service = x.service"                                                                 \
    " WHERE x.firm = $1 AND x.next_created_on <= $2 AND m.state = 'signed' AND c.state <> "        \
    "'archived'"
#define IN_ORDER " ORDER BY x.next_created_on, x.id LIMIT $3"

SQL(ARRIVED, FIRM, ARRIVING IN_ORDER);

/* Ahead of their day, and from where the batch before ended. */
SQL(AHEAD, FIRM,
    ARRIVING " AND (x.next_created_on > $4 OR (x.next_created_on = $4 AND x.id > $5))"
             " AND (CAST($6 AS BIGINT) = 0 OR x.client = $6)"
             " AND " CLIENT_UNHIDDEN("x.client", "$7", "$8") IN_ORDER);

static void client_read(struct rows *rows, struct arrived *arrived)
{
    arrived->client = (struct client){
        .id = arrived->service.client,
        .name = rows_text(rows, 17),
        .siren = rows_text(rows, 20),
        .legal_form = rows_text(rows, 21),
        .headcount = rows_int(rows, 22),
        .year_ends = rows_text(rows, 23),
        .vat_regime = rows_text(rows, 24),
    };
    arrived->tax.department = rows_text(rows, 25);
    arrived->client_words = rows_text(rows, 26);
    arrived->comes_on = rows_date(rows, 27);
    arrived->is_passed_over = !rows_null(rows, 19);
}

static bool arrived_read(struct ctx *cx, struct rows *rows, size_t limit, struct arrived **arrived,
                         size_t *count)
{
    struct arrived *list = arena_new(cx->arena, struct arrived, limit);
    bool is_known = true;
    size_t used = 0;

    while (rows_next(rows)) {
        struct arrived *one = &list[used++];
        is_known = mission_service_row(rows, &one->service) && is_known;
        one->mission = (struct mission){ .id = one->service.mission,
                                         .client = one->service.client,
                                         .first = rows_date(rows, 15),
                                         .has_last = !rows_null(rows, 16) };
        if (one->mission.has_last)
            one->mission.last = rows_date(rows, 16);
        client_read(rows, one);
    }
    if (!rows_done(rows))
        return false;
    if (!is_known)
        return fail(cx, FAULT_BROKEN, "BASE", "detail", "mission_service", NULL);
    *arrived = list;
    *count = used;
    return true;
}

static bool template_read(struct ctx *cx, struct arena *arena, struct template *template)
{
    struct ctx own = *cx;

    own.arena = arena;
    bool is_read =
        service_find_version(&own, template->service, template->version, &template->content);
    cx->fault = own.fault;
    return is_read;
}

static bool template_find(struct ctx *cx, struct generation *generation,
                          const struct mission_service *service,
                          const struct service_content **content)
{
    size_t slot = (size_t)(service->service * 31 + service->version) % TEMPLATE_SLOTS;
    struct template *template = generation->templates[slot];

    for (; template; template = template->next)
        if (template->service == service->service && template->version == service->version) {
            *content = &template->content;
            return true;
        }
    template = arena_new(&generation->arena, struct template, 1);
    template->service = service->service;
    template->version = service->version;
    template->next = generation->templates[slot];
    if (!template_read(cx, &generation->arena, template))
        return false;
    generation->templates[slot] = template;
    *content = &template->content;
    return true;
}

/* Only what follows a deadline asks the books for more than the row that arrived. */
static bool course_make(struct ctx *cx, const struct generation *generation,
                        const struct arrived *arrived, const struct service_content *content,
                        struct course *course)
{
    *course = course_begin(&arrived->mission, &arrived->service, content);
    course->calendar = generation->calendar;
    if (course->is_legal)
        return course_client(cx, &arrived->client, course);
    course->taxpayer.department = *arrived->tax.department ? arrived->tax.department : NULL;
    if (course->taxpayer.department)
        course->calendar.region = taxpayer_region(&course->taxpayer);
    return true;
}

static bool words_apply(struct ctx *cx, const struct arrived *arrived,
                        const struct service_content **content)
{
    if (*arrived->service.words == '\0' && *arrived->client_words == '\0')
        return true;
    struct service_content *refined = arena_new(cx->arena, struct service_content, 1);
    *refined = **content;
    *content = refined;
    return refine_apply(cx, arrived->service.words, refined)
        && refine_apply(cx, arrived->client_words, refined);
}

static void fallen_add(struct ctx *cx, struct batch *batch, size_t *room,
                       const struct fallen *fallen)
{
    if (batch->count == *room)
        batch->rows = arena_grow(cx->arena, batch->rows, room, sizeof *batch->rows);
    batch->rows[batch->count++] = *fallen;
}

/* Most have one to make: only what is to be caught up on lists more. */
static bool list_fallen(struct ctx *cx, const struct course *course, int64_t number,
                        struct dues *dues)
{
    enum { MOSTLY = 2 };

    if (!course_list(cx, course, number, MOSTLY, dues))
        return false;
    if (dues->count < MOSTLY || dues->rows[MOSTLY - 1].at.created.day > cx->today.day)
        return true;
    return course_list(cx, course, number, CAUGHT_UP_AT_ONCE + 1, dues);
}

/* Those whose day of creation has come; one more tells where it goes on. */
static bool falls(struct ctx *cx, const struct course *course, const struct arrived *arrived,
                  struct dues *dues, struct advance *advance)
{
    size_t count = 0;

    *advance = (struct advance){ .mission_service = arrived->service.id,
                                 .number = arrived->service.next_number,
                                 .lacks = "" };
    if (!list_fallen(cx, course, arrived->service.next_number, dues))
        return false;
    while (count < dues->count && count < CAUGHT_UP_AT_ONCE
           && dues->rows[count].at.created.day <= cx->today.day)
        count++;
    advance->has_next = count < dues->count;
    if (advance->has_next)
        advance->created = dues->rows[count].at.created;
    if (count > 0)
        advance->number = dues->rows[count - 1].at.number + 1;
    dues->count = count;
    return true;
}

/* What a person must mend first keeps one service back until tomorrow, and no other (E-11). */
static bool keep_back(struct ctx *cx, const struct arrived *arrived, struct advance *advance)
{
    if (cx->fault.kind != FAULT_INPUT)
        return false;
    *advance = (struct advance){
        .mission_service = arrived->service.id,
        .number = arrived->service.next_number,
        .created = { cx->today.day + 1 },
        .has_next = true,
        .lacks = arrived->is_passed_over ? "" : lack_text(cx->arena, &cx->fault),
    };
    cx->fault = (struct fault){ 0 };
    return true;
}

static bool arrived_take(struct ctx *cx, struct generation *generation,
                         const struct arrived *arrived, struct batch *batch, size_t *room)
{
    const struct service_content *content;
    struct course course;
    struct dues dues = { 0 };
    struct advance *advance = &batch->advances[batch->advance_count++];

    if (!template_find(cx, generation, &arrived->service, &content)
        || !course_make(cx, generation, arrived, content, &course)
        || !falls(cx, &course, arrived, &dues, advance) || !words_apply(cx, arrived, &content))
        return keep_back(cx, arrived, advance);
    for (size_t i = 0; i < dues.count && !arrived->is_passed_over; i++)
        fallen_add(cx, batch, room,
                   &(struct fallen){ .mission_service = arrived->service.id,
                                     .mission = arrived->service.mission,
                                     .client = arrived->service.client,
                                     .due = dues.rows[i],
                                     .rhythm = arrived->service.rhythm,
                                     .content = content,
                                     .client_name = arrived->client.name });
    return true;
}

bool generation_next(struct ctx *cx, struct generation *generation, size_t limit,
                     struct batch *batch)
{
    size_t most = limit < SERVICES_AT_ONCE ? limit : SERVICES_AT_ONCE, count, room = 0;
    struct batch made = { 0 };
    struct arrived *arrived;
    struct rows *rows =
        store_query(cx, &ARRIVED, ARGS(arg_date(cx->arena, cx->today), arg_int((int64_t)most)));

    if (!arrived_read(cx, rows, most, &arrived, &count))
        return false;
    made.advances = arena_new(cx->arena, struct advance, count + 1);
    for (size_t i = 0; i < count && made.count < limit; i++)
        if (!arrived_take(cx, generation, &arrived[i], &made, &room))
            return false;
    *batch = made;
    return true;
}

static struct rows *query_ahead(struct ctx *cx, const struct ahead *ahead)
{
    return store_query(cx, &AHEAD,
                       ARGS(arg_date(cx->arena, ahead->until), arg_int(SERVICES_AT_ONCE),
                            arg_date(cx->arena, ahead->past_on), arg_int(ahead->past),
                            arg_int(ahead->client), arg_int(cx->actor),
                            arg_date(cx->arena, cx->today)));
}

/* The same as on that morning: only the day is another. */
static bool take_ahead(struct ctx *cx, struct generation *generation, struct ahead *ahead,
                       struct batch *batch)
{
    struct arrived *arrived;
    size_t count, room = 0;

    if (!arrived_read(cx, query_ahead(cx, ahead), SERVICES_AT_ONCE, &arrived, &count))
        return false;
    cx->today = ahead->until;
    *batch = (struct batch){ .advances = arena_new(cx->arena, struct advance, count + 1) };
    for (size_t i = 0; i < count; i++)
        if (!arrived_take(cx, generation, &arrived[i], batch, &room))
            return false;
    if (count > 0) {
        ahead->past_on = arrived[count - 1].comes_on;
        ahead->past = arrived[count - 1].service.id;
    }
    return true;
}

bool generation_ahead(struct ctx *cx, struct generation *generation, struct ahead *ahead,
                      struct batch *batch)
{
    struct ctx own = *cx;
    bool is_read = take_ahead(&own, generation, ahead, batch);

    cx->fault = own.fault;
    return is_read;
}
