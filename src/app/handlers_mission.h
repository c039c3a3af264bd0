/*
 * The handlers of the catalogue, missions, rules and amounts, with the fields of their forms.
 */
#ifndef APP_HANDLERS_MISSION_H
#define APP_HANDLERS_MISSION_H

#include "http/route.h"

/* app/catalogue.c */
extern const struct field category_fields[];
handler catalogue_show, category_new, category_change;

/* app/service.c, app/service_missions.c */
extern const struct field service_fields[], service_missions_fields[];
handler service_show, service_new_show, service_new, service_change, service_put_away,
    service_take_back, service_missions_show, service_missions_move;

/* app/missions.c, app/mission_form.c */
extern const struct field mission_form_fields[], mission_state_fields[];
handler missions_show, mission_show, mission_state_change, mission_new_show, mission_new;

/* app/client_tax.c */
extern const struct field client_tax_fields[];
handler client_tax_change;

/* app/missions_all.c */
extern const struct field missions_all_fields[];
handler missions_all_show;

/* app/refine.c */
extern const struct field refine_fields[];
handler refine_show, refine_change;

/* app/rules.c, app/rule_form.c */
extern const struct field rule_fields[], rule_except_fields[], rule_let_in_fields[];
handler rules_show, rule_show, rule_new_show, rule_new, rule_change, rule_do, rule_leave_out,
    rule_let_in;

/* app/amounts.c */
extern const struct field amounts_fields[];
handler amounts_show, amounts_take;

#endif
