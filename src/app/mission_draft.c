#include "app/mission_draft.h"

#include <stdlib.h>
#include <string.h>

#include "app/occurrence_model.h"
#include "base/buf.h"
#include "base/str.h"
#include "http/number.h"

enum { LINES = 30, FEBRUARY = 2 };

static struct date year_end(const char *year_ends, int year)
{
    int month = *year_ends ? atoi(year_ends) : 12, day = *year_ends ? atoi(year_ends + 3) : 31;

    if (month == FEBRUARY && day >= 28) /* the last day of February, whatever the year */
        day = date_exists(year, FEBRUARY, 29) ? 29 : 28;
    return date_of(year, month, day);
}

void fiscal_year(const char *year_ends, struct date day, struct date *first, struct date *last)
{
    int year = date_civil(day).year;

    if (year_end(year_ends, year).day < day.day)
        year++;
    *last = year_end(year_ends, year);
    *first = (struct date){ year_end(year_ends, year - 1).day + 1 };
}

static struct fault flaw_of(const char *code, const char *field, const char *value)
{
    return (struct fault){
        .kind = FAULT_INPUT,
        .code = code,
        .args = { { "field", field }, { "value", value } },
    };
}

bool mission_draft_begin(struct ctx *cx, const struct client *client, struct mission_draft *draft)
{
    struct mission mission = { .client = client->id,
                               .client_name = client->name,
                               .has_last = true };

    fiscal_year(client->year_ends, cx->today, &mission.first, &mission.last);
    *draft = (struct mission_draft){
        .mission = mission,
        .name = "",
        .first = date_text(cx->arena, mission.first),
        .last = date_text(cx->arena, mission.last),
    };
    return service_ready(cx) && service_list(cx, false, &draft->offered, &draft->offered_count);
}

static const char *line_text(const struct request *request, int64_t service, const char *key)
{
    size_t count;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < count; i++) {
        char *rest;
        if (strtoll(named[i].rest, &rest, 10) == service && strcmp(rest, key) == 0)
            return named[i].text;
    }
    return NULL;
}

static int line_number(struct mission_line *line, const char *text, int usual)
{
    int64_t number;

    if (!text)
        return usual;
    if (number_parse(text, strlen(text), &number) && number < 10000)
        return (int)number;
    line->flaw = flaw_of("MISSION-NOMBRE", "lead", text);
    return usual;
}

