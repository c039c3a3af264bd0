#include "mission/refine.h"

#include <string.h>

#include "mission/service_content.h"

static bool words_check(struct ctx *cx, size_t number, const char *field, const struct words *words)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++) {
        const char *place =
            arena_format(cx->arena, "%zu.%s.%s", number, field, word_language_text(i));
        if (!wording_check(cx, place, words->in[i] ? words->in[i] : ""))
            return false;
    }
    return true;
}

bool refine_text(struct ctx *cx, const struct service_request *requests, size_t count,
                 const char **text)
{
    struct json *list = json_list(cx->arena);
    bool is_refined = false;

    for (size_t i = 0; i < count; i++) {
        const struct service_request *request = &requests[i];
        struct json *map = json_add_map(list);
        if (!words_check(cx, i + 1, "name", &request->name)
            || !words_check(cx, i + 1, "instructions", &request->instructions))
            return false;
        words_put(map, "name", &request->name);
        words_put(map, "instructions", &request->instructions);
        is_refined |= !words_are_none(&request->name) || !words_are_none(&request->instructions);
    }
    *text = is_refined ? json_write(cx->arena, list) : "";
    return true;
}

bool refine_check(struct ctx *cx, const char *text, size_t count)
{
    const struct json *list = *text ? json_parse(cx, text, strlen(text)) : json_list(cx->arena);

    cx->fault = (struct fault){ 0 };
    if (json_kind(list) != JSON_LIST || json_count(list) > count)
        return fail(cx, FAULT_INPUT, "MISSION-TEXTE", NULL);
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *own = json_at(list, i);
        const struct words name = words_from(json_get(own, "name"));
        const struct words instructions = words_from(json_get(own, "instructions"));
        if (!words_check(cx, i + 1, "name", &name)
            || !words_check(cx, i + 1, "instructions", &instructions))
            return false;
    }
    return true;
}

static void words_refine(struct words *words, const struct words *own)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        if (*own->in[i])
            words->in[i] = own->in[i];
}

bool refine_apply(struct ctx *cx, const char *text, struct service_content *content)
{
    struct service_request *requests;
    const struct json *list;

    if (*text == '\0')
        return true;
    list = json_parse(cx, text, strlen(text));
    if (!list)
        return false;
    requests = arena_new(cx->arena, struct service_request, content->request_count + 1);
    for (size_t i = 0; i < content->request_count; i++) {
        const struct json *own = json_at(list, i);
        struct words name = words_from(json_get(own, "name"));
        struct words instructions = words_from(json_get(own, "instructions"));
        requests[i] = content->requests[i];
        words_refine(&requests[i].name, &name);
        words_refine(&requests[i].instructions, &instructions);
    }
    content->requests = requests;
    return true;
}

SQL(OF_CLIENT, FIRM,
    "SELECT words FROM client_words WHERE firm = $1 AND client = $2 AND service = $3");

bool refine_of_client(struct ctx *cx, int64_t client, int64_t service, const char **text)
{
    struct rows *rows = store_query(cx, &OF_CLIENT, ARGS(arg_int(client), arg_int(service)));
    const char *found = rows_next(rows) ? rows_text(rows, 0) : "";

    if (!rows_done(rows))
        return false;
    *text = found;
    return true;
}

SQL(CLIENT_SET, FIRM,
    "INSERT INTO client_words (firm, client, service, words) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm, client, service) DO UPDATE SET words = $4");
SQL(CLIENT_DROP, FIRM, "DELETE FROM client_words WHERE firm = $1 AND client = $2 AND service = $3");

bool refine_client(struct ctx *cx, int64_t client, int64_t service, const char *text)
{
    struct service last;

    if (*text == '\0')
        return store_run(cx, &CLIENT_DROP, ARGS(arg_int(client), arg_int(service)));
    if (!service_find(cx, service, &last) || !refine_check(cx, text, last.content.request_count))
        return false;
    return store_run(cx, &CLIENT_SET, ARGS(arg_int(client), arg_int(service), arg_text(text)));
}

SQL(MISSION_OF, FIRM, "SELECT service, version FROM mission_service WHERE firm = $1 AND id = $2");

static bool check_mission(struct ctx *cx, int64_t mission_service, const char *text)
{
    struct rows *rows = store_query(cx, &MISSION_OF, ARGS(arg_int(mission_service)));
    struct service_content content;
    int64_t service = 0, version = 0;

    if (rows_next(rows)) {
        service = rows_int(rows, 0);
        version = rows_int(rows, 1);
    }
    if (!rows_done(rows))
        return false;
    if (service == 0)
        return fail(cx, FAULT_ABSENT, "MISSION-ABSENTE", NULL);
    return service_find_version(cx, service, version, &content)
        && refine_check(cx, text, content.request_count);
}

SQL(MISSION_SET, FIRM, "UPDATE mission_service SET words = $3 WHERE firm = $1 AND id = $2");

bool refine_mission(struct ctx *cx, int64_t mission_service, const char *text)
{
    int64_t changed;

    if (!check_mission(cx, mission_service, text))
        return false;
    if (!store_change(cx, &MISSION_SET, ARGS(arg_int(mission_service), arg_text(text)), &changed))
        return false;
    return changed > 0 || fail(cx, FAULT_ABSENT, "MISSION-ABSENTE", NULL);
}
