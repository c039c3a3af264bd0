#include "chase/kind.h"

#include <string.h>

const struct chase_kind *kind_leader(const struct chase_kind *kind)
{
    return kind->leader ? kind->leader : kind;
}

const struct chase_kind *kind_find(const struct chase_kind *leader, const char *name)
{
    if (strcmp(leader->name, name) == 0)
        return leader;
    for (size_t i = 0; leader->mates && leader->mates[i]; i++)
        if (strcmp(leader->mates[i]->name, name) == 0)
            return leader->mates[i];
    return NULL;
}

static bool is_carried(const struct chase_kind *kind, const struct wording *wording)
{
    for (size_t i = 0; i < wording->count; i++)
        if (strcmp(wording->subjects[i].kind, kind->name) == 0)
            return true;
    return false;
}

bool kind_word(struct ctx *cx, const struct chase_kind *leader, const struct wording *wording,
               struct json *model)
{
    bool well = leader->word(cx, wording, model);

    for (size_t i = 0; well && leader->mates && leader->mates[i]; i++)
        if (is_carried(leader->mates[i], wording))
            well = leader->mates[i]->word(cx, wording, model);
    return well;
}
