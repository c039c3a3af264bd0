/*
 * E-mail addresses, checked before anything is written to one. Pure.
 */
#ifndef FORMAT_ADDRESS_H
#define FORMAT_ADDRESS_H

#include "base/ctx.h"

/*
 * One address that may be written to: local@domain, ASCII, a domain with a dot (an international
 * one in its xn-- form), no quotes, no address literal, at most 64 + 189 bytes. Faults, kind
 * INPUT: ADRESSE-VIDE, ADRESSE-FORME (no @, a blank, < > "), ADRESSE-LOCALE (before the @),
 * ADRESSE-DOMAINE (behind it), ADRESSE-LONGUE, ADRESSE-SAUT (a line break, %0a too),
 * ADRESSE-PLUSIEURS, each with "value".
 */
MUST_USE bool email_check(struct ctx *cx, const char *address);

/* The same without a context: the code, or NULL for an address that may be written to. */
const char *email_problem(const char *address);

#endif
