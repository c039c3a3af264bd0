/*
 * What of a reply its writer wrote, above, below and between what they quote. Pure.
 */
#ifndef MAIL_QUOTE_H
#define MAIL_QUOTE_H

#include "base/arena.h"

#include <stdbool.h>

struct quote_rest {
    const char *words; /* all that is not quoted; at most LIMIT_NOTE_CHARS; "" none */
    bool is_open;      /* what it quotes is quoted to the end, as far as can be told */
    bool is_clear; /* not: answers between lines of a quotation, or more than there is room for */
};

/*
 * Lines that are marked « > » end where the marks do; what stands under a head (« De : »,
 * « Envoyé : ») or « Le … a écrit : » without marks is quoted to the end.
 */
struct quote_rest quote_words(struct arena *arena, const char *text);

#endif
