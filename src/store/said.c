#include "store/said.h"

#include <string.h>

struct arg arg_language(const struct ctx *cx)
{
    return arg_text(cx->language ? cx->language : "fr");
}

const char *rows_said(struct rows *rows, int column, int column_en, const char *language)
{
    bool is_english = language && strcmp(language, "en") == 0 && !rows_null(rows, column_en);

    return rows_text(rows, is_english ? column_en : column);
}
