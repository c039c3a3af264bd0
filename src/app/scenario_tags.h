/*
 * The tags that may stand in the words of a step, kind by kind (T-13): fixed lists over the model
 * of the kind's mail and what worker/words.h adds to it. Kinds that share a mail share the list of
 * the one that leads them.
 */
#ifndef APP_SCENARIO_TAGS_H
#define APP_SCENARIO_TAGS_H

#include <stdbool.h>
#include <stddef.h>

struct tag_known {
    const char *name, *within; /* within: the section that it needs around it, or NULL */
    const char *format;        /* as it is offered, and must have one; or NULL */
};

struct tag_list {
    const char *kind; /* that leads: "invoice" */
    const struct tag_known *tags;
    size_t count;
    const char *const *needed; /* by every text, ended by NULL */
    bool asks_money;           /* so that it tells an amount and a way to pay */
};

/* NULL when the kind has none: then its words cannot be its firm's own. */
const struct tag_list *tags_of(const char *kind);

/* Those that can write what it puts there, the one that is offered first; "" when none can. */
const char *tag_filters(const struct tag_known *tag);
bool tag_fits(const struct tag_known *tag, const char *filter);

/* Whether what stands between two of its kind is shown, hidden or repeated: {{#name}}…{{/name}}. */
bool tag_is_section(const struct tag_known *tag);

#endif
