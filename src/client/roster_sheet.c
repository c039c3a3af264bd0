#include "client/roster_sheet.h"

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"

enum { CELL_END = '\x1F' };

static const char letters[SHEET_KIND_COUNT + 1] = {
    [SHEET_EMPTY] = '-',   [SHEET_TEXT] = 't',     [SHEET_NUMBER] = 'n',  [SHEET_DATE] = 'd',
    [SHEET_TIME] = 'h',    [SHEET_DURATION] = 'p', [SHEET_BOOLEAN] = 'b', [SHEET_ERROR] = 'e',
    [SHEET_FORMULA] = 'f', [SHEET_LONG] = 'l',
};

const char *roster_pack(struct arena *arena, const struct sheet_row *row)
{
    size_t size = 0;

    for (size_t i = 0; i < row->count; i++)
        size += strlen(row->cells[i].text) + 2;
    char *packed = arena_new(arena, char, size + 1), *end = packed;
    for (size_t i = 0; i < row->count; i++) {
        *end++ = letters[row->cells[i].kind];
        for (const char *at = row->cells[i].text; *at; at++)
            *end++ = *at == CELL_END ? ' ' : *at;
        *end++ = CELL_END;
    }
    return packed;
}

struct sheet_row roster_unpack(struct arena *arena, const char *packed, size_t most)
{
    struct sheet_row row = { 0 };
    const char *at = packed;
    size_t count = 0;

    for (; *at && count < most; at++)
        count += *at == CELL_END;
    row.cells = arena_new(arena, struct sheet_cell, count);
    char *copy = (char *)arena_text(arena, packed, (size_t)(at - packed));
    for (size_t i = 0; i < count; i++) {
        char *end = strchr(copy, CELL_END);
        const char *letter = strchr(letters, *copy);
        *end = '\0';
        row.cells[row.count++] = (struct sheet_cell){
            letter && *copy ? (enum sheet_kind)(letter - letters) : SHEET_EMPTY,
            copy < end ? copy + 1 : end,
        };
        copy = end + 1;
    }
    return row;
}

size_t roster_head_read(struct arena *arena, enum roster_kind kind, const struct sheet_row *row,
                        struct roster_map *map)
{
    struct roster_map found = roster_map_none();
    size_t count = 0;

    for (size_t i = 0; i < row->count; i++) {
        enum roster_field field = roster_head_field(roster_fold(arena, row->cells[i].text), kind);
        bool is_free = row->cells[i].kind == SHEET_TEXT && field < ROSTER_FIELD_COUNT
            && found.columns[field] == ROSTER_NO_COLUMN;
        if (!is_free)
            continue;
        found.columns[field] = (int)i;
        count++;
    }
    bool has_key = found.columns[ROSTER_CODE] >= 0 || found.columns[ROSTER_NAME] >= 0
        || found.columns[ROSTER_SIREN] >= 0;
    if (!has_key || (count == 1 && row->number > 1))
        return 0;
    *map = found;
    return count;
}

bool roster_is_journal(struct arena *arena, const struct sheet_row *row)
{
    static const char *const heads[] = { "journalcode", "ecrituredate", "comptenum" };
    size_t count = 0;

    for (size_t i = 0; i < row->count; i++)
        for (size_t head = 0; head < COUNT_OF(heads); head++)
            count += strcmp(roster_fold(arena, row->cells[i].text), heads[head]) == 0;
    return count >= COUNT_OF(heads) - 1;
}

const char *roster_heads_hash(struct arena *arena, const struct sheet_row *heads)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    char *text = arena_new(arena, char, sizeof hash * 2 + 1);

    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < heads->count; i++) {
        const char *folded = roster_fold(arena, heads->cells[i].text);
        crypto_hash_sha256_update(&state, (const unsigned char *)folded, strlen(folded) + 1);
    }
    crypto_hash_sha256_final(&state, hash);
    return sodium_bin2hex(text, sizeof hash * 2 + 1, hash, sizeof hash);
}

struct roster_draft *roster_draft_read(const struct roster_reading *reading,
                                       const struct roster_map *map, const struct sheet_row *row)
{
    static const struct sheet_cell none = { SHEET_EMPTY, "" };
    struct roster_draft *draft = arena_new(reading->arena, struct roster_draft, 1);

    draft->row = row->number;
    draft->line = row->line;
    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        draft->values[i] = "";
    for (int i = 0; i < ROSTER_FIELD_COUNT; i++) {
        int column = map->columns[i];
        bool is_there = column >= 0 && (size_t)column < row->count;
        const char *before = draft->values[i]; /* a SIRET may have come with the SIREN */
        if (column == ROSTER_NO_COLUMN)
            continue;
        roster_value_read(reading, draft, (enum roster_field)i,
                          is_there ? &row->cells[column] : &none);
        if (*draft->values[i] == '\0')
            draft->values[i] = before;
    }
    return draft;
}

static const char *const weights[] = {
    [ROSTER_FAULT] = "fault",
    [ROSTER_LEFT] = "left",
    [ROSTER_HEALED] = "healed",
};

static void member_put(struct buf *out, const char *key, const char *text)
{
    buf_byte(out, out->bytes[out->size - 1] == '{' ? ' ' : ',');
    json_text_write(out, key);
    buf_byte(out, ':');
    if (text)
        json_text_write(out, text);
    else
        buf_text(out, "null");
}

const char *roster_notes_text(struct arena *arena, const struct roster_note *notes)
{
    struct buf out = { .arena = arena };

    for (const struct roster_note *note = notes; note; note = note->next) {
        bool is_field = note->field < ROSTER_FIELD_COUNT;
        buf_text(&out, note == notes ? "[{" : ",{");
        member_put(&out, "weight", weights[note->weight]);
        member_put(&out, "field", is_field ? roster_field_name(note->field) : "");
        member_put(&out, "code", note->code);
        member_put(&out, "value", note->value);
        if (note->name)
            member_put(&out, note->name, note->arg);
        buf_byte(&out, '}');
    }
    if (out.size > 0)
        buf_byte(&out, ']');
    return buf_string(&out);
}
