/*
 * « Le logiciel d’origine relance encore ce dossier »: said on a client's page and taken back there
 * (chase.md, « Guards »).
 */
#ifndef APP_SOURCE_H
#define APP_SOURCE_H

#include "http/route.h"

/* Puts "source": { stands, and while it does at, by, reason (the last two absent when ""). }. */
MUST_USE bool source_put(struct ctx *cx, int64_t client, struct json *model);

#endif
