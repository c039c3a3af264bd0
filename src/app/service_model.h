/*
 * A service as its pages and the API tell it.
 */
#ifndef APP_SERVICE_MODEL_H
#define APP_SERVICE_MODEL_H

#include "app/service_form.h"

/* Only an admin changes the catalogue and its rules. */
bool catalogue_may_change(const struct request *request);

/* "/catalogue/prestations/3", with an end. */
const char *service_path(struct arena *arena, int64_t id, const char *end);

/* { id, title, category, version, is_archived, missions, path }. */
void service_put(struct arena *arena, struct json *map, const struct service *service);

/* The form and its choices; see views/service.mustache. */
MUST_USE bool service_form_put(struct ctx *cx, const struct request *request,
                               const struct service_draft *draft, struct json *model);

/* « tags »: [ { tag, what } ], that may stand in a text. */
void service_tags_put(const struct request *request, struct arena *arena, struct json *model);

/* Choices [ { value, name, is_chosen } ], worded by the text « KEY.VALUE ». */
struct choice_list {
    struct arena *arena;
    const char *language, *key, *chosen;
    struct json *list;
};
void choice_add(const struct choice_list *choices, const char *value);
void choices_rhythm(struct choice_list choices, bool has_once);
void choices_closed(struct choice_list choices);

#endif
