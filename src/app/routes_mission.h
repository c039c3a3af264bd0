/*
 * The rows of the table of routes for the catalogue, missions, their rules and amounts.
 * Accountants read the catalogue, admins change it; missions are everybody's.
 */
#ifndef APP_ROUTES_MISSION_H
#define APP_ROUTES_MISSION_H

#include "app/handlers_mission.h"

#define MISSION_ROUTES                                                                             \
    ROUTE(GET, "/catalogue", ROLE_MEMBER, "", NULL, "catalogue", catalogue_show),                  \
        ROUTE(GET, "/api/v1/services", ROLE_MEMBER, "", NULL, NULL, catalogue_show),               \
        ROUTE(GET, "/catalogue/categories", ROLE_ADMIN, "", NULL, "catalogue", catalogue_show),    \
        ROUTE(POST, "/catalogue/categories", ROLE_ADMIN, "", category_fields, "catalogue",         \
              category_new),                                                                       \
        ROUTE(POST, "/api/v1/categories", ROLE_ADMIN, "", category_fields, NULL, category_new),    \
        ROUTE(POST, "/catalogue/categories/{category}", ROLE_ADMIN, "category", category_fields,   \
              NULL, category_change),                                                              \
        ROUTE(GET, "/catalogue/prestations/nouvelle", ROLE_ADMIN, "", NULL, "service",             \
              service_new_show),                                                                   \
        ROUTE(POST, "/catalogue/prestations/nouvelle", ROLE_ADMIN, "", service_fields, "service",  \
              service_new),                                                                        \
        ROUTE(POST, "/api/v1/services", ROLE_ADMIN, "", service_fields, NULL, service_new),        \
        ROUTE(GET, "/catalogue/prestations/{service}", ROLE_MEMBER, "service", NULL, "service",    \
              service_show),                                                                       \
        ROUTE(GET, "/api/v1/services/{service}", ROLE_MEMBER, "service", NULL, NULL,               \
              service_show),                                                                       \
        ROUTE(POST, "/catalogue/prestations/{service}", ROLE_ADMIN, "service", service_fields,     \
              "service", service_change),                                                          \
        ROUTE(POST, "/api/v1/services/{service}", ROLE_ADMIN, "service", service_fields, NULL,     \
              service_change),                                                                     \
        ROUTE(POST, "/catalogue/prestations/{service}/archiver", ROLE_ADMIN, "service", NULL,      \
              NULL, service_put_away),                                                             \
        ROUTE(POST, "/api/v1/services/{service}/archive", ROLE_ADMIN, "service", NULL, NULL,       \
              service_put_away),                                                                   \
        ROUTE(POST, "/catalogue/prestations/{service}/ressortir", ROLE_ADMIN, "service", NULL,     \
              NULL, service_take_back),                                                            \
        ROUTE(POST, "/api/v1/services/{service}/restore", ROLE_ADMIN, "service", NULL, NULL,       \
              service_take_back),                                                                  \
        ROUTE(GET, "/catalogue/prestations/{service}/missions", ROLE_MEMBER, "service", NULL,      \
              "service_missions", service_missions_show),                                          \
        ROUTE(GET, "/api/v1/services/{service}/missions", ROLE_MEMBER, "service", NULL, NULL,      \
              service_missions_show),                                                              \
        ROUTE(POST, "/catalogue/prestations/{service}/missions", ROLE_ADMIN, "service",            \
              service_missions_fields, "service_missions", service_missions_move),                 \
        ROUTE(POST, "/api/v1/services/{service}/missions", ROLE_ADMIN, "service",                  \
              service_missions_fields, NULL, service_missions_move),                               \
        ROUTE(GET, "/catalogue/montants", ROLE_MEMBER, "", NULL, "amounts", amounts_show),         \
        ROUTE(POST, "/catalogue/montants", ROLE_MEMBER, "", amounts_fields, "amounts",             \
              amounts_take),                                                                       \
        ROUTE(POST, "/api/v1/amounts", ROLE_MEMBER, "", amounts_fields, NULL, amounts_take),       \
        ROUTE(GET, "/catalogue/missions", ROLE_MEMBER, "", missions_all_fields, "missions_all",    \
              missions_all_show),                                                                  \
        ROUTE(GET, "/api/v1/missions", ROLE_MEMBER, "", missions_all_fields, NULL,                 \
              missions_all_show),                                                                  \
        ROUTE(GET, "/catalogue/regles", ROLE_MEMBER, "", NULL, "rules", rules_show),               \
        ROUTE(GET, "/api/v1/rules", ROLE_MEMBER, "", NULL, NULL, rules_show),                      \
        ROUTE(GET, "/catalogue/regles/nouvelle", ROLE_ADMIN, "", NULL, "rule", rule_new_show),     \
        ROUTE(POST, "/catalogue/regles/nouvelle", ROLE_ADMIN, "", rule_fields, "rule", rule_new),  \
        ROUTE(POST, "/api/v1/rules", ROLE_ADMIN, "", rule_fields, NULL, rule_new),                 \
        ROUTE(GET, "/catalogue/regles/{rule}", ROLE_MEMBER, "rule", NULL, "rule", rule_show),      \
        ROUTE(GET, "/api/v1/rules/{rule}", ROLE_MEMBER, "rule", NULL, NULL, rule_show),            \
        ROUTE(POST, "/catalogue/regles/{rule}", ROLE_ADMIN, "rule", rule_fields, "rule",           \
              rule_change),                                                                        \
        ROUTE(POST, "/api/v1/rules/{rule}", ROLE_ADMIN, "rule", rule_fields, NULL, rule_change),   \
        ROUTE(POST, "/catalogue/regles/{rule}/appliquer", ROLE_ADMIN, "rule", NULL, NULL,          \
              rule_do),                                                                            \
        ROUTE(POST, "/api/v1/rules/{rule}/apply", ROLE_ADMIN, "rule", NULL, NULL, rule_do),        \
        ROUTE(POST, "/catalogue/regles/{rule}/exceptions", ROLE_ADMIN, "rule", rule_except_fields, \
              NULL, rule_leave_out),                                                               \
        ROUTE(POST, "/catalogue/regles/{rule}/exceptions/retirer", ROLE_ADMIN, "rule",             \
              rule_let_in_fields, NULL, rule_let_in),                                              \
        ROUTE(GET, "/clients/{client}/prestations", ROLE_MEMBER, "client", NULL,                   \
              "client_missions", missions_show),                                                   \
        ROUTE(GET, "/api/v1/companies/{client}/missions", ROLE_MEMBER, "client", NULL, NULL,       \
              missions_show),                                                                      \
        ROUTE(GET, "/clients/{client}/fiscalite", ROLE_MEMBER, "client", NULL, "client_missions",  \
              missions_show),                                                                      \
        ROUTE(POST, "/clients/{client}/fiscalite", ROLE_MEMBER, "client", client_tax_fields,       \
              "client_missions", client_tax_change),                                               \
        ROUTE(POST, "/api/v1/companies/{client}/tax", ROLE_MEMBER, "client", client_tax_fields,    \
              NULL, client_tax_change),                                                            \
        ROUTE(GET, "/clients/{client}/prestations/nouvelle", ROLE_MEMBER, "client", NULL,          \
              "mission_form", mission_new_show),                                                   \
        ROUTE(POST, "/clients/{client}/prestations/nouvelle", ROLE_MEMBER, "client",               \
              mission_form_fields, "mission_form", mission_new),                                   \
        ROUTE(POST, "/api/v1/companies/{client}/missions", ROLE_MEMBER, "client",                  \
              mission_form_fields, NULL, mission_new),                                             \
        ROUTE(GET, "/clients/{client}/prestations/{mission}", ROLE_MEMBER, "mission", NULL,        \
              "mission", mission_show),                                                            \
        ROUTE(GET, "/api/v1/companies/{client}/missions/{mission}", ROLE_MEMBER, "mission", NULL,  \
              NULL, mission_show),                                                                 \
        ROUTE(GET, "/clients/{client}/prestations/{mission}/etat", ROLE_MEMBER, "mission", NULL,   \
              "mission", mission_show),                                                            \
        ROUTE(POST, "/clients/{client}/prestations/{mission}/etat", ROLE_MEMBER, "mission",        \
              mission_state_fields, "mission", mission_state_change),                              \
        ROUTE(POST, "/api/v1/companies/{client}/missions/{mission}/state", ROLE_MEMBER, "mission", \
              mission_state_fields, NULL, mission_state_change),                                   \
        ROUTE(GET, "/clients/{client}/prestations/{mission}/textes/{line}", ROLE_MEMBER,           \
              "mission", NULL, "refine", refine_show),                                             \
        ROUTE(POST, "/clients/{client}/prestations/{mission}/textes/{line}", ROLE_MEMBER,          \
              "mission", refine_fields, "refine", refine_change),                                  \
        ROUTE(GET, "/api/v1/companies/{client}/missions/{mission}/words/{line}", ROLE_MEMBER,      \
              "mission", NULL, NULL, refine_show),                                                 \
        ROUTE(POST, "/api/v1/companies/{client}/missions/{mission}/words/{line}", ROLE_MEMBER,     \
              "mission", refine_fields, NULL, refine_change),                                      \
        ROUTE(GET, "/clients/{client}/prestations/textes/{service}", ROLE_MEMBER, "client", NULL,  \
              "refine", refine_show),                                                              \
        ROUTE(POST, "/clients/{client}/prestations/textes/{service}", ROLE_MEMBER, "client",       \
              refine_fields, "refine", refine_change),                                             \
        ROUTE(GET, "/api/v1/companies/{client}/words/{service}", ROLE_MEMBER, "client", NULL,      \
              NULL, refine_show),                                                                  \
        ROUTE(POST, "/api/v1/companies/{client}/words/{service}", ROLE_MEMBER, "client",           \
              refine_fields, NULL, refine_change),

#endif
