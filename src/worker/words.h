/*
 * A step's own words: the text that a firm wrote for it instead of its kind's.
 *
 * They are plain mustache over the kind's model, with tags beside: {{table}} is all that is owed,
 * piece by piece, which stands as a table in the HTML part; {{payment}} says how to pay, or
 * {{reply}} how to answer; {{names}}, {{clients}} and {{due_on}} say of requests and tasks what, of
 * whom and by when. An empty line ends a paragraph; the HTML part is made of these. The frame, the
 * table and the sentence are views/MAIL_own.LANGUAGE.{html,table.txt,payment.txt}.
 *
 * A message that speaks of several pieces tells them all: where the words have no table, it stands
 * at their end.
 */
#ifndef WORKER_WORDS_H
#define WORKER_WORDS_H

#include "chase/scenario_list.h"
#include "worker/send.h"

/*
 * The model that a message is worded from: « firm », what the kind that leads it and its mates say,
 * « names », « clients », « due_on » and « is_mixed » (it speaks of several kinds); each of a
 * client's requests with its « act_url » (E-18). Fault of theirs.
 */
MUST_USE bool words_model(struct ctx *cx, const struct sender *sender,
                          const struct message *message, const struct wording *wording,
                          struct json *model);

/* Words subject, text and html; the model is added to. Fault: MODELE, see view/view.h. */
MUST_USE bool words_render(struct ctx *cx, const char *mail, const struct step_words *words,
                           struct json *model, struct worded *worded);

/*
 * The words that a step of a kind begins with, when it has none: a template, to be edited. A step
 * that comes before anything is late (« notice ») begins with others, where its kind has some.
 */
bool words_default(struct arena *arena, const char *mail, const char *step, const char *language,
                   struct step_words *words);

#endif
