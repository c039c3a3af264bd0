/*
 * The form of a campaign. Fields: name_fr, name_en, instructions_fr, instructions_en, due_on, lead
 * (days; "" at once), scenario (0 the default), payroll (1), item-N-name_fr, item-N-name_en,
 * item-N-kind, item-N-blocking (1) for N from 1; an item without a name is none.
 */
#ifndef APP_CAMPAIGN_FORM_H
#define APP_CAMPAIGN_FORM_H

#include "http/route.h"
#include "request/campaign.h"

extern const struct field campaign_fields[];

/* What was sent, over what stands. Fault INPUT CAMPAGNE-DELAI. */
MUST_USE bool campaign_form_read(struct ctx *cx, const struct request *request,
                                 struct campaign *campaign);

/*
 * « form », « items », « tags », « scenarios »: what stands, or what was typed and was wrong; what
 * is wrong with the tags of a text stands beside it.
 */
MUST_USE bool campaign_form_put(struct ctx *cx, const struct request *request,
                                const struct campaign *campaign, struct json *model);

#endif
