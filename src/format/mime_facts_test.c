/* Foreign messages and bounces of many programs, beside what another reader found in them. */
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/test.h"
#include "base/test_file.h"
#include "format/test_mime.h"

/*
 * What ours reads where another reader found less: no name, U+FFFD for bytes that it guessed no
 * charset for, or, at a defect that it notes, no more of the message. A file that is not named
 * here is held to the same rules.
 *
 * The files come from a mail library that tests itself by them: of five of these six it expects
 * just what ours reads (the name, the unquoted boundary, the line that is passed over, the Windows
 * bytes).
 */
static const struct quirk {
    const char *file, *subject, *shape; /* NULL: as the other */
} quirks[] = {
    { "attachment_emails__attachment_with_base64_encoded_name.eml", NULL, /* a name in RFC 2047 */
      "multipart [text/plain||293][application/pdf|This is a test.pdf|399]" },
    { "error_emails__invalid_subject_characters.eml", /* raw bytes, of Windows */
      "Formação FrenetikPolis: Mega Campanha Final Verão | Cursos de Setembro", NULL },
    { "mime_emails__raw_email_with_illegal_boundary.eml", NULL, /* unquoted, and yet used */
      "multipart [text/plain||52][text/html||641]" },
    { "plain_emails__raw_email_bad_time.eml", NULL, /* unquoted too */
      "multipart [text/plain||125][text/html||447]" },
    { "plain_emails__raw_email_incorrect_header.eml", /* one line that is none: the rest stands */
      "Stop adware/spyware once and for all.", "[text/plain||262]" },
    { "rfc2822__example13.eml", /* a folded line that lost its fold, likewise */
      "Saying Hello", "[text/plain||52]" },
};

