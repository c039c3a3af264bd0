#include "app/sort.h"

#include <string.h>

const struct sort *sort_find(const struct sort *sorts, const char *word)
{
    for (const struct sort *sort = sorts; sort->word; sort++)
        if (strcmp(sort->word, word) == 0)
            return sort;
    return sorts;
}

void sort_put(struct json *model, struct arena *arena, const struct sort *sorts,
              const struct sort *current, const char *start)
{
    struct json *columns = json_put_map(model, "columns");

    for (const struct sort *sort = sorts; sort->word; sort++) {
        struct json *column = json_put_map(columns, sort->word);
        json_put_text(column, "sort_url", arena_format(arena, "%ssort=%s", start, sort->word));
        if (sort == current)
            json_put_bool(column, sort->is_descending ? "is_descending" : "is_ascending", true);
    }
}
