/*
 * A rule as its row keeps it: conditions and content as JSON. For mission/rule.h alone.
 */
#ifndef MISSION_RULE_TEXT_H
#define MISSION_RULE_TEXT_H

#include "client/client.h"
#include "mission/rule.h"

const char *rule_conditions_text(struct arena *arena, const struct rule *rule);
const char *rule_content_text(struct arena *arena, const struct rule *rule);
MUST_USE bool rule_text_read(struct ctx *cx, const char *conditions, const char *content,
                             struct rule *rule);

/* Faults INPUT REGLE-REGIME and REGLE-CLOTURE with "value", MISSION-NOM, MISSION-VIDE. */
MUST_USE bool rule_check(struct ctx *cx, const struct rule *rule);

/* Whether a client is one of those that a rule is for. */
bool rule_fits(const struct rule *rule, const struct client *client);

#endif
