/*
 * A foreign sheet on its way to the books: where its head is, what its columns hold, and each of
 * its rows as one text that can be kept.
 */
#ifndef CLIENT_ROSTER_SHEET_H
#define CLIENT_ROSTER_SHEET_H

#include "client/roster_value.h"

/* A row kept as text: a letter for each cell's kind, then the cell, then a sign of its end. */
const char *roster_pack(struct arena *arena, const struct sheet_row *row);

/* Its first cells, at most so many; SIZE_MAX for all. */
struct sheet_row roster_unpack(struct arena *arena, const char *packed, size_t most);

/*
 * A row that is a head names a key (code, name, SIREN) and, unless it is the first of the file,
 * another field. It answers how many fields it names, 0 for no head; of two columns with the same
 * field the first counts.
 */
size_t roster_head_read(struct arena *arena, enum roster_kind kind, const struct sheet_row *row,
                        struct roster_map *map);

/* Heads of an accounting file, which is another import's. */
bool roster_is_journal(struct arena *arena, const struct sheet_row *row);

/* What files with the same heads have in common, whoever wrote them: SHA-256 of the folded heads.
 */
const char *roster_heads_hash(struct arena *arena, const struct sheet_row *heads);

/* The cells that the map names, as values. */
struct roster_draft *roster_draft_read(const struct roster_reading *reading,
                                       const struct roster_map *map, const struct sheet_row *row);

/* Notes as one text that can be kept, and back. */
const char *roster_notes_text(struct arena *arena, const struct roster_note *notes);

#endif
