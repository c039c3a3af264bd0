#include "app/board_filter.h"

#include <string.h>

#include "app/work_count.h"
#include "view/view.h"

/* As in the address. */
static const char *const words[WORK_FACET_COUNT] = {
    [WORK_FACET_HUB] = "hub",       [FACET_MEMBER] = "collaborateur", [FACET_CLIENT] = "client",
    [FACET_SERVICE] = "prestation", [FACET_STATE] = "etat",           [FACET_DUE] = "echeance",
    [FACET_KIND] = "genre",
};

static const char *text(struct ctx *cx, const struct request *request, const char *key)
{
    return view_text(cx->arena, request_language(request), key, NULL);
}

/* Words of tasks and of requests stand in one list: those of a task come first, to « done ». */
static const char *choice_name(struct ctx *cx, const struct request *request, enum work_facet facet,
                               const struct work_count *choice)
{
    if (*choice->name)
        return choice->name;
    return text(cx, request, arena_format(cx->arena, "board.%s.%s", words[facet], choice->word));
}

static bool put_choices(struct ctx *cx, const struct request *request, enum work_facet facet,
                        const struct work_counts *counts, struct json *map)
{
    const char *chosen = request_text(request, words[facet]);
    struct json *choices = json_put_list(map, "choices");
    bool has_chosen = false;

    for (size_t i = 0; i < counts->counts[facet]; i++) {
        const struct work_count *choice = &counts->facets[facet][i];
        bool is_chosen = strcmp(choice->word, chosen) == 0;
        struct json *one = json_add_map(choices);
        json_put_text(one, "word", choice->word);
        json_put_text(one, "name", choice_name(cx, request, facet, choice));
        json_put_int(one, "count", choice->count);
        json_put_bool(one, "is_chosen", is_chosen);
        has_chosen = has_chosen || is_chosen;
    }
    return has_chosen;
}

static void put_facets(struct ctx *cx, const struct request *request,
                       const struct work_counts *counts, struct json *model)
{
    struct json *facets = json_put_list(model, "facets");

    for (enum work_facet facet = 0; facet < WORK_FACET_COUNT; facet++) {
        struct json *map = json_add_map(facets);
        json_put_text(map, "word", words[facet]);
        json_put_text(map, "name",
                      text(cx, request, arena_format(cx->arena, "board.by.%s", words[facet])));
        bool has_chosen = put_choices(cx, request, facet, counts, map);
        json_put_bool(map, "has_chosen", has_chosen);
    }
}

/* What the form keeps beside its choices. */
static void put_filter(struct ctx *cx, const struct request *request,
                       const struct work_filter *filter, struct json *model)
{
    struct json *map = json_put_map(model, "filter");
    const char *view = request_text(request, "vue");
    const struct work_filter bare = { .words = "",
                                      .state = "",
                                      .kind = "",
                                      .due = "",
                                      .has_month = filter->has_month,
                                      .month = filter->month };

    json_put_text(map, "view", *view ? view : NULL);
    json_put_text(map, "sort",
                  *request_text(request, "sort") ? request_text(request, "sort") : NULL);
    json_put_text(map, "words", filter->words);
    if (filter->has_month)
        json_put_date(map, "month", filter->month);
    if (filter->has_first)
        json_put_date(map, "first", filter->first);
    if (filter->has_last)
        json_put_date(map, "last", filter->last);
    json_put_text(map, "bare_url", work_filter_url(cx->arena, &bare, view));
}

bool board_filter_put(struct ctx *cx, const struct request *request, struct work_days days,
                      struct json *model)
{
    const struct work_filter filter = work_filter_read(request);
    struct work_counts counts;

    if (!work_counts_load(cx, &filter, days, &counts))
        return false;
    put_facets(cx, request, &counts, model);
    put_filter(cx, request, &filter, model);
    json_put_int(model, "total", counts.total);
    json_put_bool(model, "is_bare", counts.total == 0 && !work_filter_is_set(&filter));
    return true;
}
