/*
 * « Pourquoi ? » as data: the panel beside each reminder and `quitus chase why` show it.
 */
#ifndef APP_WHY_MODEL_H
#define APP_WHY_MODEL_H

#include "base/json.h"
#include "chase/why.h"

/*
 * Puts "obligation", "kind", "subject", "piece", "client", "person", "on", "due_on", "owed",
 * "has_amount", "scenario", "cycle", "is_settled", "step_name" and "step": {NAME: true} (absent
 * when none fires), "is_by_hand", "hold" and "hold_why" (absent when nothing holds it), "kept"
 * and "kept_why" (what keeps back, until somebody ends it, what falls from that day on), "until"
 * (the first day free), "reminder", "state", "decided_step", "decided_on", "message",
 * "message_state" and "leaves_at" of what was decided or left that day (absent before),
 * "next": {"on", "step_name", "step"} (absent when none is left), "answer" and "next_answer"
 * (worded), "decided_answer" (when another step answers), "has_next_answer", "remedies": [{"act",
 * "text", "url" (where it is done; absent of what only waits, and of what the reader may not do),
 * "is_own" (on the obligation's own page)}] and "has_remedies".
 */
struct why_reader {
    const char *language;
    bool is_admin;
};
MUST_USE bool why_put(struct ctx *cx, const struct why_reader *reader, const struct why *why,
                      struct json *model);

/* A sentence that begins with a step's name, with a capital. */
const char *word_capital(struct arena *arena, const char *text);

#endif
