/* P-23: a form that is refused is shown again where it stands, with what is wrong. */
#include "app/routes.h"

#include <string.h>

#include "base/asset.h"
#include "base/test.h"
#include "http/match.h"

/* A page that says nothing of a fault would swallow it. */
static void test_told(void **state)
{
    struct arena arena = { 0 };
    size_t silent = 0, above;

    (void)state;
    for (size_t i = 0; i < app_route_count; i++) {
        const struct route *post = &app_routes[i];
        const struct route *page = post->method == METHOD_POST
            ? match_page(app_routes, app_route_count, post, &above)
            : NULL;
        const struct asset *view =
            page ? asset_find(arena_format(&arena, "views/%s.mustache", page->page)) : NULL;
        if (!page || (view && strstr(view->bytes, "{{#fault}}")))
            continue;
        print_error("%s: %s\n", post->path, page->page);
        silent++;
    }
    assert_int_equal(silent, 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_told) };

    return cmocka_run_group_tests_name("routes", tests, NULL, NULL) > 0;
}
