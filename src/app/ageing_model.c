#include "app/ageing_model.h"

#include <string.h>

#include "app/page.h"

void ageing_put_client(struct json *model, const struct client *client, const struct ageing *ageing)
{
    struct json *map = json_put_map(model, "client");

    json_put_int(map, "id", client->id);
    json_put_text(map, "name", client->name);
    json_put_text(map, "siren", client->siren);
    json_put_int(map, "missing_addresses", ageing->unreached);
    json_put_bool(map, "has_missing", ageing->unreached > 0);
}

const char *ageing_amount_name(enum items_age age)
{
    static const char *const names[AGE_COUNT] = {
        [AGE_NOT_DUE] = "not_due", [AGE_30] = "late_30",      [AGE_60] = "late_60",
        [AGE_90] = "late_90",      [AGE_OLDER] = "late_more",
    };
    return names[age];
}

/* A tenth of a percent is a thousandth: of 999,999,999,999.99 euros it stays within 64 bits. */
static int64_t thousandths(struct money part, struct money whole)
{
    if (whole.cents <= 0 || part.cents <= 0)
        return 0;
    return (part.cents * 1000 + whole.cents / 2) / whole.cents;
}

const char *ageing_share(struct arena *arena, struct money part, struct money whole)
{
    int64_t tenths = thousandths(part, whole);

    return arena_format(arena, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* Credits have no length in the bar. */
static struct money positive_sum(const struct ageing *ageing)
{
    struct money sum = { 0 };

    for (int age = 0; age < AGE_COUNT; age++)
        if (ageing->ages[age].open.cents > 0)
            sum.cents += ageing->ages[age].open.cents;
    return sum;
}

static void put_flag(struct json *bucket, struct arena *arena, enum items_age age)
{
    json_put_bool(bucket, arena_format(arena, "is_%s", ageing_amount_name(age)), true);
}

void ageing_put_buckets(struct json *model, struct arena *arena, const struct ageing *ageing,
                        const char *start, const char *current)
{
    enum { GAP = 2 };
    struct json *buckets = json_put_list(model, "buckets"), *all = json_put_map(model, "all");
    struct money whole = positive_sum(ageing);
    int64_t x = 0;

    for (enum items_age age = AGE_NOT_DUE; age < AGE_COUNT; age++) {
        struct json *bucket = json_add_map(buckets);
        const char *word = items_age_text(age);
        int64_t length = thousandths(ageing->ages[age].open, whole);
        json_put_text(bucket, "bucket", word);
        json_put_int(bucket, "items", ageing->ages[age].items);
        json_put_money(bucket, "amount", ageing->ages[age].open);
        json_put_text(bucket, "share",
                      ageing_share(arena, ageing->ages[age].open, ageing->all.open));
        if (!start)
            continue;
        put_flag(bucket, arena, age);
        json_put_int(bucket, "x", x);
        json_put_int(bucket, "width", length > GAP ? length - GAP : 0);
        x += length;
        if (!*start)
            continue;
        json_put_text(bucket, "filter_url",
                      arena_format(arena, "%sbucket=%s", start, page_coded(arena, word)));
        json_put_bool(bucket, "is_current", strcmp(word, current) == 0);
    }
    json_put_int(all, "items", ageing->all.items);
    json_put_money(all, "amount", ageing->all.open);
}
