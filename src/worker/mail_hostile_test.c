/* T-18: hostile mail on real books, each with exactly its verdict, and nothing else written. */
#include <string.h>

#include "base/str.h"
#include "base/test_file.h"
#include "format/child.h"
#include "worker/test_mail.h"

/* T-18: what each hostile message becomes, the live tag in the place of its placeholder. */
struct hostile_case {
    const char *file;
    enum mail_state state;
    const char *reason, *email_state; /* of Anne, afterwards */
};

static const struct hostile_case hostile[] = {
    { "m01_dsn_bad_tag.eml", MAIL_DROPPED, "BOUNCE-SIGNATURE", "ok" },
    { "m04_vacation.eml", MAIL_DROPPED, "MAIL-AUTOMATIQUE", "ok" },
    { "m05_mail_loop.eml", MAIL_DROPPED, "MAIL-BOUCLE", "ok" },
    { "m06_bounce_free_text.eml", MAIL_TRIAGE, "BOUNCE-PROBABLE", "ok" },
    { "m10_nested_rfc822_500.eml", MAIL_TRIAGE, "MIME-PROFONDEUR", "ok" },
    { "m12_ten_thousand_parts.eml", MAIL_TRIAGE, "MIME-PARTIES", "ok" },
    { "m14_header_1MB.eml", MAIL_TRIAGE, "MIME-ENTETE", "ok" },
    { "m16_encoded_word_crlf.eml", MAIL_TRIAGE, "EXPEDITEUR-INCONNU", "ok" },
    { "m18_attachment_names.eml", MAIL_TRIAGE, "EXPEDITEUR-INCONNU", "ok" },
    { "m20_bare_cr_nul.eml", MAIL_TRIAGE, "MIME-ENTETE", "ok" },
    { "m22_base64_garbage.eml", MAIL_TRIAGE, "EXPEDITEUR-INCONNU", "ok" },
    { "ok01_dsn_hard.eml", MAIL_BOUNCE, "BOUNCE-REJET", "bounced" },
    { "ok02_dsn_delayed.eml", MAIL_BOUNCE, "BOUNCE-RETARD", "ok" },
};

/* As a text, where it has a placeholder; those have no NUL. */
static struct buf *with_tag(struct arena *arena, struct buf *bytes, const char *tag)
{
    static const char *const placeholder = "r-00000001-TAGPLACEHOLDER";
    struct buf *made = arena_new(arena, struct buf, 1);
    const char *at = bytes->bytes, *found;

    made->arena = arena;
    while (strlen(at) > 0 && (found = strstr(at, placeholder))) {
        buf_add(made, at, (size_t)(found - at));
        buf_text(made, tag);
        at = found + strlen(placeholder);
    }
    buf_add(made, at, bytes->size - (size_t)(at - bytes->bytes));
    return made;
}

static void run_hostile(struct ctx *cx, const void *row)
{
    const struct hostile_case *expected = row;
    const char *name = arena_format(cx->arena, "mime/%s", expected->file);
    struct buf *bytes = test_file_read(cx->arena, test_file_hostile(cx->arena, name));
    struct house house;

    if (!bytes) {
        print_message("skipped: no shared/hostile here\n");
        return;
    }
    mail_test_begin(&house, cx);
    if (str_starts(expected->file, "ok0")) { /* of the one whom we wrote to */
        mail_test_run(cx, "UPDATE message SET recipient = 'client@inexistant.example'");
        mail_test_run(cx,
                      "UPDATE contact SET email = 'client@inexistant.example',"
                      " email_folded = 'client@inexistant.example' WHERE id = 1");
    }
    bytes = with_tag(cx->arena, bytes, house.tag);
    struct mail_taken taken = mail_test_take(&house, bytes->bytes, bytes->size);
    mail_test_check(&taken, expected->state, expected->reason);
    if (str_starts(expected->file, "m18")) {
        assert_string_equal(taken.mail.files[0].name, "passwd");
        assert_string_equal(taken.mail.files[1].name, "facturefdp.exe");
    }
    if (str_starts(expected->file, "m22"))
        assert_string_equal(taken.mail.files[0].problem, "MIME-BASE64");
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM mail"), 1);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM document"), 0);
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM message"),
                     1); /* no answer is sent */
    assert_int_equal(mail_test_number(cx, "SELECT COUNT(*) FROM message WHERE state = 'sent'"), 1);
    assert_int_equal(
        mail_test_number(
            cx,
            arena_format(cx->arena,
                         "SELECT COUNT(*) FROM contact WHERE id = 1 AND email_state = '%s'",
                         expected->email_state)),
        1);
    assert_int_equal(test_vault_files(&house.site.mails), 1);
    mail_test_end(&house);
}

static void test_hostile(void **state)
{
    books_row(state, run_hostile);
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    return TEST_TABLE("hostile", hostile, test_hostile);
}
