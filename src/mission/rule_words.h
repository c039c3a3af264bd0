/*
 * Clients whose own words (mission/refine.h) no longer fit what a rule's services ask by now (E-2,
 * E-5): what the rule gives them cannot be signed. For mission/rule.h alone.
 */
#ifndef MISSION_RULE_WORDS_H
#define MISSION_RULE_WORDS_H

#include "mission/rule.h"

/* Sets is_unfit of those that would get a mission, where the rule signs. */
MUST_USE bool rule_words_look(struct ctx *cx, const struct rule *rule, struct rule_client *clients,
                              size_t count);

/* Whether that is why a signature was refused: the fault is cleared then. Any other stands. */
MUST_USE bool rule_words_unfit(struct ctx *cx);

#endif
