/*
 * Links in a client's mail that act for its reader (E-18): a member who reads the mail later sees
 * that they were there, and cannot act by them (P-18).
 */
#ifndef APP_MESSAGE_LINKS_H
#define APP_MESSAGE_LINKS_H

#include "base/arena.h"

/* The text, or the HTML, with each acting link cut behind its name; NULL stays NULL. */
const char *message_links_cut(struct arena *arena, const char *text);

#endif
