/* Paths are matched by table; what is no id is refused where a missing one is. */
#include "http/match.h"

#include "base/test.h"

static bool nothing(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request, (void)answer;
    return true;
}

static const struct route routes[] = {
    ROUTE(GET, "/", ROLE_ANYONE, "", NULL, NULL, nothing),
    ROUTE(GET, "/clients", ROLE_MEMBER, "", NULL, NULL, nothing),
    ROUTE(POST, "/clients", ROLE_MEMBER, "", NULL, NULL, nothing),
    ROUTE(GET, "/clients/{client}", ROLE_MEMBER, "client", NULL, NULL, nothing),
    ROUTE(GET, "/clients/nouveau", ROLE_MEMBER, "", NULL, NULL, nothing),
    ROUTE(GET, "/clients/{client}/debiteurs/{customer}", ROLE_MEMBER, "", NULL, NULL, nothing),
};

struct match_case {
    const char *rule, *path;
    int row, post; /* places in the table; -1 for none */
    int64_t client, customer;
};

static const struct match_case cases[] = {
    { "the root", "/", 0, -1, 0, 0 },
    { "one path, two methods", "/clients", 1, 2, 0, 0 },
    { "an id is read", "/clients/7", 3, -1, 7, 0 },
    { "a word goes before an id, whatever the order of the rows", "/clients/nouveau", 4, -1, 0, 0 },
    { "two ids", "/clients/12/debiteurs/9007199254740991", 5, -1, 12, INT64_C(9007199254740991) },
    { "2^53 is no id", "/clients/9007199254740992", 3, -1, 0, 0 },
    { "20 digits are no id", "/clients/11111111111111111111", 3, -1, 0, 0 },
    { "a leading zero is no id", "/clients/07", 3, -1, 0, 0 },
    { "zero is no id", "/clients/0", 3, -1, 0, 0 },
    { "a sign is no id", "/clients/+7", 3, -1, 0, 0 },
    { "a minus is no id", "/clients/-7", 3, -1, 0, 0 },
    { "an empty id is none", "/clients/", 3, -1, 0, 0 },
    { "coded digits are no id", "/clients/%37", 3, -1, 0, 0 },
    { "nothing stands below the last segment", "/clients/7/x", -1, -1, 0, 0 },
    { "half a path is none", "/clients/7/debiteurs", -1, -1, 0, 0 },
    { "two slashes are no one", "//clients", -1, -1, 0, 0 },
    { "dots are no segment", "/clients/../clients", -1, -1, 0, 0 },
    { "case counts", "/Clients", -1, -1, 0, 0 },
    { "a longer word is another", "/clientsx", -1, -1, 0, 0 },
    { "an empty path is none", "", -1, -1, 0, 0 },
};

static void test_match(void **state)
{
    const struct match_case *expected = *state;
    struct arena arena = { 0 };
    struct match_table *table = match_compile(&arena, routes, COUNT_OF(routes));
    struct match match = { 0 };
    const struct route *row = expected->row < 0 ? NULL : &routes[expected->row];
    const struct route *post = expected->post < 0 ? NULL : &routes[expected->post];

    assert_int_equal(match_find(table, expected->path, &match), expected->row >= 0);
    assert_ptr_equal(match.rows[METHOD_GET], row);
    assert_ptr_equal(match.rows[METHOD_POST], post);
    assert_int_equal(match_id(&match, "client"), expected->client);
    assert_int_equal(match_id(&match, "customer"), expected->customer);
    assert_int_equal(match_id(&match, "clien"), 0);
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("match", cases, test_match) > 0;
}
