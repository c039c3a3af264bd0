/*
 * The head of a message as bytes, judged before any library sees it: two readers that take a bare
 * CR, a NUL or an endless line each in its own way would read two messages.
 */
#ifndef FORMAT_MIME_HEAD_H
#define FORMAT_MIME_HEAD_H

#include "base/ctx.h"

/*
 * From the file's beginning to the empty line; *problem is MIME-ENTETE or NULL. The file stands at
 * its beginning again. Faults: FICHIER-VIDE, FICHIER-LECTURE.
 */
MUST_USE bool mime_head_check(struct ctx *cx, int file, const char **problem);

#endif
