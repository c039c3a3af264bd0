#include <string.h>

#include "base/str.h"
#include "chase/calendar_load.h"
#include "mission/amount.h"
#include "mission/lack.h"
#include "mission/mission_books.h"
#include "mission/service.h"
#include "mission/tax.h"

static void narrow(struct recurrence *recurrence, const struct mission *mission,
                   const struct service_content *content)
{
    recurrence->has_from = true;
    recurrence->from = mission->first;
    recurrence->has_until = mission->has_last;
    recurrence->until = mission->last;
    if (content->has_from && content->from.day > mission->first.day)
        recurrence->from = content->from;
    if (content->has_until && (!mission->has_last || content->until.day < mission->last.day)) {
        recurrence->has_until = true;
        recurrence->until = content->until;
    }
}

struct course course_begin(const struct mission *mission, const struct mission_service *service,
                           const struct service_content *content)
{
    struct course course = {
        .recurrence = {
            .first = service->first,
            .rhythm = service->rhythm,
            .anchor_day = service->anchor_day,
            .lead_days = service->lead_days,
            .lead_working = service->lead_working,
            .closed = service->closed,
        },
        .quantity = service->quantity > 0 ? service->quantity : 1,
    };

    narrow(&course.recurrence, mission, content);
    course.is_legal = service->follows && *service->follows
        && deadline_kind_parse(service->follows, &course.kind);
    return course;
}

bool course_client(struct ctx *cx, const struct client *client, struct course *course)
{
    struct client_tax tax;
    struct deadline_own *own = NULL;

    if (!client_tax_find(cx, client->id, &tax)
        || (course->is_legal
            && !amount_list(cx, client->id, course->kind, &own, &course->own_count)))
        return false;
    course->own = own;
    course->taxpayer = taxpayer_of(client, &tax, course->kind);
    if (course->taxpayer.department)
        course->calendar.region = taxpayer_region(&course->taxpayer);
    return true;
}

static bool content_find(struct ctx *cx, const struct mission_service *service,
                         struct service_content *content)
{
    struct service found;

    if (service->version > 0)
        return service_find_version(cx, service->service, service->version, content);
    if (!service_find(cx, service->service, &found))
        return false;
    *content = found.content;
    return true;
}

bool course_of(struct ctx *cx, const struct mission *mission, const struct mission_service *service,
               struct course *course)
{
    struct service_content content;
    struct client client;

    if (!content_find(cx, service, &content) || !client_find(cx, mission->client, &client))
        return false;
    struct course read = course_begin(mission, service, &content);
    if (!calendar_load(cx, &read.calendar) || !course_client(cx, &client, &read)
        || (mission->id > 0 && !mission_pauses(cx, mission->id, &read.recurrence)))
        return false;
    *course = read;
    return true;
}

bool mission_pauses(struct ctx *cx, int64_t mission, struct recurrence *recurrence)
{
    struct mission_step *steps;
    size_t count, used = 0;

    if (!mission_life(cx, mission, &steps, &count))
        return false;
    struct mission_pause *pauses = arena_new(cx->arena, struct mission_pause, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (used > 0 && pauses[used - 1].is_open) {
            pauses[used - 1].is_open = false;
            pauses[used - 1].last = (struct date){ steps[i].since.day - 1 };
        }
        if (steps[i].state == MISSION_SUSPENDED)
            pauses[used++] = (struct mission_pause){ .first = steps[i].since, .is_open = true };
    }
    recurrence->suspensions = pauses;
    recurrence->suspension_count = used;
    return true;
}

bool course_lacks(struct ctx *cx, const char **lacks)
{
    const struct fault *fault = &cx->fault;

    if (fault->kind != FAULT_INPUT || !str_starts(fault->code, "ECHEANCE-"))
        return false;
    *lacks = lack_text(cx->arena, fault);
    cx->fault = (struct fault){ 0 };
    return true;
}

SQL(NEXT, FIRM,
    "UPDATE mission_service SET next_created_on = $3, " LACKS_SET(
        "$4", "$5") " WHERE firm = $1 AND id = $2");

static bool next_set(struct ctx *cx, const struct mission_service *service, struct arg day,
                     const char *lacks)
{
    return store_run(
        cx, &NEXT,
        ARGS(arg_int(service->id), day, arg_text(lacks), arg_date(cx->arena, cx->today)));
}

static bool next_find(struct ctx *cx, const struct mission *mission,
                      const struct mission_service *service)
{
    struct course course;
    struct dues dues;
    const char *lacks;

    if (!course_of(cx, mission, service, &course)
        || !course_list(cx, &course, service->next_number, 1, &dues))
        return course_lacks(cx, &lacks)
            && next_set(cx, service, arg_date(cx->arena, (struct date){ cx->today.day + 1 }),
                        lacks);
    return next_set(cx, service,
                    dues.count > 0 ? arg_date(cx->arena, dues.rows[0].at.created) : arg_text(NULL),
                    "");
}

bool mission_look_ahead(struct ctx *cx, const struct mission *mission)
{
    for (size_t i = 0; i < mission->service_count; i++) {
        const struct mission_service *service = &mission->services[i];
        bool is_well = mission->state == MISSION_SIGNED ? next_find(cx, mission, service)
                                                        : next_set(cx, service, arg_text(NULL), "");
        if (!is_well)
            return false;
    }
    return true;
}