static const struct quirk *find_quirk(const char *file)
{
    for (size_t i = 0; i < COUNT_OF(quirks); i++)
        if (strcmp(quirks[i].file, file) == 0)
            return &quirks[i];
    return NULL;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* In what the other says: any name. */
#define WHATEVER "\x01"

/* Whether it is a multipart, and of what parts. */
static const char *facts_shape(struct arena *arena, const struct json *facts)
{
    const struct json *parts = json_get(facts, "parts");
    struct buf text = { .arena = arena };

    buf_text(&text, json_bool(json_get(facts, "multipart")) ? "multipart " : "");
    for (size_t i = 0; i < json_count(parts); i++) {
        const struct json *part = json_at(parts, i);
        const char *name = json_text(json_at(part, 1));
        buf_format(&text, "[%s|%s|%lld]", json_text(json_at(part, 0)), name ? name : WHATEVER,
                   (long long)json_int(json_at(part, 2)));
    }
    return buf_string(&text);
}

/* The other reader gives a report's groups of fields as empty texts: its own, and each address's.
 */
static const char *mime_shape(struct arena *arena, const struct mime *mime)
{
    struct buf text = { .arena = arena };

    buf_text(&text, mime->is_multipart ? "multipart " : "");
    for (size_t i = 0; i < mime->part_count; i++)
        if (strcmp(mime->parts[i].type, "message/delivery-status") == 0)
            for (size_t j = 0; j <= mime->report_count; j++)
                buf_text(&text, "[text/plain||0]");
        else
            buf_format(&text, "[%s|%s|%lld]", mime->parts[i].type, mime->parts[i].name,
                       (long long)mime->parts[i].size);
    return buf_string(&text);
}

static size_t character(const char *text)
{
    size_t size = *text != '\0';

    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
        size++;
    return size;
}

/* Ours may have one character where the other could not read it, a name where it found none. */
static bool says_no_less(const char *ours, const char *theirs)
{
    while (*theirs) {
        size_t size = character(theirs);
        if (str_starts(theirs, WHATEVER)) {
            ours += strcspn(ours, "|");
        } else if (str_starts(theirs, "\uFFFD") && *ours) {
            ours += character(ours);
        } else {
            if (strncmp(ours, theirs, size) != 0)
                return false;
            ours += size;
        }
        theirs += size;
    }
    return !*ours;
}

/* What is pinned is ours alone; past what the other could read it goes by a defect only. */
static void check_text(const char *ours, const char *theirs, const char *pinned, bool has_defect)
{
    if (pinned) {
        assert_string_equal(ours, pinned);
        assert_string_not_equal(pinned, theirs);
    }
    if (!says_no_less(ours, theirs) && !(pinned && has_defect))
        assert_string_equal(ours, theirs);
}

static struct json *data_facts(struct ctx *cx, const char *name)
{
    const struct buf *bytes = test_file_read(cx->arena, test_file_data(cx->arena, name));

    if (!bytes) {
        print_message("skipped: no shared/data here\n");
        arena_free(cx->arena);
        skip();
    }
    struct json *facts = json_parse_own(cx, bytes->bytes, bytes->size);
    assert_non_null(facts);
    return facts;
}

static void data_open(struct reading *reading, struct arena *arena, const char *folder,
                      const char *file)
{
    const char *name = arena_format(arena, "email/%s/%s", folder, file);
    const struct buf *bytes = test_file_read(arena, test_file_data(arena, name));

    assert_non_null(bytes);
    reading_open(reading, bytes->bytes, bytes->size);
    if (!reading->read)
        print_message("%s: %s\n", file, reading->cx.fault.code);
    assert_true(reading->read);
}

static void check_facts(struct arena *arena, const char *file, const struct json *facts)
{
    const struct quirk *quirk = find_quirk(file);
    const char *subject = str_trim(arena, or_empty(json_text(json_get(facts, "subject"))));
    bool has_defect = json_count(json_get(facts, "defects")) > 0;
    struct reading reading;

    data_open(&reading, arena, "mime", file);
    const struct mime *mime = &reading.mime;
    if ((*mime->defect != '\0') != has_defect)
        print_message("%s: « %s »\n", file, mime->defect);
    assert_null(mime->problem);
    assert_int_equal(*mime->defect != '\0', has_defect);
    check_text(mime->subject, subject, quirk ? quirk->subject : NULL, has_defect);
    check_text(mime_shape(&reading.arena, mime), facts_shape(arena, facts),
               quirk ? quirk->shape : NULL, has_defect);
    reading_close(&reading);
}

static void test_data(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct json_entry entry = { 0 };
    size_t pinned = 0;

    (void)state;
    const struct json *facts = data_facts(&cx, "email/mime_facts_python.json");
    for (; json_next(facts, &entry); pinned += find_quirk(entry.key) != NULL)
        check_facts(&arena, entry.key, entry.value);
    assert_int_equal(pinned, COUNT_OF(quirks)); /* none for a file that is not there */
    arena_free(&arena);
}

/* "rfc822; a@b" as "a@b", "5.1.1 (why)" as "5.1.1". */
static const char *plain(struct arena *arena, const char *value, bool is_address)
{
    const char *from = is_address && strchr(value, ';') ? strchr(value, ';') + 1 : value;

    from = str_trim(arena, from);
    from += *from == '<';
    return arena_text(arena, from, strcspn(from, "> ("));
}

static const char *facts_reports(struct arena *arena, const struct json *reports)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < json_count(reports); i++) {
        const struct json *report = json_at(reports, i);
        buf_format(&text, "[%s|%s|%s]",
                   plain(arena, or_empty(json_text(json_get(report, "final"))), true),
                   plain(arena, or_empty(json_text(json_get(report, "action"))), false),
                   plain(arena, or_empty(json_text(json_get(report, "status"))), false));
    }
    return buf_string(&text);
}

static const char *mime_reports(struct arena *arena, const struct mime *mime)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < mime->report_count; i++)
        buf_format(&text, "[%s|%s|%s]", mime->reports[i].address, mime->reports[i].action,
                   mime->reports[i].status);
    return buf_string(&text);
}

static void test_bounces(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct json_entry entry = { 0 };
    size_t known = 0, count = 0;

    (void)state;
    const struct json *facts = data_facts(&cx, "email/bounces_expected.json");
    for (; json_next(facts, &entry); count++) {
        struct reading reading;
        const char *reports = facts_reports(&arena, json_get(entry.value, "rfc3464_recipients"));
        data_open(&reading, &arena, "bounces", entry.key);
        const char *ours = mime_reports(&reading.arena, &reading.mime);
        if (!str_starts(entry.key, "lhost-mcafee-") && !str_starts(entry.key, "rhost-messagelabs-"))
            assert_string_equal(ours, reports);
        if (*reports)
            assert_int_equal(reading.mime.kind, MIME_BOUNCE);
        known += reading.mime.kind == MIME_BOUNCE;
        reading_close(&reading);
    }
    print_message("%zu of %zu are known for bounces\n", known, count);
    assert_true(known >= count - 15); /* the others are complaints and receipts, or say nothing */
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_data),
        cmocka_unit_test(test_bounces),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return cmocka_run_group_tests_name("mime_facts", tests, NULL, NULL);
}
