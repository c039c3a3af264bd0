#include "format/fec.h"

#include <string.h>
#include <unistd.h>

#include "format/fec_entries.h"
#include "format/fec_fold.h"
#include "format/fec_header.h"
#include "format/fec_index.h"
#include "format/fec_quick.h"
#include "format/fec_source.h"

struct reader {
    struct arena *arena;
    struct fec_source *source;
    struct fec_index index;
    size_t index_room;
    char separator, line_end;
    struct fec_header header;
    struct fec_checks checks;
    struct findings *findings;
    struct fec_entries *entries;
    struct fec_fold *fold;
    struct fec_quick quick;
    struct charset_notes notes;
    struct fec_official official;
    int64_t line, lines;    /* physical; with data */
    bool holes, stop, crlf; /* crlf: what the checker takes for the end of a line */
    bool again;             /* this is the second reading, which folds letters and tells nothing */
};

static void index_release(void *pointer)
{
    struct reader *reader = pointer;

    fec_index_free(&reader->index);
}

static void blank_tell(struct reader *reader)
{
    reader->official.errors++;
    findings_add(reader->findings, FEC_BLANK_LINE, false, reader->line, COLUMN_COUNT);
}

/* Nothing but blanks, separators and the end-of-file sign of old systems. */
static bool is_blank(const struct fec_row *row, char separator)
{
    for (const char *at = row->start; at < row->end; at++)
        if ((unsigned char)*at > ' ' && *at != separator)
            return false;
    return true;
}

static struct fec_finding *line_end_tell(struct reader *reader)
{
    reader->official.errors++;
    return findings_add(reader->findings, FEC_LINE_END, false, reader->line, COLUMN_COUNT);
}

static void repeated_tell(struct reader *reader)
{
    struct fec_finding *finding =
        findings_add(reader->findings, FEC_FORMAT, true, reader->line, COLUMN_COUNT);

    finding_arg(reader->findings, finding, "repeated", "1");
    reader->official.errors++;
}

static void fields_tell(struct reader *reader, const struct fec_row *row, bool last)
{
    bool truncated = last && row->count < reader->header.count;
    struct fec_finding *finding = findings_add(
        reader->findings, truncated ? FEC_TRUNCATED : FEC_FIELDS, true, reader->line, COLUMN_COUNT);

    finding_number(reader->findings, finding, "found", (int64_t)row->count);
    finding_number(reader->findings, finding, "expected", (int64_t)reader->header.count);
    if (row->count > reader->header.count)
        finding_arg(reader->findings, finding, "over", "1");
}

/* A separator behind the last field is forgiven where the header has one too. */
static bool fields_fit(const struct fec_header *header, const struct fec_row *row)
{
    return row->count == header->count
        || (header->trailing && row->count == header->count + 1
            && slice_trim(fec_field(row, header->count)).size == 0);
}

static void line_fold(struct reader *reader, const struct fec_line *line)
{
    if (reader->again) {
        fec_fold_note_again(reader->fold, line);
        return;
    }
    fec_entries_note(reader->entries, line);
    if (!fec_fold_note(reader->fold, line))
        reader->stop = true;
}

/* A line that the quick way did not take. */
static void line_note(struct reader *reader, const struct fec_row *row, bool cut)
{
    struct fec_line line = { .number = reader->line };

    if (is_blank(row, reader->separator)) {
        blank_tell(reader);
        return;
    }
    if (fec_header_again(&reader->header, row)) {
        repeated_tell(reader);
        return;
    }
    if (reader->header.returns && row->returns == 0 && !cut)
        line_end_tell(reader);
    reader->lines++;
    if (!fields_fit(&reader->header, row)) {
        reader->official.errors++;
        reader->holes = true;
        fields_tell(reader, row, cut);
    } else if (fec_line_read(&reader->checks, row, &line)) {
        line_fold(reader, &line);
    } else {
        reader->holes = true;
    }
}

/* The lines of a piece, by the index of their fields' ends. */
static void lines_note(struct reader *reader, const char *bytes, bool cut)
{
    const struct fec_index *index = &reader->index;
    struct fec_line line = { 0 };
    const uint32_t *marks = index->marks;
    uint32_t start = 0;
    bool careful = index->any_high && (!index->latin || reader->notes.first_utf8 == 0);

    for (size_t i = 0; i < index->end_count && !reader->stop; i++) {
        uint32_t end = index->ends[i];
        line.number = ++reader->line;
        if (careful)
            charset_note(&reader->notes, bytes + start, end - start, reader->line);
        if (reader->quick.usable && marks[reader->quick.last] == end
            && (!index->any_odd || !fec_index_odd(index, start, end))
            && fec_quick_read(&reader->quick, bytes, start, marks, &line)) {
            reader->lines++;
            line_fold(reader, &line);
            marks += reader->quick.last + 1;
        } else {
            struct fec_row row;
            fec_quick_forget(&reader->quick);
            (void)fec_scan(&row, bytes + start, reader->separator, reader->line_end);
            line_note(reader, &row, cut && i + 1 == index->end_count);
            marks += row.count;
        }
        start = end + 1;
    }
    if (!careful)
        reader->notes.letters += index->letters;
}

