/*
 * What the files of a campaign share, for request/campaign*.c alone.
 */
#ifndef REQUEST_CAMPAIGN_PART_H
#define REQUEST_CAMPAIGN_PART_H

#include "request/campaign.h"

/* What campaign_save says of its words, its day and its scenario. */
MUST_USE bool campaign_check(struct ctx *cx, const struct campaign *campaign);

/* Judges every row that the actor sees and writes its fate. Inside a transaction. */
MUST_USE bool campaign_look(struct ctx *cx, const struct campaign *campaign);

#endif
