/* P-1, P-5: members are invited, change, leave and come back; an admin always stays. */
#include "firm/member_change.h"

#include <string.h>

#include "firm/hub.h"
#include "firm/member_link.h"
#include "firm/sign_in.h"
#include "store/test_books.h"

static const char WORDS[] = "une longue phrase";

/* 1 Ada, an admin who acts; 2 Ken, an accountant; hub 1. */
static void begin(struct ctx *cx)
{
    struct member ada = {
        .name = "Ada", .email = "ada@quitus.test", .language = "fr", .role = MEMBER_ADMIN
    };
    struct member ken = { .name = "Ken", .email = "ken@quitus.test", .language = "fr" };
    int64_t hub;

    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_firm(cx, 1));
    assert_true(member_add(cx, &ada, WORDS) && member_add(cx, &ken, WORDS));
    assert_true(hub_add(cx, "Rennes", &hub));
    assert_int_equal(hub, 1);
    cx->actor = 1;
}

static struct member member_of(struct ctx *cx, int64_t id)
{
    struct member member = { 0 };

    assert_true(member_find(cx, id, &member));
    return member;
}

static bool archive(struct ctx *cx, int64_t id)
{
    return store_begin(cx) && store_end(cx, member_archive(cx, id));
}

static void assert_fault(struct ctx *cx, const char *code, const char *field)
{
    assert_string_equal(cx->fault.code, code);
    assert_string_equal(fault_arg(&cx->fault, "field"), field);
    cx->fault = (struct fault){ 0 };
}

static void test_change(struct ctx *cx)
{
    begin(cx);
    const struct member wanted = {
        .id = 2,
        .name = "Ken Ozu",
        .email = "Ken.Ozu@quitus.test",
        .language = "en",
        .role = MEMBER_ADMIN,
        .hub = 1,
        .deputy = 1,
        .is_super_user = true,
        .is_migration_lead = true,
    };
    assert_true(member_change(cx, &wanted));
    struct member ken = member_of(cx, 2);
    assert_string_equal(ken.name, "Ken Ozu");
    assert_string_equal(ken.email, "Ken.Ozu@quitus.test");
    assert_string_equal(ken.language, "en");
    assert_int_equal(ken.role, MEMBER_ADMIN);
    assert_int_equal(ken.hub, 1);
    assert_int_equal(ken.deputy, 1);
    assert_true(ken.is_super_user && ken.is_migration_lead);
    assert_true(member_find_by_email(cx, "KEN.ozu@quitus.test", &ken)); /* P-2 */
    const struct credentials old = { "ken.ozu@quitus.test", WORDS, "::1" };
    assert_true(member_check_password(cx, &old, &ken)); /* the password stays */
}

static const struct refused {
    const char *rule;
    struct member wanted;
    const char *code, *field;
} refusals[] = {
    { "another's address, without case",
      { .id = 2, .name = "K", .email = "ADA@quitus.test", .language = "fr" },
      "MEMBRE-EXISTE",
      "email" },
    { "the last admin stays one",
      { .id = 1, .name = "A", .email = "a@quitus.test", .language = "fr" },
      "ADMIN-DERNIER",
      "role" },
    { "a hub that is none",
      { .id = 2, .name = "K", .email = "k@quitus.test", .language = "fr", .hub = 7 },
      "HUB-INCONNU",
      "hub" },
    { "a super user of no hub",
      { .id = 2, .name = "K", .email = "k@quitus.test", .language = "fr", .is_super_user = true },
      "SUPER-HUB",
      "super_user" },
    { "nobody's own deputy",
      { .id = 2, .name = "K", .email = "k@quitus.test", .language = "fr", .deputy = 2 },
      "SUPPLEANT-SOI",
      "deputy" },
    { "a deputy who is nobody",
      { .id = 2, .name = "K", .email = "k@quitus.test", .language = "fr", .deputy = 9 },
      "SUPPLEANT-ABSENT",
      "deputy" },
    { "somebody who is not here",
      { .id = 9, .name = "K", .email = "k@quitus.test", .language = "fr" },
      "MEMBRE-ABSENT",
      "" },
};

