/*
 * The rows of the table of routes for campaigns: members read them all, but what they show of
 * clients; whose one is, and admins, change it.
 */
#ifndef APP_ROUTES_CAMPAIGN_H
#define APP_ROUTES_CAMPAIGN_H

#include "app/handlers_campaign.h"

#define CAMPAIGN_ROUTES                                                                            \
    ROUTE(GET, "/campagnes", ROLE_MEMBER, "", NULL, "campaigns", campaigns_show),                  \
        ROUTE(GET, "/api/v1/campaigns", ROLE_MEMBER, "", NULL, NULL, campaigns_show),              \
        ROUTE(POST, "/campagnes", ROLE_MEMBER, "", campaign_ask_fields, "campaigns",               \
              campaign_ask),                                                                       \
        ROUTE(POST, "/api/v1/campaigns", ROLE_MEMBER, "", campaign_ask_fields, NULL,               \
              campaign_ask),                                                                       \
        ROUTE(GET, "/campagnes/nouvelle", ROLE_MEMBER, "", NULL, "campaign_new",                   \
              campaign_new_show),                                                                  \
        ROUTE(POST, "/campagnes/nouvelle", ROLE_MEMBER, "", campaign_new_fields, "campaign_new",   \
              campaign_new),                                                                       \
        ROUTE(GET, "/campagnes/{campaign}", ROLE_MEMBER, "campaign", campaign_page_fields,         \
              "campaign", campaign_show),                                                          \
        ROUTE(GET, "/api/v1/campaigns/{campaign}", ROLE_MEMBER, "campaign", campaign_page_fields,  \
              NULL, campaign_show),                                                                \
        ROUTE(POST, "/campagnes/{campaign}", ROLE_MEMBER, "campaign", campaign_fields, "campaign", \
              campaign_tell),                                                                      \
        ROUTE(POST, "/api/v1/campaigns/{campaign}", ROLE_MEMBER, "campaign", campaign_fields,      \
              NULL, campaign_tell),                                                                \
        ROUTE(GET, "/campagnes/{campaign}/liste.csv", ROLE_MEMBER, "campaign", NULL, NULL,         \
              campaign_csv),                                                                       \
        ROUTE(POST, "/campagnes/{campaign}/lancer", ROLE_MEMBER, "campaign", NULL, NULL,           \
              campaign_do),                                                                        \
        ROUTE(POST, "/api/v1/campaigns/{campaign}/launch", ROLE_MEMBER, "campaign", NULL, NULL,    \
              campaign_do),                                                                        \
        ROUTE(POST, "/campagnes/{campaign}/arreter", ROLE_MEMBER, "campaign",                      \
              campaign_stop_fields, NULL, campaign_end),                                           \
        ROUTE(POST, "/api/v1/campaigns/{campaign}/stop", ROLE_MEMBER, "campaign",                  \
              campaign_stop_fields, NULL, campaign_end),                                           \
        ROUTE(POST, "/campagnes/{campaign}/annuler", ROLE_MEMBER, "campaign", NULL, NULL,          \
              campaign_take_back),                                                                 \
        ROUTE(POST, "/api/v1/campaigns/{campaign}/undo", ROLE_MEMBER, "campaign", NULL, NULL,      \
              campaign_take_back),

#endif