static void piece_read(struct reader *reader, struct slice lines)
{
    bool cut = fec_source_cut(reader->source);

    if (lines.size > reader->index_room) {
        fec_index_room(&reader->index, lines.size);
        reader->index_room = lines.size;
    }
    fec_quick_forget(&reader->quick);
    fec_index_make(&reader->index, lines.at, lines.size, reader->separator, reader->line_end);
    lines_note(reader, lines.at, cut);
}

/* The first of the lines, which is left out of them; false when nothing can be read after it. */
static bool header_read(struct reader *reader, struct slice *lines)
{
    struct fec_row row;
    const char *behind = fec_scan(&row, lines->at, '\t', reader->line_end);
    struct slice line = { row.start, (size_t)(row.end - row.start) };

    reader->line = 1;
    reader->separator = fec_separator(reader->findings, line);
    if (reader->separator == 0)
        return false;
    (void)fec_scan(&row, lines->at, reader->separator, reader->line_end);
    charset_note(&reader->notes, line.at, line.size, 1);
    bool read = fec_header_read(reader->findings, &row, &reader->header, &reader->official);
    reader->header.returns = row.returns > 0;
    if (row.returns == 0 && reader->crlf)
        finding_arg(reader->findings, line_end_tell(reader), "header", "1");
    if (row.returns > 1) /* the checker takes one of them, and the last name has the rest */
        for (int column = 0; column <= COLUMN_ID_CLIENT; column++)
            reader->official.missing[column] |=
                reader->header.places[column] + 1 == (int)reader->header.count;
    lines->size -= (size_t)(behind - lines->at);
    lines->at = behind;
    fec_quick_begin(&reader->quick, &reader->checks);
    return read;
}

static void endless_tell(struct reader *reader)
{
    struct fec_finding *finding =
        findings_add(reader->findings, FEC_LENGTH, true, reader->line + 1, COLUMN_COUNT);

    finding_number(reader->findings, finding, "most", FEC_LINE_LIMIT);
    reader->holes = true;
}

static void headless_tell(struct reader *reader)
{
    struct fec_finding *finding = findings_add(reader->findings, FEC_FORMAT, true, 0, COLUMN_COUNT);

    finding_arg(reader->findings, finding, "headless", "1");
}

static void lines_read(struct reader *reader, struct slice lines)
{
    bool endless = false;

    do
        piece_read(reader, lines);
    while (!reader->stop && fec_source_next(reader->source, reader->line_end, &lines));
    endless = fec_source_endless(reader->source);
    if (endless)
        endless_tell(reader);
    if (reader->lines == 0 && !endless) {
        reader->official.errors++;
        findings_add(reader->findings, FEC_NO_ENTRY, true, 0, COLUMN_COUNT);
    }
    bool whole = !reader->holes && !reader->stop;
    fec_entries_tell(reader->entries, whole);
    fec_fold_tell(reader->fold, reader->findings);
}

static void charset_doubts(struct reader *reader)
{
    struct findings *findings = reader->findings;
    int64_t line;

    if (charset_mixed(&reader->notes, &line)) {
        struct fec_finding *finding =
            findings_add(findings, FEC_ENCODING, false, line, COLUMN_COUNT);
        finding_arg(findings, finding, "mixed", "1");
    } else if (charset_tell(&reader->notes) == CHARSET_1252) {
        struct fec_finding *finding =
            findings_add(findings, FEC_ENCODING, false, reader->notes.first_1252, COLUMN_COUNT);
        finding_arg(findings, finding, "windows", "1");
    }
    if (reader->notes.first_garbled > 0) {
        struct fec_finding *finding =
            findings_add(findings, FEC_ENCODING, false, reader->notes.first_garbled, COLUMN_COUNT);
        finding_arg(findings, finding, "garbled", "1");
    }
}