/* A whole number out of its range is a number all the same. */
static int line_lead(struct mission_line *line, const char *text, int usual)
{
    const char *digits = text && *text == '-' ? text + 1 : text;
    int64_t number;

    if (!text || *digits == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return line_number(line, text, usual);
    if (number_parse(text, strlen(text), &number) && number <= RECURRENCE_LEAD_MOST)
        return (int)number;
    line->flaw = flaw_of("RECURRENCE-DELAI", "lead", text);
    return usual;
}

/* What was typed over what the service offers. */
static void line_read(const struct request *request, const struct mission_draft *draft,
                      struct mission_line *line)
{
    const struct service_content *content = &line->service.content;
    int64_t id = line->service.id;
    const char *rhythm = line_text(request, id, "-rhythm");
    const char *closed = line_text(request, id, "-closed");
    const char *working = line_text(request, id, "-working");
    const char *past = line_text(request, id, "-past");

    line->is_shown = rhythm != NULL;
    line->first = line_text(request, id, "-first");
    line->is_next = !past || strcmp(past, "make") != 0;
    line->typed = (struct mission_service){
        .client = draft->mission.client,
        .service = id,
        .rhythm = content->rhythm,
        .first = draft->mission.first,
        .closed = content->closed,
        .lead_working = working ? strcmp(working, "1") == 0 : content->lead_working,
        .follows = line_text(request, id, "-own") ? "" : content->follows,
        .words = "",
        .title = line->service.title,
    };
    line->typed.lead_days = line_lead(line, line_text(request, id, "-lead"), content->lead_days);
    line->typed.quantity = line_number(line, line_text(request, id, "-quantity"), 1);
    if (rhythm && !rhythm_parse(rhythm, &line->typed.rhythm))
        line->flaw = flaw_of("MISSION-CHOIX", "rhythm", rhythm);
    if (closed && !closed_rule_parse(closed, &line->typed.closed))
        line->flaw = flaw_of("MISSION-CHOIX", "closed", closed);
    if (!line->flaw.code && *line->typed.follows && line->typed.rhythm != content->rhythm)
        line->flaw = flaw_of("MISSION-FREQUENCE", "rhythm", rhythm);
    if (line->typed.rhythm != RHYTHM_ONCE)
        line->typed.quantity = 1;
}

/* A fault of the domain is this line's flaw; the others are looked at all the same. */
static bool line_wrong(struct ctx *cx, struct mission_line *line)
{
    if (cx->fault.kind != FAULT_INPUT)
        return false;
    line->flaw = cx->fault;
    cx->fault = (struct fault){ 0 };
    return true;
}

/* The first due date of a legal deadline in the mission; one put off may lie behind another. */
static bool first_legal(struct ctx *cx, const struct course *course, struct date *first)
{
    struct dues dues;

    if (!course_list(cx, course, 1, OCCURRENCES_SHOWN, &dues))
        return false;
    for (size_t i = 0; i < dues.count; i++)
        if (i == 0 || dues.rows[i].at.due.day < first->day)
            *first = dues.rows[i].at.due;
    return true;
}

/* Where nobody typed the first due date, the law tells it (E-7). */
static bool first_fill(struct ctx *cx, const struct mission_draft *draft, struct mission_line *line)
{
    return (course_of(cx, &draft->mission, &line->typed, &line->course)
            && first_legal(cx, &line->course, &line->typed.first))
        || line_wrong(cx, line);
}

/* A day that the law does not name would be passed over, and a mission of nothing be signed. */
static bool line_look(struct ctx *cx, const struct course *typed, struct mission_line *line)
{
    struct date first = line->typed.first;

    if (line->start.past == 0 && !line->start.has_next) {
        line->flaw = flaw_of("MISSION-RIEN", "service", line->service.title);
        return true;
    }
    if (!typed->is_legal)
        return true;
    if (!first_legal(cx, typed, &first))
        return false;
    if (first.day != line->typed.first.day) {
        line->flaw = flaw_of("MISSION-ECHEANCE", "first", line->first);
        line->flaw.args[2] = (struct fault_arg){ "next", date_text(cx->arena, first) };
    }
    return true;
}

/* Begins with the next occurrence, without losing the day of the month. */
static void begin_next(struct mission_line *line)
{
    int day = date_civil(line->typed.first).day, next = date_civil(line->start.next.due).day;

    line->meant.first = line->start.next.due;
    if (line->typed.rhythm > RHYTHM_WEEK && *line->typed.follows == '\0' && next < day)
        line->meant.anchor_day = day;
}

static bool line_settle(struct ctx *cx, const struct mission_draft *draft,
                        struct mission_line *line)
{
    struct course typed;

    if (line->first && *line->first && !date_parse(line->first, &line->typed.first))
        line->flaw = flaw_of("MISSION-DATE", "first", line->first);
    else if ((!line->first || !*line->first) && *line->typed.follows
             && !first_fill(cx, draft, line))
        return false;
    line->first = date_text(cx->arena, line->typed.first);
    line->meant = line->typed;
    if (line->flaw.code)
        return true;
    if (!course_of(cx, &draft->mission, &line->typed, &typed)
        || (!typed.is_legal && !recurrence_check(cx, &typed.recurrence))
        || !course_start(cx, &typed, &line->start) || !line_look(cx, &typed, line))
        return line_wrong(cx, line);
    if (line->flaw.code)
        return true;
    if (line->start.past == 0)
        line->is_next = false;
    else if (!line->start.has_next)
        line->is_next = false;
    else if (line->is_next)
        begin_next(line);
    return course_of(cx, &draft->mission, &line->meant, &line->course) || line_wrong(cx, line);
}

/* What is simplified goes on by quarters or months: of that client nothing is said. */
static bool contradicts(const struct client *client, const struct service_content *content)
{
    static const struct {
        const char *regime;
        enum liable liable;
    } regimes[] = {
        { "none", LIABLE_COUNT },
        { "monthly", LIABLE_VAT_MONTH },
        { "quarterly", LIABLE_VAT_QUARTER },
    };
    enum liable liable;

    if (!liable_parse(content->regime, &liable) || liable > LIABLE_VAT_SIMPLIFIED)
        return false;
    for (size_t i = 0; i < COUNT_OF(regimes); i++)
        if (strcmp(client->vat_regime, regimes[i].regime) == 0)
            return liable != regimes[i].liable;
    return false;
}

static void head_read(struct ctx *cx, const struct request *request, struct mission_draft *draft)
{
    draft->name = str_trim(cx->arena, request_text(request, "name"));
    draft->first = request_text(request, "first");
    draft->last = request_text(request, "last");
    draft->mission.name = draft->name;
    draft->mission.has_last = request_date(request, "last", &draft->mission.last);
    if (!request_date(request, "first", &draft->mission.first))
        draft->flaw = flaw_of("MISSION-DATE", "first", draft->first);
    else if (draft->mission.has_last && draft->mission.last.day < draft->mission.first.day)
        draft->flaw = (struct fault){
            .kind = FAULT_INPUT,
            .code = "MISSION-DATES",
            .args = { { "field", "last" }, { "first", draft->first }, { "last", draft->last } },
        };
    else if (*draft->name == '\0')
        draft->flaw = flaw_of("MISSION-TITRE", "name", "");
}

static bool lines_read(struct ctx *cx, const struct request *request, const struct client *client,
                       struct mission_draft *draft)
{
    for (size_t i = 0; i < draft->offered_count && draft->count < LINES; i++) {
        const char *chosen = line_text(request, draft->offered[i].id, "-chosen");
        struct mission_line *line = &draft->lines[draft->count];
        if (!chosen || strcmp(chosen, "1") != 0)
            continue;
        if (!service_find(cx, draft->offered[i].id, &line->service))
            return false;
        line_read(request, draft, line);
        line->contradicts = contradicts(client, &line->service.content);
        if (!line_settle(cx, draft, line))
            return false;
        draft->mission.services[draft->count++] = line->meant;
    }
    draft->mission.service_count = draft->count;
    return true;
}

bool mission_draft_read(struct ctx *cx, const struct request *request, const struct client *client,
                        struct mission_draft *draft)
{
    if (!mission_draft_begin(cx, client, draft))
        return false;
    head_read(cx, request, draft);
    draft->lines = arena_new(cx->arena, struct mission_line, LINES);
    draft->mission.services = arena_new(cx->arena, struct mission_service, LINES);
    if (!lines_read(cx, request, client, draft))
        return false;
    if (draft->count == 0 && !draft->flaw.code)
        draft->flaw = flaw_of("MISSION-VIDE", "service", "");
    return true;
}

bool mission_draft_holds(const struct mission_draft *draft)
{
    bool holds = !draft->flaw.code;

    for (size_t i = 0; i < draft->count; i++)
        holds = holds && !draft->lines[i].flaw.code;
    return holds;
}

bool mission_draft_likes(struct ctx *cx, struct mission_draft *draft)
{
    return mission_likes(cx, &draft->mission, &draft->likes, &draft->like_count);
}

const char *mission_draft_mark(struct arena *arena, const struct mission_draft *draft)
{
    uint64_t mark = UINT64_C(14695981039346656037);
    struct buf text = { .arena = arena };

    buf_format(&text, "%s\t%s\t%s", draft->name, draft->first, draft->last);
    for (size_t i = 0; i < draft->count; i++) {
        const struct mission_service *line = &draft->lines[i].meant;
        buf_format(&text, "\n%lld %lld %s %d %d %lld %d %d %s %s", (long long)line->service,
                   (long long)draft->lines[i].service.version, rhythm_text(line->rhythm),
                   (int)line->first.day, line->anchor_day, (long long)line->quantity,
                   line->lead_days, line->lead_working, closed_rule_text(line->closed),
                   line->follows);
    }
    for (size_t i = 0; i < draft->like_count; i++)
        buf_format(&text, "\n=%lld", (long long)draft->likes[i].mission);
    for (const char *at = buf_string(&text); *at; at++)
        mark = (mark ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return arena_format(arena, "%llx", (unsigned long long)mark);
}
