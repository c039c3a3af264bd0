#include "app/occasion_why.h"

#include "base/json.h"
#include "view/view.h"

static const char *side(const struct step *step, int64_t days)
{
    if (step->anchor == ANCHOR_OPENING)
        return days == 0 ? "opened" : "opening";
    if (days == 0)
        return "same";
    return days < 0 ? "before" : "after";
}

const char *occasion_why(struct arena *arena, const char *language, const struct obligation *owed,
                         const struct step *step, int64_t rank)
{
    struct json *args = json_map(arena);
    int64_t days = step->days + rank * step->repeat_days;

    json_put_int(args, "days", days < 0 ? -days : days);
    json_put_date(args, "due_on", owed->due);
    json_put_date(args, "opened_on", owed->opened);
    return view_text(arena, language,
                     arena_format(arena, "why.%s_%s", side(step, days), mode_text(step->mode)),
                     args);
}
