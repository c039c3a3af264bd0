/*
 * A campaign as its pages and the API tell it; see views/campaign.mustache.
 */
#ifndef APP_CAMPAIGN_MODEL_H
#define APP_CAMPAIGN_MODEL_H

#include "http/route.h"
#include "request/campaign_list.h"

/* "/campagnes/3", with an end. */
const char *campaign_path(struct arena *arena, int64_t id, const char *end);

/* Whose it is may change it, and admins. */
bool campaign_is_mine(const struct request *request, const struct campaign *campaign);

/* Its head and its counts. */
MUST_USE bool campaign_put(struct ctx *cx, const struct request *request,
                           const struct campaign *campaign, struct json *map);

/* A standing in the reader's words. */
const char *campaign_said(struct ctx *cx, const struct request *request,
                          enum campaign_standing standing);

/* « rows », « standings » and the pages, as the fields « etat » and « apres » ask; after « preview
 * ».
 */
MUST_USE bool campaign_put_rows(struct ctx *cx, const struct request *request,
                                const struct campaign *campaign, struct json *model);

/*
 * « preview »: what the client that the field « apercu » names would read, or the first; absent
 * when nobody is to be asked.
 */
MUST_USE bool campaign_put_preview(struct ctx *cx, const struct request *request,
                                   const struct campaign *campaign, struct json *model);

#endif
