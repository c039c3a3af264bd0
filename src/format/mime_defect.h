/*
 * What of a message was no good form and was read as best one could, so that it can be told: the
 * gravest of it, as struct mime says.
 */
#ifndef FORMAT_MIME_DEFECT_H
#define FORMAT_MIME_DEFECT_H

#include <gmime/gmime.h>

#include "format/mime.h"

/* Keeps the graver of what is known and this. */
void mime_defect_tell(struct mime *mime, const char *code);

/* A code of ours that reads like this; "" when there is none. */
const char *mime_defect_known(const char *text);

/* Of what to parse with: tells MIME-LIGNE of the message, which must outlive all that is parsed. */
GMimeParserOptions *mime_defect_options(struct mime *mime);

/* Tells how a container's parts are parted, and whether it ends; of what is none, nothing. */
void mime_defect_container(struct mime *mime, GMimeObject *object);

#endif
