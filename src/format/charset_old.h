/*
 * What DOS and old Macintoshes wrote: « CSV (MS-DOS) » and « CSV (Macintosh) » of a spreadsheet.
 *
 * Both put their French letters where Windows has signs or nothing. A file is one of these only if
 * its bytes say so clearly: signs beside letters fit in French text there, and fewer do in
 * Windows'.
 */
#ifndef FORMAT_CHARSET_OLD_H
#define FORMAT_CHARSET_OLD_H

#include "format/charset.h"

/* CHARSET_850 or CHARSET_MAC; CHARSET_NONE for all else. Reads the file, from its beginning,
 * where it stands after. */
enum charset charset_old_tell(int file);

/* The character of such a byte. */
unsigned charset_old_point(enum charset charset, unsigned char byte);

#endif
