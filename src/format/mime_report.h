/*
 * What mail servers and other machines say of themselves in a message: RFC 3464, RFC 3834. Pure.
 */
#ifndef FORMAT_MIME_REPORT_H
#define FORMAT_MIME_REPORT_H

#include "format/mime.h"

/* A message/delivery-status, decoded: adds its addresses, sets the envelope when it names one. */
void mime_report_read(struct arena *arena, const char *text, struct mime *mime);

/* The value of a field in lines of a head, unfolded; NULL. */
const char *mime_report_field(struct arena *arena, const char *head, const char *name);

/* "<a@b>" without brackets and comments. */
const char *mime_report_id(struct arena *arena, const char *text);

enum mime_absent { ABSENT_NO, ABSENT_PERHAPS, ABSENT_SURE };

/* What an out-of-office calls itself, where no header of it says so. */
enum mime_absent mime_report_absent(struct arena *arena, const char *subject);

#endif
