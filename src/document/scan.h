/*
 * Whether a file is dangerous, in the words of who was asked (E-22): a program of the firm's own
 * choice that listens on a socket and speaks clamd's INSTREAM. The house itself runs no programs.
 */
#ifndef DOCUMENT_SCAN_H
#define DOCUMENT_SCAN_H

#include "base/arena.h"

enum { SCAN_WAIT_S = 20, SCAN_SAID_CHARS = 200 };

struct scan {
    const char *verdict; /* "clean", "danger"; "" when nobody was asked or no answer came */
    const char *said; /* as it was answered, or why there is no answer; "" when nobody was asked */
};

/* where: "unix:/path"; NULL or "": nobody is asked. Waits SCAN_WAIT_S for each step at most. */
struct scan scan_file(struct arena *arena, const char *where, const char *path);

#endif