static void test_refused(struct ctx *cx)
{
    begin(cx);
    for (size_t i = 0; i < COUNT_OF(refusals); i++) {
        print_message("# %s\n", refusals[i].rule);
        assert_false(member_change(cx, &refusals[i].wanted));
        assert_fault(cx, refusals[i].code, refusals[i].field);
    }
    assert_string_equal(member_of(cx, 2).name, "Ken");
    assert_int_equal(member_of(cx, 1).role, MEMBER_ADMIN);
}

static void test_archive(struct ctx *cx)
{
    begin(cx);
    struct member eve = {
        .name = "Eve", .email = "eve@quitus.test", .language = "fr", .deputy = 2
    };
    struct member_link link;
    assert_true(member_invite(cx, &eve) && member_link_open(cx, 2, &link));
    assert_true(archive(cx, 2));
    assert_int_equal(member_of(cx, 2).state, MEMBER_ARCHIVED);
    assert_int_equal(member_of(cx, 3).deputy, 0);
    struct member ken;
    const struct credentials old = { "ken@quitus.test", WORDS, "::1" };
    assert_false(member_check_password(cx, &old, &ken));
    assert_fault(cx, "IDENTIFIANTS", "");
    assert_false(member_link_find(cx, link.token, &ken));
    assert_fault(cx, "LIEN-ABSENT", "");
    assert_false(archive(cx, 2));
    assert_fault(cx, "MEMBRE-ARCHIVE", "");
    assert_true(member_take_back(cx, 2));
    assert_true(member_check_password(cx, &old, &ken));
    assert_false(member_take_back(cx, 2));
    assert_fault(cx, "MEMBRE-ACTIF", "");
    assert_true(archive(cx, 3) && member_take_back(cx, 3));
    assert_int_equal(member_of(cx, 3).state, MEMBER_INVITED); /* no password yet */
}

/* Nobody archives themself; the last admin stays, whoever acts. */
static void test_stays(struct ctx *cx)
{
    begin(cx);
    assert_false(archive(cx, 1));
    assert_fault(cx, "MEMBRE-SOI", "");
    cx->actor = 2;
    assert_false(archive(cx, 1));
    assert_fault(cx, "ADMIN-DERNIER", "role");
    assert_false(archive(cx, 9));
    assert_fault(cx, "MEMBRE-ABSENT", "");
    struct member ken = member_of(cx, 2);
    ken.role = MEMBER_ADMIN;
    assert_true(member_change(cx, &ken) && archive(cx, 1));
    cx->actor = 0;
    assert_false(archive(cx, 2));
    assert_fault(cx, "ADMIN-DERNIER", "role");
}

static void test_list(struct ctx *cx)
{
    struct member *members;
    size_t count;

    begin(cx);
    struct member emile = { .name = "Émile", .email = "e@quitus.test", .language = "fr" };
    assert_true(member_invite(cx, &emile) && member_list(cx, &members, &count));
    assert_int_equal(emile.state, MEMBER_INVITED);
    assert_int_equal(count, 3);
    assert_string_equal(members[0].name, "Ada");
    assert_string_equal(members[1].name, "Émile"); /* not behind Z */
    assert_string_equal(members[2].name, "Ken");
}

static void test_password(struct ctx *cx)
{
    const struct credentials right = { "ken@quitus.test", WORDS, "::1" };
    const struct credentials wrong = { "ken@quitus.test", "une autre phrase", "::1" };
    const struct credentials after = { "ken@quitus.test", "encore une phrase", "::1" };
    struct member ken;

    begin(cx);
    assert_false(member_change_password(cx, &wrong, "encore une phrase"));
    assert_fault(cx, "MOT-DE-PASSE-FAUX", "old_password");
    assert_false(member_change_password(cx, &right, "court"));
    assert_fault(cx, "MOT-DE-PASSE-COURT", "password");
    assert_true(member_change_password(cx, &right, "encore une phrase"));
    assert_false(member_check_password(cx, &right, &ken));
    cx->fault = (struct fault){ 0 };
    assert_true(member_check_password(cx, &after, &ken));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_change), BOOKS_EACH(test_refused), BOOKS_EACH(test_archive),
        BOOKS_EACH(test_stays),  BOOKS_EACH(test_list),    BOOKS_EACH(test_password),
    };

    return cmocka_run_group_tests_name("member_change", tests, NULL, NULL) > 0;
}
