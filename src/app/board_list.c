#include "app/board_list.h"

#include <string.h>

#include "app/handlers.h"
#include "app/page.h"
#include "base/limits.h"
#include "format/csv_write.h"
#include "view/view.h"

/* The file is made in memory. */
enum { FILE_ROWS = 100000 };

bool board_list_is(const struct request *request)
{
    return strcmp(request_text(request, "vue"), "liste") == 0;
}

static struct work_query read_query(const struct request *request)
{
    struct work_query query = {
        .sort = sort_find(work_sorts, request_text(request, "sort")),
        .filter = work_filter_read(request),
        .limit = PAGE_ROWS + 1,
        .after = request_int(request, "rang"),
    };

    if (query.after < 0)
        query.after = 0;
    return query;
}

static const char *state_word(struct ctx *cx, const struct request *request,
                              const struct work *work)
{
    const char *key =
        arena_format(cx->arena, "%s.state.%s", work->is_task ? "task" : "demand", work->state);

    return view_text(cx->arena, request_language(request), key, NULL);
}

void board_list_put_work(struct ctx *cx, const struct request *request, const struct work *work,
                         struct json *map)
{
    json_put_int(map, "id", work->id);
    json_put_bool(map, "is_task", work->is_task);
    json_put_text(map, "name", work->name);
    json_put_int(map, "client", work->client);
    json_put_text(map, "of", work->client_name);
    json_put_text(map, "who", work->who);
    json_put_text(map, "state", state_word(cx, request, work));
    json_put_text(map, "state_word", work->state);
    json_put_date(map, "due_on", work->due_on);
    json_put_bool(map, "is_owed", work->is_owed);
    json_put_bool(map, "is_late", work->is_owed && work->due_on.day < cx->today.day);
    json_put_text(map, "path",
                  arena_format(cx->arena, "/%s/%lld", work->is_task ? "taches" : "demandes",
                               (long long)work->id));
}

/* What was asked for, without the order and the page: "vue=liste&client=12&". */
static const char *address_of(struct ctx *cx, const struct work_query *query)
{
    const char *filter = work_filter_text(cx->arena, &query->filter);

    return arena_format(cx->arena, "vue=liste&%s%s", filter, *filter ? "&" : "");
}

static void put_pages(struct ctx *cx, const struct work_query *query, bool has_more,
                      struct json *model)
{
    const char *url = arena_format(cx->arena, "/missions?%ssort=%s&rang=", address_of(cx, query),
                                   query->sort->word);
    int64_t before = query->after > PAGE_ROWS ? query->after - PAGE_ROWS : 0;

    if (has_more)
        json_put_text(
            model, "next_url",
            arena_format(cx->arena, "%s%lld", url, (long long)(query->after + PAGE_ROWS)));
    if (query->after > 0)
        json_put_text(model, "previous_url",
                      arena_format(cx->arena, "%s%lld", url, (long long)before));
    json_put_text(model, "csv_path",
                  arena_format(cx->arena, "/missions.csv?%ssort=%s", address_of(cx, query),
                               query->sort->word));
}

bool board_list_put(struct ctx *cx, const struct request *request, struct json *model)
{
    struct work_query query = read_query(request);
    struct json *list = json_put_list(model, "works");
    struct work *works;
    size_t count;

    if (!work_list(cx, &query, &works, &count))
        return false;
    size_t shown = count > PAGE_ROWS ? PAGE_ROWS : count;
    for (size_t i = 0; i < shown; i++)
        board_list_put_work(cx, request, &works[i], json_add_map(list));
    json_put_bool(model, "has_works", shown > 0);
    sort_put(model, cx->arena, work_sorts, query.sort,
             arena_format(cx->arena, "/missions?%s", address_of(cx, &query)));
    put_pages(cx, &query, count > shown, model);
    return true;
}

static void write_work(struct ctx *cx, const struct request *request, const struct work *work,
                       struct csv_out *csv)
{
    const char *kind = work->is_task ? "board.task" : "board.request";

    csv_text(csv, work->client_name);
    csv_text(csv, work->name);
    csv_text(csv, view_text(cx->arena, request_language(request), kind, NULL));
    csv_date(csv, work->due_on);
    csv_text(csv, state_word(cx, request, work));
    csv_text(csv, work->who);
    csv_end(csv);
}

bool board_csv(struct ctx *cx, const struct request *request, struct answer *answer)
{
    static const char *const heads[] = { "board.client", "board.name",  "board.kind",
                                         "board.day",    "board.state", "board.owner" };
    const char *language = request_language(request);
    struct work_query query = read_query(request);
    struct csv_out csv = csv_start(cx->arena);
    struct work *works;
    size_t count;

    query.limit = FILE_ROWS;
    query.after = 0;
    if (!work_list(cx, &query, &works, &count))
        return false;
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        csv_text(&csv, view_text(cx->arena, language, heads[i], NULL));
    csv_end(&csv);
    for (size_t i = 0; i < count; i++)
        write_work(cx, request, &works[i], &csv);
    answer->file_name =
        arena_format(cx->arena, "%s %s.csv", view_text(cx->arena, language, "board.title", NULL),
                     date_text(cx->arena, cx->today));
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = buf_string(&csv.out);
    answer->file_size = csv.out.size;
    return true;
}
