/*
 * Names and what they stand for: a path of names, and the models that are open around a tag.
 */
#ifndef VIEW_CONTEXT_H
#define VIEW_CONTEXT_H

#include "base/json.h"

struct path_name {
    const char *text;
    size_t size;
};

struct path {
    const struct path_name *names;
    size_t count;     /* 0 is the thing itself, {{.}} */
    const char *flat; /* « section.key » of {{t.section.key}}; NULL for any other */
};

/* What a section has opened, around it what others had. */
struct context {
    const struct context *outer;
    const struct json *value;
};

struct path path_parse(struct arena *arena, const char *text);

/*
 * The first name is looked for outwards, the others only within what was found. NULL when there is
 * none.
 */
const struct json *context_find(const struct context *context, const struct path *path);

bool value_is_true(const struct json *value);
const char *value_text(struct arena *arena, const struct json *value); /* "" for maps and lists */

#endif
