/*
 * The rows of the table of routes for the software that clients' people enter (E-21). Those with
 * ROLE_SOFTWARE are all that there are: what comes in there shows a secret or a token of its own.
 */
#ifndef APP_ROUTES_SOFTWARE_H
#define APP_ROUTES_SOFTWARE_H

#include "app/handlers_software.h"

#define SOFTWARE_ROUTES                                                                            \
    ROUTE(GET, "/reglages/logiciels", ROLE_ADMIN, "", NULL, "softwares", softwares_show),          \
        ROUTE(POST, "/reglages/logiciels/cles", ROLE_ADMIN, "", NULL, NULL, software_keys),        \
        ROUTE(GET, "/reglages/logiciels/nouveau", ROLE_ADMIN, "", NULL, "software_form",           \
              software_new_show),                                                                  \
        ROUTE(POST, "/reglages/logiciels/nouveau", ROLE_ADMIN, "", software_fields,                \
              "software_secret", software_new),                                                    \
        ROUTE(GET, "/reglages/logiciels/{software}", ROLE_ADMIN, "software", NULL,                 \
              "software_form", software_show),                                                     \
        ROUTE(POST, "/reglages/logiciels/{software}", ROLE_ADMIN, "software", software_fields,     \
              "software_form", software_change),                                                   \
        ROUTE(POST, "/reglages/logiciels/{software}/secret", ROLE_ADMIN, "software", NULL,         \
              "software_secret", software_secret),                                                 \
        ROUTE(POST, "/reglages/logiciels/{software}/retirer", ROLE_ADMIN, "software", NULL, NULL,  \
              software_drop),                                                                      \
        ROUTE(GET, "/espace/logiciels", ROLE_CLIENT, "", NULL, "own_software", own_software_show), \
        ROUTE(POST, "/espace/logiciels", ROLE_CLIENT, "", own_software_fields, "own_software",     \
              own_software_revoke),                                                                \
        ROUTE(GET, "/espace/ouvrir", ROLE_CLIENT, "", own_software_fields, NULL,                   \
              own_software_open),                                                                  \
        ROUTE(GET, "/espace/autoriser", ROLE_ANYONE | ROLE_CONTACT, "", authorize_fields,          \
              "own_consent", authorize_show),                                                      \
        ROUTE(POST, "/espace/autoriser", ROLE_CLIENT, "", authorize_fields, "own_consent",         \
              authorize_agree),                                                                    \
        ROUTE(GET, "/.well-known/openid-configuration", ROLE_ANYONE | ROLE_SOFTWARE, "",           \
              authorize_user_fields, NULL, authorize_told),                                        \
        ROUTE(GET, "/oidc/jwks", ROLE_ANYONE | ROLE_SOFTWARE, "", authorize_user_fields, NULL,     \
              authorize_keys),                                                                     \
        ROUTE(POST, "/oidc/token", ROLE_ANYONE | ROLE_SOFTWARE, "", authorize_token_fields, NULL,  \
              authorize_token),                                                                    \
        ROUTE(GET, "/oidc/userinfo", ROLE_ANYONE | ROLE_SOFTWARE, "", authorize_user_fields, NULL, \
              authorize_user),                                                                     \
        ROUTE(POST, "/oidc/userinfo", ROLE_ANYONE | ROLE_SOFTWARE, "", authorize_user_fields,      \
              NULL, authorize_user),

#endif
