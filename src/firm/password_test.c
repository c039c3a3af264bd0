/* Which passwords may be, and that all of one counts (T-7). */
#include "firm/password.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/test.h"

struct password_case {
    const char *rule, *password;
    const char *code; /* NULL: it may be */
};

static const struct password_case cases[] = {
    { "a few words", "une longue phrase", NULL },
    { "blanks count", "   espaces   ", NULL },
    { "letters of any script", "мой пароль здесь", NULL },
    { "ten characters", "kx7 mardi!", NULL },
    { "empty", "", "MOT-DE-PASSE-VIDE" },
    { "nine characters", "kx7 mardi", "MOT-DE-PASSE-COURT" },
    { "ten bytes are not ten characters", "ééééé", "MOT-DE-PASSE-COURT" },
    { "eight digits", "12345678", "MOT-DE-PASSE-COURANT" },
    { "twelve digits", "123456789012", "MOT-DE-PASSE-COURANT" },
    { "a row of keys", "azertyuiop", "MOT-DE-PASSE-COURANT" },
    { "the French word for it", "motdepasse", "MOT-DE-PASSE-COURANT" },
    { "in capitals", "MotDePasse", "MOT-DE-PASSE-COURANT" },
    { "with a year behind it", "motdepasse2026!", "MOT-DE-PASSE-COURANT" },
    { "the English word for it", "Password123!", "MOT-DE-PASSE-COURANT" },
};

static void test_check(void **state)
{
    const struct password_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    assert_int_equal(password_check(&cx, "password", expected->password), !expected->code);
    if (expected->code) {
        assert_string_equal(cx.fault.code, expected->code);
        assert_string_equal(fault_arg(&cx.fault, "field"), "password");
    }
    arena_free(&arena);
}

static const char *repeated(struct arena *arena, char byte, size_t size)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < size; i++)
        buf_byte(&text, byte);
    return buf_string(&text);
}

static void test_length(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    assert_true(password_check(&cx, "p", repeated(&arena, 'x', LIMIT_PASSWORD_BYTES)));
    assert_false(password_check(&cx, "p", repeated(&arena, 'x', LIMIT_PASSWORD_BYTES + 1)));
    assert_string_equal(cx.fault.code, "MOT-DE-PASSE-LONG");
    arena_free(&arena);
}

/* No byte is cut off: some schemes read the first 72 alone. */
static void test_all_of_it_counts(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const char *hash, *again;

    (void)state;
    const char *start = repeated(&arena, 'a', 72);
    const char *one = arena_format(&arena, "%sXXXXXXXXXXXXXXXXXXXX", start);
    const char *other = arena_format(&arena, "%sXXXXXXXXXXXXXXXXXXXY", start);
    assert_true(password_hash(&cx, one, &hash) && password_hash(&cx, one, &again));
    assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_string_not_equal(hash, again); /* each has a salt of its own */
    assert_true(password_is(hash, one));
    assert_false(password_is(hash, other));
    assert_false(password_is(hash, start));
    assert_false(password_is(hash, ""));
    arena_free(&arena);
}

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The answer for somebody unknown takes the same work as a wrong password. */
static void test_same_work(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    int64_t known = 0, unknown = 0;
    const char *hash;

    (void)state;
    assert_true(password_hash(&cx, "une longue phrase", &hash));
    for (int i = 0; i < 5; i++) {
        int64_t begun = now_us();
        assert_false(password_is(hash, "une autre phrase"));
        known += now_us() - begun;
        begun = now_us();
        assert_false(password_is(NULL, "une autre phrase"));
        unknown += now_us() - begun;
    }
    print_message("# one check takes %d ms, for nobody %d ms\n", (int)(known / 5000),
                  (int)(unknown / 5000));
    assert_in_range(unknown * 100 / known, 50, 200);
    arena_free(&arena);
}

static void *stand(void *state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    int *entered = state;

    *entered = password_line_enter(&cx);
    if (!*entered)
        assert_string_equal(cx.fault.code, "OCCUPE");
    arena_free(&arena);
    return NULL;
}

static void test_line(void **state)
{
    enum { PLACES = LIMIT_PASSWORDS_AT_ONCE + 2, PEOPLE = PLACES + 3 };
    int entered[PEOPLE], count = 0;
    pthread_t threads[PEOPLE];

    (void)state;
    for (size_t i = 0; i < PEOPLE; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, stand, &entered[i]), 0);
    for (size_t i = 0; i < PEOPLE; i++) {
        pthread_join(threads[i], NULL);
        count += entered[i];
    }
    assert_int_equal(count, PLACES);
    for (int i = 0; i < count; i++)
        password_line_leave();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_all_of_it_counts),
        cmocka_unit_test(test_same_work),
        cmocka_unit_test(test_line),
    };
    int failed = cmocka_run_group_tests_name("password", tests, NULL, NULL);

    return failed + TEST_TABLE("password_check", cases, test_check) > 0;
}
