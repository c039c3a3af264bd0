#include "base/limits.h"
#include "cli/house.h"
#include "cli/option.h"
#include "cli/work.h"
#include "request/list.h"

static bool state_read(struct ctx *cx, const struct call *call, enum request_state *first,
                       enum request_state *last)
{
    const char *text = call_option(call, "state");

    *first = REQUEST_OPEN;
    *last = REQUEST_ANSWERED;
    if (!text)
        return true;
    if (!request_state_parse(text, first))
        return option_unknown(cx, "state", text, "open, answered, accepted, dropped");
    *last = *first;
    return true;
}

static void put(struct json *list, const struct demand *demand)
{
    struct json *map = json_add_map(list);

    json_put_int(map, "id", demand->id);
    json_put_text(map, "name", demand->name);
    json_put_int(map, "client_id", demand->client);
    json_put_text(map, "client", demand->client_name);
    json_put_text(map, "state", request_state_text(demand->state));
    json_put_date(map, "due_on", demand->due_on);
    if (demand->campaign > 0)
        json_put_int(map, "campaign", demand->campaign);
    json_put(map, "promised_on", NULL);
    if (demand->is_promised)
        json_put_date(map, "promised_on", demand->promised_on);
    if (demand->has_amount)
        json_put_money(map, "amount", demand->amount);
}

/* All of one state, page after page. */
static bool list_state(struct ctx *cx, struct request_page *page, struct json *list)
{
    struct demand *demands;
    size_t count;

    do {
        if (!request_list(cx, page, &demands, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            put(list, &demands[i]);
        if (count > 0) {
            page->after_on = demands[count - 1].due_on;
            page->after = demands[count - 1].id;
        }
    } while (count == LIMIT_PAGE_ROWS);
    return true;
}

static bool list_all(struct ctx *cx, struct call *call, struct json *model)
{
    struct request_page page = { .first_on = DATE_FIRST,
                                 .last_on = DATE_LAST,
                                 .limit = LIMIT_PAGE_ROWS };
    struct json *list = json_put_list(model, "requests");
    enum request_state state, last;

    if (!state_read(cx, call, &state, &last) || !work_client(cx, call, &page.client)
        || !work_number(cx, call, "campaign", &page.campaign)
        || !call_date(cx, call, "from", &page.first_on)
        || !call_date(cx, call, "until", &page.last_on))
        return false;
    for (; state <= last; state++) {
        page.state = state;
        page.after = 0;
        if (!list_state(cx, &page, list))
            return false;
    }
    json_put_int(model, "count", (int64_t)json_count(list));
    return true;
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, list_all, model);
}

static void list_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const keys[] = { "id", "due_on", "state", "client", "name", NULL };

    work_print(out, call, json_get(model, "requests"), keys);
}

const struct command cli_request[] = {
    { .words = "request list",
      .usage = "[--state open|answered|accepted|dropped] [--client ID]"
               " [--campaign ID] [--from DATE] [--until DATE]",
      .summary = "what clients were asked for: open and answered ones, by due date",
      .options = HOUSE_OPTIONS "state= client= campaign= from= until=",
      .run = list_run,
      .print = list_print },
    { 0 },
};
