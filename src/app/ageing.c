#include <string.h>

#include "app/ageing_list.h"
#include "app/ageing_model.h"
#include "app/handlers.h"
#include "app/page.h"

const struct field ageing_fields[] = {
    { .name = "on", .check = CHECK_DATE },
    { .name = "by", .check = CHECK_CHOICE, .choices = "due piece" },
    { .name = "bucket", .check = CHECK_CHOICE, .choices = "not_due 1-30 31-60 61-90 90+" },
    { .name = "sort", .check = CHECK_CHOICE, .choices = "name open oldest" },
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

bool ageing_asked(struct ctx *cx, const struct request *request, struct ageing_asked *asked)
{
    const char *bucket = request_text(request, "bucket");

    *asked = (struct ageing_asked){ .on = cx->today,
                                    .age = AGE_COUNT,
                                    .after = request_int(request, "after") };
    (void)request_date(request, "on", &asked->on); /* today when it is not asked for */
    asked->basis =
        strcmp(request_text(request, "by"), "piece") == 0 ? AGEING_BY_PIECE : AGEING_BY_DUE;
    for (enum items_age age = AGE_NOT_DUE; age < AGE_COUNT; age++)
        if (strcmp(bucket, items_age_text(age)) == 0)
            asked->age = age;
    asked->sort = sort_find(ageing_sorts, request_text(request, "sort"));
    return client_find(cx, request_id(request, "client"), &asked->client);
}

/* What every address of the page repeats: "on=…&by=…". */
static const char *kept(struct ctx *cx, const struct ageing_asked *asked)
{
    return arena_format(cx->arena, "on=%s&by=%s", date_text(cx->arena, asked->on),
                        ageing_basis_text(asked->basis));
}

static const char *kept_bucket(struct ctx *cx, const struct ageing_asked *asked)
{
    if (asked->age == AGE_COUNT)
        return kept(cx, asked);
    return arena_format(cx->arena, "%s&bucket=%s", kept(cx, asked),
                        page_coded(cx->arena, items_age_text(asked->age)));
}

static void put_asked(const struct ageing_asked *asked, struct json *model)
{
    json_put_date(model, "on", asked->on);
    json_put_text(model, "by", ageing_basis_text(asked->basis));
    json_put_bool(model, asked->basis == AGEING_BY_DUE ? "by_due" : "by_piece", true);
    if (asked->age < AGE_COUNT)
        json_put_text(model, "bucket", items_age_text(asked->age));
}

static void put_links(struct ctx *cx, const char *path, const struct ageing_asked *asked,
                      struct json *model)
{
    const char *sort = asked->sort->word;

    json_put_text(model, "all_url",
                  arena_format(cx->arena, "%s?%s&sort=%s", path, kept(cx, asked), sort));
    json_put_text(model, "csv_path",
                  arena_format(cx->arena, "%s.csv?%s&sort=%s", path, kept_bucket(cx, asked), sort));
    sort_put(model, cx->arena, ageing_sorts, asked->sort,
             arena_format(cx->arena, "%s?%s&", path, kept_bucket(cx, asked)));
}

static void put_figures(struct arena *arena, struct json *model, const struct ageing *ageing)
{
    struct json *figures = json_put_map(model, "figures");

    json_put_money(figures, "late", ageing->late.open);
    json_put_text(figures, "late_share", ageing_share(arena, ageing->late.open, ageing->all.open));
    json_put_int(figures, "late_customers", ageing->late.customers);
    json_put_int(figures, "customers", ageing->customers);
}

static void put_total(struct json *model, const struct ageing_row *total)
{
    struct json *map = json_put_map(model, "total"), *amounts = json_put_map(map, "amounts");

    json_put_money(map, "open", total->open);
    for (enum items_age age = AGE_NOT_DUE; age < AGE_COUNT; age++)
        json_put_money(amounts, ageing_amount_name(age), total->ages[age]);
}

static void put_row(const struct ageing_asked *asked, struct json *list,
                    const struct ageing_row *row)
{
    struct json *customer = json_add_map(list), *amounts;
    bool is_late = row->has_oldest && row->oldest.day < asked->on.day;

    json_put_int(customer, "id", row->id);
    json_put_text(customer, "name", row->name);
    json_put_text(customer, "account", row->account);
    json_put_money(customer, "open", row->open);
    json_put_bool(customer, "has_address", row->has_address);
    json_put_bool(customer, "is_late", is_late);
    json_put_int(customer, "days_late", is_late ? asked->on.day - row->oldest.day : 0);
    if (is_late)
        json_put_date(customer, "oldest_due", row->oldest);
    amounts = json_put_map(customer, "amounts");
    for (enum items_age age = AGE_NOT_DUE; age < AGE_COUNT; age++)
        if (row->ages[age].cents != 0)
            json_put_money(amounts, ageing_amount_name(age), row->ages[age]);
}

/* Of the whole the books keep the sums; those of a filter are summed. */
static bool total_find(struct ctx *cx, const struct ageing_asked *asked,
                       const struct ageing *ageing, struct ageing_total *total)
{
    if (asked->age < AGE_COUNT)
        return ageing_list_total(cx, asked, total);
    *total = (struct ageing_total){ .count = ageing->customers };
    total->sum.open = ageing->all.open;
    for (enum items_age age = AGE_NOT_DUE; age < AGE_COUNT; age++)
        total->sum.ages[age] = ageing->ages[age].open;
    return true;
}

static bool put_customers(struct ctx *cx, const struct ageing_asked *asked,
                          const struct page_place *start, struct json *model)
{
    struct json *list = json_put_list(model, "customers");
    struct page_place place = *start;
    struct ageing_row *rows;
    size_t count;

    if (!ageing_list(cx, asked, PAGE_ROWS, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_row(asked, list, &rows[i]);
    place.shown = (int64_t)count;
    json_put_bool(model, "has_customers", count > 0);
    page_put_pager(model, cx->arena, &place);
    return true;
}

bool ageing_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *path = request_path(request);
    struct json *model = answer->model;
    struct ageing_asked asked;
    struct ageing_total total;
    struct ageing ageing;

    if (!ageing_asked(cx, request, &asked)
        || !ageing_find(cx, asked.client.id, asked.basis, asked.on, &ageing)
        || !total_find(cx, &asked, &ageing, &total))
        return false;
    put_asked(&asked, model);
    ageing_put_client(model, &asked.client, &ageing);
    ageing_put_buckets(
        model, cx->arena, &ageing,
        request_is_api(request) ? NULL : arena_format(cx->arena, "%s?%s&", path, kept(cx, &asked)),
        request_text(request, "bucket"));
    if (!request_is_api(request))
        put_links(cx, path, &asked, model);
    put_figures(cx->arena, model, &ageing);
    put_total(model, &total.sum);
    json_put_bool(model, "is_empty", ageing.customers == 0);
    const struct page_place place = {
        .path = path,
        .query = arena_format(cx->arena, "%s&sort=%s", kept_bucket(cx, &asked), asked.sort->word),
        .after = asked.after,
        .count = total.count,
    };
    return put_customers(cx, &asked, &place, model);
}
