/*
 * How much a file is named like a piece that was asked for. Pure; both names are folded.
 */
#ifndef MAIL_NAMING_H
#define MAIL_NAMING_H

/*
 * The more, the likelier; 0: it says nothing of it. Below: it names another paper, a sale for a
 * purchase, April for March, 2024 for 2025. A period alone names nothing, unless it is all that the
 * piece is called.
 */
int naming_points(const char *file, const char *piece);

#endif
