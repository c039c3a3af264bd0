#include "app/scenario_tags.h"

#include <string.h>

#include "base/str.h"

static const struct tag_known invoice_tags[] = {
    { "client.name", NULL, NULL },   { "client.siren", NULL, NULL },
    { "customer.name", NULL, NULL }, { "customer.account", NULL, NULL },
    { "total", NULL, "mail" },       { "late_total", NULL, "mail" },
    { "count", NULL, NULL },         { "on", NULL, "date" },
    { "table", NULL, NULL },         { "payment", NULL, NULL },
    { "firm.name", NULL, NULL },     { "firm.email", NULL, NULL },
    { "items", NULL, NULL },         { "piece", "items", NULL },
    { "label", "items", NULL },      { "issued_on", "items", "short" },
    { "due_on", "items", "short" },  { "amount", "items", "mail" },
    { "days_late", "items", NULL },  { "is_late", "items", NULL },
    { "is_credit", "items", NULL },
};

static const struct tag_known request_tags[] = {
    { "contact.name", NULL, NULL }, { "clients", NULL, NULL },     { "names", NULL, NULL },
    { "due_on", NULL, "date" },     { "count", NULL, NULL },       { "on", NULL, "date" },
    { "table", NULL, NULL },        { "reply", NULL, NULL },       { "url", NULL, NULL },
    { "firm.name", NULL, NULL },    { "firm.email", NULL, NULL },  { "is_late", NULL, NULL },
    { "is_one", NULL, NULL },       { "is_blocking", NULL, NULL },
};

static const struct tag_known task_tags[] = {
    { "member.name", NULL, NULL }, { "clients", NULL, NULL },   { "names", NULL, NULL },
    { "due_on", NULL, "date" },    { "count", NULL, NULL },     { "on", NULL, "date" },
    { "table", NULL, NULL },       { "board_url", NULL, NULL }, { "firm.name", NULL, NULL },
    { "is_one", NULL, NULL },
};

static const char *const invoice_needs[] = { "client.name", "firm.name", NULL };
static const char *const request_needs[] = { "table", "firm.name", NULL };
static const char *const task_needs[] = { "table", NULL };

static const struct tag_list lists[] = {
    { "invoice", invoice_tags, COUNT_OF(invoice_tags), invoice_needs, true },
    { "request", request_tags, COUNT_OF(request_tags), request_needs, false },
    { "task", task_tags, COUNT_OF(task_tags), task_needs, false },
};

const struct tag_list *tags_of(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (strcmp(lists[i].kind, kind) == 0)
            return &lists[i];
    return NULL;
}

/* A filter that cannot read a value leaves it as it stands in the books. */
const char *tag_filters(const struct tag_known *tag)
{
    static const struct {
        const char *tag, *offered, *filters;
    } sorts[] = {
        { NULL, "mail", "mail, money, amount" },      { NULL, "date", "date, short, day, month" },
        { NULL, "short", "short, date, day, month" }, { "count", NULL, "number, ordinal" },
        { "days_late", NULL, "number, ordinal" },     { "client.siren", NULL, "siren" },
    };

    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (sorts[i].tag ? strcmp(sorts[i].tag, tag->name) == 0
                         : tag->format && strcmp(sorts[i].offered, tag->format) == 0)
            return sorts[i].filters;
    return "";
}

bool tag_fits(const struct tag_known *tag, const char *filter)
{
    size_t size = strlen(filter);

    for (const char *at = tag_filters(tag); *at; at += strspn(at, ", ")) {
        size_t own = strcspn(at, ",");
        if (own == size && strncmp(at, filter, size) == 0)
            return true;
        at += own;
    }
    return false;
}

bool tag_is_section(const struct tag_known *tag)
{
    return strcmp(tag->name, "items") == 0 || str_starts(tag->name, "is_");
}
