#include "app/work_filter.h"

#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "base/buf.h"
#include "base/str.h"
#include "mission/month.h"

const struct field board_fields[] = {
    { .name = "colonne", .check = CHECK_CHOICE, .choices = "todo client late review done" },
    { .name = "client", .check = CHECK_INT },
    { .name = "collaborateur", .check = CHECK_INT },
    { .name = "hub", .check = CHECK_INT },
    { .name = "depuis", .check = CHECK_DATE },
    { .name = "jusqu_au", .check = CHECK_DATE },
    { .name = "apres", .check = CHECK_TEXT },
    { .name = "vue", .check = CHECK_CHOICE, .choices = "liste calendrier" },
    { .name = "mois", .check = CHECK_DATE },
    { .name = "q", .check = CHECK_TEXT },
    { .name = "etat",
      .check = CHECK_CHOICE,
      .choices = "todo doing review done open answered accepted dropped" },
    { .name = "genre", .check = CHECK_CHOICE, .choices = "task request" },
    { .name = "echeance", .check = CHECK_CHOICE, .choices = "late today week month" },
    { .name = "prestation", .check = CHECK_INT },
    { .name = "sort", .check = CHECK_CHOICE, .choices = "due client name state owner" },
    { .name = "rang", .check = CHECK_INT },
    { .name = "defaire", .check = CHECK_INT },
    { .name = "avant", .check = CHECK_CHOICE, .choices = "todo doing review done dropped" },
    { .name = "avant_le", .check = CHECK_DATE },
    { .name = "vu", .check = CHECK_TEXT },
    { 0 },
};

enum { WEEK = 7 };

struct work_filter work_filter_read(const struct request *request)
{
    struct work_filter filter = {
        .client = request_int(request, "client"),
        .member = request_int(request, "collaborateur"),
        .service = request_int(request, "prestation"),
        .hub = request_int(request, "hub"),
        .words = request_text(request, "q"),
        .state = request_text(request, "etat"),
        .kind = request_text(request, "genre"),
        .due = request_text(request, "echeance"),
    };

    filter.has_first = request_date(request, "depuis", &filter.first);
    filter.has_last = request_date(request, "jusqu_au", &filter.last);
    filter.has_month = request_date(request, "mois", &filter.month);
    return filter;
}

static void add_text(struct buf *out, const char *name, const char *value)
{
    if (*value)
        buf_text(out, arena_format(out->arena, "%s%s=%s", out->size > 0 ? "&" : "", name, value));
}

static void add_id(struct buf *out, const char *name, int64_t id)
{
    add_text(out, name, id > 0 ? arena_format(out->arena, "%lld", (long long)id) : "");
}

static void add_date(struct buf *out, const char *name, bool is_there, struct date date)
{
    add_text(out, name, is_there ? date_text(out->arena, date) : "");
}

const char *work_filter_text(struct arena *arena, const struct work_filter *filter)
{
    struct buf out = { .arena = arena };

    add_id(&out, "hub", filter->hub);
    add_id(&out, "client", filter->client);
    add_id(&out, "collaborateur", filter->member);
    add_id(&out, "prestation", filter->service);
    add_text(&out, "q", page_coded(arena, filter->words));
    add_text(&out, "etat", filter->state);
    add_text(&out, "genre", filter->kind);
    add_text(&out, "echeance", filter->due);
    add_date(&out, "depuis", filter->has_first, filter->first);
    add_date(&out, "jusqu_au", filter->has_last, filter->last);
    add_date(&out, "mois", filter->has_month, filter->month);
    return buf_string(&out);
}

const char *work_filter_url(struct arena *arena, const struct work_filter *filter, const char *view)
{
    const char *text = work_filter_text(arena, filter);
    bool has_view = *view != '\0', has_text = *text != '\0';

    return arena_format(arena, "/missions%s%s%s%s%s", has_view || has_text ? "?" : "",
                        has_view ? "vue=" : "", view, has_view && has_text ? "&" : "", text);
}

bool work_filter_is_set(const struct work_filter *filter)
{
    return filter->client > 0 || filter->member > 0 || filter->service > 0 || filter->hub > 0
        || *filter->words || *filter->state || *filter->kind || *filter->due || filter->has_first;
}

struct date week_first(struct date day)
{
    return (struct date){ day.day - ((int)date_weekday(day) + WEEK - MONDAY) % WEEK };
}

int week_number(struct date day)
{
    struct date thursday = { week_first(day).day + THURSDAY - MONDAY };

    return (thursday.day - date_of(date_civil(thursday).year, 1, 1).day) / WEEK + 1;
}

struct work_days work_days_of(struct date today, const char *due)
{
    struct civil civil = date_civil(today);
    struct date monday = week_first(today);

    if (strcmp(due, "late") == 0)
        return (struct work_days){ DATE_FIRST, { today.day - 1 } };
    if (strcmp(due, "today") == 0)
        return (struct work_days){ today, today };
    if (strcmp(due, "week") == 0)
        return (struct work_days){ monday, { monday.day + WEEK - 1 } };
    if (strcmp(due, "month") == 0)
        return (struct work_days){ date_of(civil.year, civil.month, 1),
                                   month_end(civil.year, civil.month) };
    return (struct work_days){ DATE_FIRST, DATE_LAST };
}

static struct work_days within(struct work_days days, struct work_days others)
{
    return (struct work_days){ days.first.day > others.first.day ? days.first : others.first,
                               days.last.day < others.last.day ? days.last : others.last };
}

struct work_scope work_scope_of(const struct ctx *cx, const struct work_filter *filter,
                                struct work_days days)
{
    static const char *const ended[] = { "done", "accepted", "dropped" };
    static const char NONE[] = "-";
    bool has_tasks = strcmp(filter->kind, "request") != 0;
    bool has_requests = strcmp(filter->kind, "task") != 0,
         is_late = strcmp(filter->due, "late") == 0;
    bool is_all = !*filter->state, is_ended = false;

    for (size_t i = 0; i < COUNT_OF(ended); i++)
        is_ended = is_ended || strcmp(filter->state, ended[i]) == 0;
    if (is_ended && days.first.day == DATE_FIRST.day)
        days.first.day = cx->today.day - BOARD_DONE_DAYS;
    bool is_owed = !is_late || (!is_ended && strcmp(filter->state, "answered") != 0);
    const char *one = is_owed ? filter->state : NONE;
    return (struct work_scope){
        .days = within(days, work_days_of(cx->today, filter->due)),
        .task = { !has_tasks   ? NONE
                      : is_all ? "todo"
                               : one,
                  has_tasks && is_all ? "doing" : NONE, has_tasks && is_all ? "review" : NONE },
        .request = { !has_requests ? NONE
                         : is_all  ? "open"
                                   : one,
                     has_requests && is_all && !is_late ? "answered" : NONE },
    };
}

struct work_days work_filter_days(const struct ctx *cx, const struct work_filter *filter)
{
    return (struct work_days){ filter->has_first ? filter->first : DATE_FIRST,
                               filter->has_last ? filter->last
                                                : (struct date){ cx->today.day + BOARD_DAYS } };
}
