/*
 * The daily look at messages as they came (T-14), beside that at documents: hashes compared, what
 * is old or nobody's swept (mail/raw.h).
 */
#ifndef WORKER_MAIL_SCRUB_H
#define WORKER_MAIL_SCRUB_H

#include "document/scrub.h"

extern const struct scrubbed scrub_mails;

#endif
