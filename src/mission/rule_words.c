#include "mission/rule_words.h"

#include <stdlib.h>
#include <string.h>

#include "mission/refine.h"

/* What a client says otherwise than a service. */
struct own_words {
    int64_t client;
    const char *words;
};

SQL(OWN_WORDS, FIRM,
    "SELECT client, words FROM client_words WHERE firm = $1 AND service = $2 ORDER BY client");

static bool own_words_load(struct ctx *cx, int64_t service, struct own_words **words, size_t *count)
{
    struct own_words *list = NULL;
    size_t used = 0, room = 0;
    struct rows *rows = store_query(cx, &OWN_WORDS, ARGS(arg_int(service)));

    while (rows_next(rows)) {
        if (used == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[used++] = (struct own_words){ rows_int(rows, 0), rows_text(rows, 1) };
    }
    if (!rows_done(rows))
        return false;
    *words = list;
    *count = used;
    return true;
}

static int by_whose(const void *a, const void *b)
{
    const struct own_words *one = a, *other = b;

    return (one->client > other->client) - (one->client < other->client);
}

bool rule_words_unfit(struct ctx *cx)
{
    if (strcmp(cx->fault.code, "MISSION-TEXTE") != 0)
        return false;
    cx->fault = (struct fault){ 0 };
    return true;
}

static bool service_look(struct ctx *cx, const struct rule *rule, size_t i,
                         struct rule_client *clients, size_t count)
{
    struct own_words *words;
    struct service service;
    size_t word_count;

    if (!own_words_load(cx, rule->services[i].service, &words, &word_count))
        return false;
    if (word_count == 0)
        return true;
    if (!service_find(cx, rule->services[i].service, &service))
        return false;
    for (size_t k = 0; k < count; k++) {
        const struct own_words key = { .client = clients[k].client };
        const struct own_words *own = bsearch(&key, words, word_count, sizeof key, by_whose);
        if (clients[k].verdict != RULE_NEW || !clients[k].lacks[i] || !own
            || refine_check(cx, own->words, &service.content))
            continue;
        if (!rule_words_unfit(cx))
            return false;
        clients[k].is_unfit = true;
    }
    return true;
}

bool rule_words_look(struct ctx *cx, const struct rule *rule, struct rule_client *clients,
                     size_t count)
{
    for (size_t i = 0; rule->signs && i < rule->service_count; i++)
        if (!service_look(cx, rule, i, clients, count))
            return false;
    return true;
}
