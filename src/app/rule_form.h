/*
 * The form of a rule (E-12): what was typed, as a rule that is not saved yet.
 *
 * Fields: name, first, last; vat_none, vat_simplified, vat_monthly, vat_quarterly (1), payroll
 * (yes, no, "" any), year_ends (« 31/12, 30/06 »), hub-ID (1); line-ID-chosen (1), -rhythm, -day
 * (of the month; "" that of the first); signs, is_on (1).
 */
#ifndef APP_RULE_FORM_H
#define APP_RULE_FORM_H

#include "http/route.h"
#include "mission/rule.h"
#include "mission/service.h"

struct rule_draft {
    struct rule rule;
    const char *year_ends; /* as typed */
    struct service *offered;
    size_t offered_count;
    struct fault flaw; /* code NULL: none */
};

/* What stands, or a new one for id 0: this calendar year, on, its missions are drafts. */
MUST_USE bool rule_draft_begin(struct ctx *cx, int64_t id, struct rule_draft *draft);

/* Reads the form over what stands; what is wrong is the flaw, and no fault. */
MUST_USE bool rule_draft_read(struct ctx *cx, const struct request *request,
                              struct rule_draft *draft);

/* The conditions alone, and their flaw: vat_*, payroll, year_ends, hub-ID. */
void rule_conditions_read(struct arena *arena, const struct request *request,
                          struct rule_draft *draft);

/* The rule's own service of an id; NULL when it has none. */
const struct mission_service *rule_draft_line(const struct rule_draft *draft, int64_t service);

/* What tells two drafts apart: saved only as it was shown. */
const char *rule_draft_mark(struct arena *arena, const struct rule_draft *draft);

#endif
