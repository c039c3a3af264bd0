#include "app/ageing_list.h"
#include "app/ageing_model.h"
#include "app/client_page.h"
#include "app/client_people.h"
#include "app/client_thread.h"
#include "app/client_year.h"
#include "app/handlers.h"
#include "app/message_rows.h"
#include "app/notification.h"
#include "app/page.h"
#include "app/source.h"
#include "chase/calendar_load.h"
#include "client/next_day.h"

enum { IMPORTS_SHOWN = 5, LATE_SHOWN = 6, MESSAGES_SHOWN = 5 };

SQL(NEXT, FIRM, "SELECT" NEXT_DAY("$2"));

static bool put_next(struct ctx *cx, int64_t client, struct json *model)
{
    struct rows *rows = store_query(cx, &NEXT, ARGS(arg_int(client)));
    int32_t next = rows_next(rows) ? next_day(rows, 0) : NO_NEXT;
    struct calendar calendar;

    if (!rows_done(rows) || !calendar_load(cx, &calendar))
        return false;
    if (next != NO_NEXT)
        json_put_date(model, "next_on", next_day_open(&calendar, next, cx->today));
    return true;
}

SQL(IMPORTS, FIRM,
    "SELECT i.id, i.imported_at, m.name, i.file_name, i.closing_on, i.lines, i.conform"
    " FROM import i LEFT JOIN member m ON m.firm = i.firm AND m.id = i.imported_by"
    " WHERE i.firm = $1 AND i.client = $2 ORDER BY i.imported_at DESC, i.id DESC LIMIT $3");

static bool put_imports(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *imports = json_put_list(model, "imports");
    struct rows *rows = store_query(cx, &IMPORTS, ARGS(arg_int(client), arg_int(IMPORTS_SHOWN)));

    while (rows_next(rows)) {
        struct json *import = json_add_map(imports);
        json_put_int(import, "id", rows_int(rows, 0));
        json_put_text(import, "at", instant_text(cx->arena, rows_instant(rows, 1)));
        json_put_text(import, "by", rows_text(rows, 2));
        json_put_text(import, "file_name", rows_text(rows, 3));
        if (!rows_null(rows, 4))
            json_put_date(import, "closing", rows_date(rows, 4));
        json_put_int(import, "lines", rows_int(rows, 5));
        json_put_bool(import, "is_accepted", true);
        json_put_bool(import, "is_conforming", rows_int(rows, 6) == 1);
    }
    json_put_bool(model, "has_imports", json_count(imports) > 0);
    return rows_done(rows);
}

struct late {
    const struct ageing_row *row;
    struct money late;
};

/* Keeps the most late of them, the latest first. */
static void keep(struct late *kept, size_t *count, const struct ageing_row *row)
{
    struct late next = { .row = row };
    size_t place = *count;

    for (enum items_age age = AGE_30; age < AGE_COUNT; age++)
        next.late.cents += row->ages[age].cents;
    if (next.late.cents <= 0)
        return;
    while (place > 0 && kept[place - 1].late.cents < next.late.cents)
        place--;
    if (place == LATE_SHOWN)
        return;
    if (*count < LATE_SHOWN)
        ++*count;
    for (size_t i = *count - 1; i > place; i--)
        kept[i] = kept[i - 1];
    kept[place] = next;
}

/*
 * Nobody is later with more than the balance: credits are taken from the oldest debts. So the
 * customers are read by their balance, until the next can't be among them.
 */
static bool late_list(struct ctx *cx, const struct client *client, struct late *kept, size_t *count)
{
    enum { FIRST_READ = 50, GROWTH = 10 };
    struct ageing_asked asked = {
        .client = *client, .on = cx->today, .age = AGE_COUNT, .sort = &ageing_sorts[0]
    };
    struct ageing_row *rows;
    size_t read;

    *count = 0;
    for (int64_t limit = FIRST_READ;; limit *= GROWTH) {
        if (!ageing_list(cx, &asked, limit, &rows, &read))
            return false;
        for (size_t i = 0; i < read; i++)
            keep(kept, count, &rows[i]);
        bool is_settled =
            *count == LATE_SHOWN && rows[read - 1].open.cents <= kept[*count - 1].late.cents;
        if ((int64_t)read < limit || is_settled)
            return true;
        asked.after += limit;
    }
}

static bool put_late(struct ctx *cx, const struct client *client, struct json *model)
{
    struct json *list = json_put_list(model, "late");
    struct late kept[LATE_SHOWN];
    size_t count;

    if (!late_list(cx, client, kept, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct ageing_row *row = kept[i].row;
        struct json *customer = json_add_map(list);
        json_put_int(customer, "id", row->id);
        json_put_text(customer, "name", row->name);
        json_put_text(customer, "account", row->account);
        json_put_bool(customer, "has_address", row->has_address);
        json_put_int(customer, "days_late", cx->today.day - row->oldest.day);
        json_put_money(customer, "late", kept[i].late);
    }
    json_put_bool(model, "has_late_customers", count > 0);
    return true;
}

static bool put_messages(struct ctx *cx, const struct request *request, int64_t client,
                         struct json *model)
{
    const struct message_filter filter = { .client = client, .state = "", .search = "" };

    return message_put_newest(cx, request, &filter, MESSAGES_SHOWN, model);
}

static void put_figures(struct json *model, const struct ageing *ageing)
{
    struct json *figures = json_put_map(model, "figures");

    json_put_money(figures, "open", ageing->all.open);
    json_put_money(figures, "late", ageing->late.open);
    json_put_int(figures, "late_items", ageing->late.items);
    json_put_bool(figures, "has_late", ageing->late.open.cents > 0);
    json_put_int(figures, "customers", ageing->customers);
}

bool client_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct client client;
    struct ageing ageing;

    if (!client_page_put_ageing(cx, request, &client, &ageing, model))
        return false;
    const char *start = arena_format(cx->arena, "/clients/%lld/agee?", (long long)client.id);
    ageing_put_buckets(model, cx->arena, &ageing, request_is_api(request) ? NULL : start, "");
    put_figures(model, &ageing);
    json_put_bool(model, "is_blank", ageing.is_blank);
    return notification_put(cx, client.id, model) && source_put(cx, client.id, model)
        && put_next(cx, client.id, model) && put_imports(cx, client.id, model)
        && put_late(cx, &client, model) && put_messages(cx, request, client.id, model)
        && client_year_put(cx, request, &client, model)
        && client_thread_put(cx, request, &client, model)
        && people_put_contacts(cx, client.id, model)
        && people_put_team(cx, request, client.id, model);
}
