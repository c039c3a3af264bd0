/*
 * « Missions et demandes » (E-14): tasks and requests in columns. GET /missions. Each column shows
 * its first cards by due date, and goes on behind a cursor when it is asked for alone.
 */
#include "app/board.h"

#include <string.h>

#include "app/board_calendar.h"
#include "app/board_filter.h"
#include "app/board_list.h"
#include "app/board_load.h"
#include "app/board_move.h"
#include "app/handlers.h"
#include "app/page.h"
#include "base/limits.h"
#include "base/str.h"
#include "view/view.h"

enum { COLUMN_CARDS = 8 };

/* The last card read: "2026-03-31.12". */
static void cursor_read(const char *text, struct board_query *query)
{
    const char *dot = strchr(text, '.');

    query->after_on = (struct date){ INT32_MIN };
    if (strlen(text) > 11 && dot == text + 10)
        query->has_after = board_cursor_parse(text, &query->after_on, &query->after);
}

static struct board_query read_query(const struct request *request)
{
    struct board_query query = {
        .filter = work_filter_read(request),
        .limit = *request_text(request, "colonne") ? PAGE_ROWS : COLUMN_CARDS,
    };

    cursor_read(request_text(request, "apres"), &query);
    return query;
}

static void put_card(struct ctx *cx, const struct card *card, struct json *map)
{
    int days_late = cx->today.day - card->due_on.day;

    json_put_int(map, "id", card->id);
    json_put_bool(map, "is_task", card->is_task);
    json_put_text(map, "name", card->name);
    json_put_text(map, "of", card->client_name);
    json_put_int(map, "client", card->client);
    json_put_date(map, "due_on", card->due_on);
    json_put_bool(map, "is_owed", card->is_owed);
    json_put_bool(map, "is_late", card->is_owed && days_late > 0);
    json_put_int(map, "days_late", days_late > 0 ? days_late : 0);
    json_put_bool(map, "is_near", card->is_owed && days_late <= 0 && days_late > -BOARD_NEAR);
    json_put_int(map, "got", card->got);
    if (card->wanted > 0)
        json_put_int(map, "wanted", card->wanted);
    json_put_int(map, "told", card->told);
    json_put_bool(map, "was_told", card->told > 0);
    if (*card->who) {
        json_put_text(map, "who", card->who);
        json_put_text(map, "initials", page_initials(cx->arena, card->who));
    }
    json_put_text(map, "state_word", card->state);
    json_put_text(map, "path",
                  arena_format(cx->arena, "/%s/%lld", card->is_task ? "taches" : "demandes",
                               (long long)card->id));
}

/* The address of a column alone, with what else was asked for. */
static const char *column_url(struct ctx *cx, const struct board_query *query, const char *word)
{
    const char *filter = work_filter_text(cx->arena, &query->filter);

    return arena_format(cx->arena, "/missions?colonne=%s%s%s", word, *filter ? "&" : "", filter);
}

static void put_next(struct ctx *cx, const struct board_column *column, const char *url,
                     struct json *map)
{
    const struct card *last = &column->cards[column->count - 1];

    if (column->has_more)
        json_put_text(map, "next_url",
                      arena_format(cx->arena, "%s&apres=%s.%lld", url,
                                   date_text(cx->arena, last->due_on), (long long)last->place));
}

static bool put_column(struct ctx *cx, const struct request *request, struct board_query *query,
                       struct json *list)
{
    const char *word = board_column_text(query->column);
    const char *key = arena_format(cx->arena, "board.column.%s", word);
    const char *url = column_url(cx, query, word);
    struct json *map = json_add_map(list);
    struct board_column column;

    if (!board_column(cx, query, &column))
        return false;
    json_put_text(map, "word", word);
    json_put_text(map, "name", view_text(cx->arena, request_language(request), key, NULL));
    json_put_int(map, "count", column.total);
    json_put_text(map, "url", url);
    struct json *cards = json_put_list(map, "cards");
    for (size_t i = 0; i < column.count; i++)
        put_card(cx, &column.cards[i], json_add_map(cards));
    json_put_bool(map, "has_cards", column.count > 0);
    if (column.count > 0)
        put_next(cx, &column, url, map);
    return true;
}

static bool put_columns(struct ctx *cx, const struct request *request, struct json *model)
{
    const char *word = request_text(request, "colonne");
    struct board_query query = read_query(request);
    struct json *list = json_put_list(model, "columns");

    json_put_bool(model, "has_columns", true);
    json_put_bool(model, "is_one", *word != '\0');
    json_put_bool(model, "is_board", *word == '\0');
    for (query.column = 0; query.column < BOARD_COLUMN_COUNT; query.column++)
        if ((!*word || strcmp(word, board_column_text(query.column)) == 0)
            && !put_column(cx, request, &query, list))
            return false;
    return true;
}

/* The same filters in each of the views; and one's own work in this one. */
static void put_views(struct ctx *cx, const struct request *request,
                      const struct work_filter *filter, struct json *model)
{
    struct json *urls = json_put_map(model, "view_urls");
    struct work_filter mine = *filter;

    mine.member = cx->actor;
    json_put_text(urls, "board_url", work_filter_url(cx->arena, filter, ""));
    json_put_text(urls, "list_url", work_filter_url(cx->arena, filter, "liste"));
    json_put_text(urls, "calendar_url", work_filter_url(cx->arena, filter, "calendrier"));
    json_put_text(urls, "mine_url",
                  work_filter_url(cx->arena, &mine, request_text(request, "vue")));
}

bool board_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct work_filter filter = work_filter_read(request);
    bool is_list = board_list_is(request), is_calendar = board_calendar_is(request);
    struct json *model = answer->model;

    json_put_int(model, "self", cx->actor);
    json_put_int(model, "member", filter.member);
    json_put_bool(model, "is_mine", filter.member == cx->actor);
    json_put_bool(model, "is_filtered", work_filter_is_set(&filter));
    json_put_bool(model, "is_list", is_list);
    json_put_bool(model, "is_calendar", is_calendar);
    put_views(cx, request, &filter, model);
    struct work_days days =
        is_calendar ? board_calendar_days(cx, &filter) : work_filter_days(cx, &filter);
    if (!board_filter_put(cx, request, days, model) || !board_move_put(cx, request, model))
        return false;
    if (is_list)
        return board_list_put(cx, request, model);
    if (is_calendar)
        return board_calendar_put(cx, request, model);
    return put_columns(cx, request, model) && board_load_put(cx, filter.hub, model);
}
