/*
 * Wording of a mission's or a client's own (E-2): service, then mission, then client.
 *
 * It is kept as JSON, a list as long as the service's requests: [{ "name": {fr, en},
 * "instructions": {fr, en}, "items": [{ "name": {fr, en} }, null] }, null]. What is "" or null
 * stays as the wider one says. mission/refine_books.h keeps it.
 */
#ifndef MISSION_REFINE_H
#define MISSION_REFINE_H

#include "mission/service.h"

/* Only the words of each are read. *text "" when nothing is refined. Faults: of refine_check_one.
 */
MUST_USE bool refine_text(struct ctx *cx, const struct service_request *requests, size_t count,
                          const char **text);

/* The content with what `text` refines; the content given stays as it is. */
MUST_USE bool refine_apply(struct ctx *cx, const char *text, struct service_content *content);

/* What `text` says of its own: as many requests and items as the content has, "" where it says
 * nothing. Faults: those of json_parse. */
MUST_USE bool refine_read(struct ctx *cx, const char *text, const struct service_content *content,
                          struct service_request **requests);

/* One of its words, in one language: "1.name.fr", "1.instructions.en", "1.item.2.fr". */
enum refine_part { REFINE_NAME, REFINE_INSTRUCTIONS, REFINE_ITEM };
struct refine_place {
    size_t request; /* from 0 */
    enum refine_part part;
    size_t item; /* from 0, of REFINE_ITEM */
    enum word_language language;
};

/* Whether it may stand there. Faults INPUT: of wording_check, PRESTATION-LONG, with "place" or
 * "field" as above. */
MUST_USE bool refine_check_one(struct ctx *cx, const struct refine_place *place, const char *text);

/*
 * Whether a text of whatever origin may refine what a service asks: before it is kept, and of all
 * that a mission would say before it is signed. Faults INPUT: of refine_check_one, MISSION-TEXTE
 * (no list, or one of more requests or items than there are).
 */
MUST_USE bool refine_check(struct ctx *cx, const char *text, const struct service_content *content);

#endif
