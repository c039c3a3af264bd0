#include "app/closure.h"

#include "view/view.h"

static const char *const kind_texts[] = {
    [CLOSURE_NONE] = "open",
    [CLOSURE_HOLIDAY] = "holiday",
    [CLOSURE_FIRM] = "firm",
    [CLOSURE_WEEKEND] = "weekend",
};

const char *closure_kind_text(enum closure_kind kind)
{
    return kind_texts[kind];
}

const char *closure_name(struct arena *arena, const char *language, const struct closure *closure)
{
    if (closure->kind != CLOSURE_HOLIDAY)
        return closure->name;
    return view_text(arena, language, arena_format(arena, "holiday.%s", closure->name), NULL);
}

const char *closure_key(struct arena *arena, const char *section, const struct closure *closure)
{
    return arena_format(arena, "%s.%s", section, kind_texts[closure->kind]);
}
