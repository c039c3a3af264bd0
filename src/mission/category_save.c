#include "mission/category_save.h"

SQL(TAKEN, FIRM, "SELECT 1 FROM category WHERE firm = $1 AND title = $2 AND id <> $3");

static bool is_taken(struct ctx *cx, const struct category *category, bool *taken)
{
    struct rows *rows =
        store_query(cx, &TAKEN, ARGS(arg_text(category->title), arg_int(category->id)));

    *taken = rows_next(rows);
    return rows_done(rows);
}

SQL(RENAME, FIRM, "UPDATE category SET title = $3 WHERE firm = $1 AND id = $2");

bool category_save(struct ctx *cx, const struct category *category)
{
    bool taken;
    int64_t changed;

    if (*category->title == '\0')
        return fail(cx, FAULT_INPUT, "CHAMP-VIDE", "field", "title", NULL);
    if (!is_taken(cx, category, &taken))
        return false;
    if (taken)
        return fail(cx, FAULT_CONFLICT, "CATEGORIE-EXISTE", "title", category->title, NULL);
    return store_change(cx, &RENAME, ARGS(arg_int(category->id), arg_text(category->title)),
                        &changed)
        && (changed > 0 || fail(cx, FAULT_ABSENT, "CATEGORIE-ABSENTE", NULL));
}
