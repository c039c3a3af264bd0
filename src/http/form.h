/*
 * What a client filled in, as pairs of name and value in the order in which they came: from a
 * query, a form (application/x-www-form-urlencoded) or a JSON map. Nothing is checked yet but the
 * coding; see http/field.h.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/json.h"

struct pair {
    struct pair *next;
    const char *name, *value; /* UTF-8 */
    size_t size;              /* of the value: more than its text when there is a NUL inside */
    enum json_kind kind;      /* JSON_NONE from a form, where everything is text */
    bool is_file;             /* the value is the file's name; its bytes went elsewhere */
};

struct form {
    struct pair *first, **end; /* end may be NULL to begin with */
    size_t count;
};

/* Fault FORM-CHAMPS when there are more than LIMIT_FORM_FIELDS. */
MUST_USE bool form_add(struct ctx *cx, struct form *form, const struct pair *pair);

/*
 * Adds the pairs of a query or a form. A percent sign without two hexadecimal digits, a raw
 * control character or what is no UTF-8 is refused with FORM-CODAGE.
 */
MUST_USE bool form_parse(struct ctx *cx, const char *bytes, size_t size, struct form *form);

/* Adds the members of a JSON map; the text that is no map is refused with JSON-CARTE. */
MUST_USE bool form_parse_json(struct ctx *cx, const char *bytes, size_t size, struct form *form);

const struct pair *form_find(const struct form *form, const char *name); /* the first, or NULL */

#endif
