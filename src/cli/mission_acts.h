/*
 * `quitus mission list|sign|suspend|resume|end`: missions as the books hold them.
 */
#ifndef CLI_MISSION_ACTS_H
#define CLI_MISSION_ACTS_H

#include "cli/house.h"

MUST_USE bool mission_list_run(struct ctx *cx, struct call *call, struct json *model);
MUST_USE bool mission_sign_run(struct ctx *cx, struct call *call, struct json *model);
MUST_USE bool mission_suspend_run(struct ctx *cx, struct call *call, struct json *model);
MUST_USE bool mission_resume_run(struct ctx *cx, struct call *call, struct json *model);
MUST_USE bool mission_end_run(struct ctx *cx, struct call *call, struct json *model);
void mission_list_print(struct buf *out, const struct call *call, const struct json *model);
void mission_step_print(struct buf *out, const struct call *call, const struct json *model);

/* An amount for each row of a sheet; see mission/amount_sheet.h. */
MUST_USE bool mission_amounts_run(struct ctx *cx, struct call *call, struct json *model);
void mission_amounts_print(struct buf *out, const struct call *call, const struct json *model);

#endif
