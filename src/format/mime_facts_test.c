/* Foreign messages and bounces of many programs, beside what another reader found in them. */
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/test.h"
#include "base/test_file.h"
#include "format/test_mime.h"

/*
 * What another reader found in them. Where it stopped at a broken head or boundary, or guessed
 * no charset, ours is said here and why.
 */
static const struct quirk {
    const char *file, *subject, *parts; /* NULL: as the other */
} quirks[] = {
    { "attachment_emails__attachment_with_base64_encoded_name.eml", NULL, /* a name in RFC 2047 */
      "[text/plain||293][application/pdf|This is a test.pdf|399]" },
    { "error_emails__invalid_subject_characters.eml", /* raw bytes, of Windows */
      "Formação FrenetikPolis: Mega Campanha Final Verão | Cursos de Setembro", NULL },
    { "mime_emails__raw_email_with_illegal_boundary.eml", NULL, /* unquoted, and yet used */
      "[text/plain||52][text/html||641]" },
    { "plain_emails__raw_email_bad_time.eml", NULL, "[text/plain||125][text/html||447]" },
    { "plain_emails__raw_email_incorrect_header.eml", /* one line that is none: the rest stands */
      "Stop adware/spyware once and for all.", "[text/plain||262]" },
    { "rfc2822__example13.eml", "Saying Hello", "[text/plain||52]" },
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

static const char *facts_parts(struct arena *arena, const struct json *parts)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < json_count(parts); i++) {
        const struct json *part = json_at(parts, i);
        buf_format(&text, "[%s|%s|%lld]", json_text(json_at(part, 0)),
                   or_empty(json_text(json_at(part, 1))), (long long)json_int(json_at(part, 2)));
    }
    return buf_string(&text);
}

/* The other reader gives a report's groups of fields as empty texts: its own, and each address's.
 */
static const char *mime_parts(struct arena *arena, const struct mime *mime)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < mime->part_count; i++)
        if (strcmp(mime->parts[i].type, "message/delivery-status") == 0)
            for (size_t j = 0; j <= mime->report_count; j++)
                buf_text(&text, "[text/plain||0]");
        else
            buf_format(&text, "[%s|%s|%lld]", mime->parts[i].type, mime->parts[i].name,
                       (long long)mime->parts[i].size);
    return buf_string(&text);
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
    const char *parts = facts_parts(arena, json_get(facts, "parts"));
    struct reading reading;

    data_open(&reading, arena, "mime", file);
    assert_null(reading.mime.problem);
    assert_string_equal(reading.mime.subject, quirk && quirk->subject ? quirk->subject : subject);
    assert_string_equal(mime_parts(&reading.arena, &reading.mime),
                        quirk && quirk->parts ? quirk->parts : parts);
    reading_close(&reading);
}

static void test_data(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct json_entry entry = { 0 };

    (void)state;
    const struct json *facts = data_facts(&cx, "email/mime_facts_python.json");
    while (json_next(facts, &entry))
        check_facts(&arena, entry.key, entry.value);
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
