#include "app/duplicates.h"

bool duplicates_put(struct ctx *cx, const struct likeness *likeness, struct json *map)
{
    struct json *list = json_put_list(map, "duplicates");
    struct duplicate *duplicates;
    size_t count;

    if (!duplicate_list(cx, likeness, &duplicates, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *duplicate = json_add_map(list);
        json_put_int(duplicate, "id", duplicates[i].client);
        json_put_text(duplicate, "name", duplicates[i].name);
        json_put_text(duplicate, "code", duplicates[i].code);
        json_put_text(duplicate, "siren", duplicates[i].siren);
        json_put_bool(duplicate, "is_siren", duplicates[i].reason == DUPLICATE_SIREN);
        json_put_bool(duplicate, "is_name", duplicates[i].reason == DUPLICATE_NAME);
        json_put_bool(duplicate, "is_email", duplicates[i].reason == DUPLICATE_EMAIL);
    }
    json_put_bool(map, "has_duplicates", count > 0);
    return true;
}
