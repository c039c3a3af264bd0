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

bool tag_is_section(const struct tag_known *tag)
{
    return strcmp(tag->name, "items") == 0 || str_starts(tag->name, "is_");
}
