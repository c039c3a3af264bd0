/*
 * The handlers of campaigns, with the fields of their forms.
 */
#ifndef APP_HANDLERS_CAMPAIGN_H
#define APP_HANDLERS_CAMPAIGN_H

#include "http/route.h"

/* app/campaigns.c */
extern const struct field campaign_ask_fields[], campaign_new_fields[];
handler campaigns_show, campaign_ask, campaign_new_show, campaign_new;

/* app/campaign_form.c, app/campaign.c */
extern const struct field campaign_fields[], campaign_page_fields[], campaign_stop_fields[];
handler campaign_show, campaign_tell, campaign_do, campaign_end, campaign_take_back, campaign_csv;

#endif