static void reader_begin(struct reader *reader, int file, const struct fec_wants *wants)
{
    struct arena *arena = reader->arena;

    reader->source = fec_source_new(arena, file);
    reader->index_room = 2 * FEC_PIECE_BYTES; /* what was left before stands in front of it */
    fec_index_room(&reader->index, reader->index_room);
    arena_own(arena, reader, index_release);
    reader->findings = findings_new(arena);
    reader->entries = fec_entries_new(arena, reader->findings, wants->folds & FEC_FOLD_NUMBERS);
    reader->fold = fec_fold_new(arena, wants, reader->findings);
    reader->checks = (struct fec_checks){
        .header = &reader->header,
        .wants = wants,
        .findings = reader->findings,
        .official = &reader->official,
    };
    if (wants->has_closing) {
        struct civil civil = date_civil(wants->closing);
        civil.day -= !date_exists(civil.year - 2, civil.month, civil.day);
        reader->checks.year_start = date_of(civil.year - 2, civil.month, civil.day);
    }
}

/* Behind the header, whose line is as it was. */
static bool header_skip(struct reader *reader, struct slice *lines)
{
    struct fec_row row;
    struct slice begin = fec_source_peek(reader->source);

    if (begin.size >= 3 && memcmp(begin.at, "\xEF\xBB\xBF", 3) == 0)
        fec_source_skip(reader->source, 3);
    if (!fec_source_next(reader->source, reader->line_end, lines))
        return false;
    const char *behind = fec_scan(&row, lines->at, reader->separator, reader->line_end);
    lines->size -= (size_t)(behind - lines->at);
    lines->at = behind;
    return true;
}

/* What was said of the lines is not said again: findings and counts go to a reader of its own. */
static void file_read_again(struct reader *reader, int file)
{
    struct reader *again = arena_new(reader->arena, struct reader, 1);
    struct slice lines;

    *again = *reader;
    again->again = true;
    again->line = 1;
    again->source = fec_source_new(reader->arena, file);
    again->findings = findings_new(reader->arena);
    again->checks.findings = again->findings;
    again->checks.official = &again->official;
    fec_quick_begin(&again->quick, &again->checks);
    if (header_skip(again, &lines))
        do
            piece_read(again, lines);
        while (fec_source_next(again->source, again->line_end, &lines));
    reader->index = again->index;
}

static struct fec_facts *facts_of(const struct reader *reader, struct arena *arena)
{
    struct fec_facts *facts = arena_new(arena, struct fec_facts, 1);
    bool opened = reader->separator != 0 && reader->line > 0;

    *facts = (struct fec_facts){
        .charset = opened ? charset_tell(&reader->notes) : CHARSET_NONE,
        .separator = opened ? reader->separator : 0,
        .columns = (int64_t)reader->header.count,
        .lines = reader->lines,
        .entries = fec_entries_count(reader->entries),
        .figures = reader->header.figures,
        .official = reader->official,
    };
    fec_fold_facts(reader->fold, arena, facts);
    facts->findings = findings_tell(arena, reader->findings, facts->charset, &facts->finding_count);
    for (int code = 0; code < FEC_CODE_COUNT; code++) {
        facts->counts[code] = findings_count(reader->findings, (enum fec_code)code, false);
        facts->grave_counts[code] = findings_count(reader->findings, (enum fec_code)code, true);
    }
    return facts;
}

/* Sniffs, then reads header and lines; a first line that never ends is no header. */
static void file_read(struct reader *reader)
{
    struct slice begin = fec_source_peek(reader->source), lines;

    if (begin.size == charset_mark_size(begin.at, begin.size)) {
        reader->official.errors++;
        findings_add(reader->findings, FEC_EMPTY_FILE, true, 0, COLUMN_COUNT);
        return;
    }
    if (!fec_sniff(reader->findings, begin.at, begin.size))
        return;
    reader->line_end = fec_line_end(begin.at, begin.size);
    reader->crlf = fec_has_crlf(begin.at, begin.size);
    if (begin.size >= 3 && memcmp(begin.at, "\xEF\xBB\xBF", 3) == 0)
        fec_source_skip(reader->source, 3);
    if (!fec_source_next(reader->source, reader->line_end, &lines))
        headless_tell(reader);
    else if (header_read(reader, &lines))
        lines_read(reader, lines);
    charset_doubts(reader);
}

bool fec_read(struct ctx *cx, int file, const struct fec_wants *wants, struct fec_facts **facts)
{
    struct reader *reader = arena_new(cx->arena, struct reader, 1);
    off_t start = lseek(file, 0, SEEK_CUR); /* a pipe has none, and is read once */

    reader->arena = cx->arena;
    reader_begin(reader, file, wants);
    file_read(reader);
    if (start >= 0 && !reader->stop && !fec_source_failed(reader->source)
        && fec_fold_again(reader->fold) && lseek(file, start, SEEK_SET) == start)
        file_read_again(reader, file);
    if (fec_source_failed(reader->source) || !fec_fold_whole(reader->fold))
        return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    *facts = facts_of(reader, cx->arena);
    if (wants->take_account)
        fec_fold_accounts(reader->fold, (*facts)->charset, wants->take_account, wants->into);
    return true;
}
