#include "cli/option.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MOST = 9 };

bool option_needed(struct ctx *cx, const struct call *call, const char *name, const char *example)
{
    return call_option(call, name) != NULL
        || fail(cx, FAULT_INPUT, "OPTION-ABSENTE", "name", name, "example", example, NULL);
}

bool option_number(struct ctx *cx, const struct call *call, const char *name,
                   struct option_range range, int *number)
{
    const char *text = call_option(call, name);

    if (!text)
        return true;
    size_t size = strspn(text, "0123456789");
    if (size > 0 && size <= DIGITS_MOST && text[size] == '\0') {
        int given = atoi(text);
        if (given >= range.least && given <= range.most) {
            *number = given;
            return true;
        }
    }
    return fail(cx, FAULT_INPUT, "OPTION-NOMBRE", "name", name, "value", text, "least",
                arena_format(cx->arena, "%d", range.least), "most",
                arena_format(cx->arena, "%d", range.most), NULL);
}

bool option_money(struct ctx *cx, const struct call *call, const char *name, struct money *money)
{
    const char *text = call_option(call, name);
    struct money given;

    if (!text)
        return true;
    if (!money_parse(text, &given) || given.cents < 0)
        return fail(cx, FAULT_INPUT, "OPTION-MONTANT", "name", name, "value", text, NULL);
    *money = given;
    return true;
}

static const char *regions_known(struct arena *arena)
{
    struct buf known = { .arena = arena };

    for (enum region i = 0; i < REGION_COUNT; i++)
        buf_format(&known, "%s%s", i ? ", " : "", region_text(i));
    return buf_string(&known);
}

bool option_region(struct ctx *cx, const struct call *call, enum region *region)
{
    const char *text = call_option(call, "region");

    if (!text || region_parse(text, region))
        return true;
    return fail(cx, FAULT_INPUT, "REGION", "value", text, "known", regions_known(cx->arena), NULL);
}

bool option_unknown(struct ctx *cx, const char *name, const char *value, const char *known)
{
    return fail(cx, FAULT_INPUT, "OPTION-CHOIX", "name", name, "value", value, "known", known,
                NULL);
}
