#include "view/view.h"

#include <string.h>

#include "base/str.h"

static const char *between_of(const char *language)
{
    return strcmp(language, "en") == 0 ? ": " : "\u00A0: ";
}

/* Arguments may hold what somebody sent, which need not be UTF-8. */
static const char *readable(struct arena *arena, const char *text)
{
    struct buf out = { .arena = arena };

    if (str_is_utf8(text, strlen(text)))
        return text;
    for (; *text; text++)
        if ((unsigned char)*text < 0x80)
            buf_byte(&out, *text);
        else
            buf_text(&out, "\uFFFD");
    return buf_string(&out);
}

/* A reason is a code of its own, worded as « reason.CODE ». */
static const char *arg_text(struct arena *arena, const char *language, const struct fault_arg *arg)
{
    const char *key = arena_format(arena, "reason.%s", arg->value);
    bool worded = strcmp(arg->name, "reason") == 0 && view_wording(language, key);

    return worded ? view_text(arena, language, key, NULL) : readable(arena, arg->value);
}

static const char *fault_list(struct arena *arena, const char *language, const struct fault *fault)
{
    struct buf out = { .arena = arena };
    const char *between = between_of(language);

    buf_text(&out, fault->code);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++) {
        buf_format(&out, "%s%s = %s", between, fault->args[i].name,
                   readable(arena, fault->args[i].value));
        between = ", ";
    }
    return buf_string(&out);
}

const char *view_fault(struct arena *arena, const char *language, const struct fault *fault)
{
    const char *key = arena_format(arena, "fault.%s", fault->code);
    struct json *args = json_map(arena);

    if (!view_wording(language, key))
        return fault_list(arena, language, fault);
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++)
        json_put_text(args, fault->args[i].name, arg_text(arena, language, &fault->args[i]));
    return view_text(arena, language, key, args);
}
