/*
 * What may stand in a client's fields (P-6, P-23). Pure: that a code is taken is told by client_add
 * and client_save.
 */
#ifndef CLIENT_CHECK_H
#define CLIENT_CHECK_H

#include "client/client.h"

/*
 * Fills what can be told and writes each field as it is kept, when that is safe; what is wrong
 * stays as it was typed. NULL becomes "". Blanks go; a SIRET typed as a SIREN becomes both (P-8),
 * a VAT number or a SIRET alone gives the SIREN, a valid SIREN its VAT number unless the client
 * declares none; "6201z" becomes "62.01Z", "31/12" becomes "12-31".
 */
void client_tidy(struct arena *arena, struct client *client);

/* What is wrong with a field: an entry « fault.CODE », which sees field, value and why. */
struct client_flaw {
    const char *field;  /* "siret" */
    const char *code;   /* CLIENT-NOM-MANQUE, SIREN, SIRET, TVA-NUMERO, CLIENT-NAF, ... */
    const char *value;  /* as it was typed */
    const char *reason; /* "key", "length", "sign", "zero", "siren", "other": not of this SIREN */
};

/* At most one a field, in the order of the form; *flaws has room for CLIENT_FLAWS. */
enum { CLIENT_FLAWS = 16 };
size_t client_check(struct arena *arena, const struct client *client, struct client_flaw *flaws);

/* fail() with it. A template sees its reason as a section: {{#key}}...{{/key}}. */
bool client_flaw_fail(struct ctx *cx, const struct client_flaw *flaw);

#endif
