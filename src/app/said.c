#include "app/said.h"

#include <stdlib.h>
#include <string.h>

/* What is given may be a file's name too, whatever the item asks for. */
static bool is_cents(const char *text)
{
    const char *digits = text + (*text == '-');

    return *digits && digits[strspn(digits, "0123456789")] == '\0';
}

bool said_put(const struct request_event *event, enum item_kind kind, struct json *map)
{
    const char *text = event->text;
    bool is_given = strcmp(event->act, "given") == 0;
    bool is_yes = is_given && kind == ITEM_YES_NO && strcmp(text, "yes") == 0;
    bool is_no = is_given && kind == ITEM_YES_NO && strcmp(text, "no") == 0;
    bool is_figure = is_given && kind == ITEM_FIGURE && is_cents(text);
    bool is_day = strcmp(event->act, "promised") == 0 || strcmp(event->act, "moved") == 0;
    struct date on;

    is_day = is_day && date_parse(text, &on);
    json_put_bool(map, "is_yes", is_yes);
    json_put_bool(map, "is_no", is_no);
    if (is_figure)
        json_put_money(map, "figure", (struct money){ strtoll(text, NULL, 10) });
    if (is_day)
        json_put_date(map, "on", on);
    return is_yes || is_no || is_figure || is_day;
}
