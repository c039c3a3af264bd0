/* Who reads a campaign: all of them as it is launched, one of them as it is looked at before. */
#include <stdlib.h>

#include "client/visible.h"
#include "request/campaign_words.h"
#include "request/remind.h"

struct person {
    int64_t id;
    const char *name, *language;
};

struct people {
    struct person *list;
    size_t count, room;
};

SQL(PEOPLE, FIRM,
    "SELECT p.id, p.name, p.language FROM contact p WHERE p.firm = $1"
    " AND p.id BETWEEN $2 AND $3 ORDER BY p.id");

static bool people_read(struct ctx *cx, int64_t first, int64_t last, struct people *people)
{
    struct rows *rows = store_query(cx, &PEOPLE, ARGS(arg_int(first), arg_int(last)));

    while (rows_next(rows)) {
        if (people->count == people->room)
            people->list = arena_grow(cx->arena, people->list, &people->room, sizeof *people->list);
        people->list[people->count++] =
            (struct person){ rows_int(rows, 0), rows_text(rows, 1), rows_text(rows, 2) };
    }
    return rows_done(rows);
}

static int by_id(const void *a, const void *b)
{
    const struct person *one = a, *other = b;

    return (one->id > other->id) - (one->id < other->id);
}

bool campaign_readers(struct ctx *cx, struct campaign_reader *readers, size_t count)
{
    int64_t first = INT64_MAX, last = 0;
    struct people people = { 0 };

    for (size_t i = 0; i < count; i++) {
        first = readers[i].contact < first ? readers[i].contact : first;
        last = readers[i].contact > last ? readers[i].contact : last;
    }
    if (count > 0 && !people_read(cx, first, last, &people))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct person key = { .id = readers[i].contact };
        const struct person *found =
            people.count > 0 ? bsearch(&key, people.list, people.count, sizeof key, by_id) : NULL;
        readers[i].contact_name = found ? found->name : "";
        readers[i].language = found ? found->language : "";
    }
    return true;
}

SQL(SAMPLE, FIRM,
    "SELECT x.client, c.name FROM campaign_client x JOIN client c ON c.firm = x.firm"
    " AND c.id = x.client WHERE x.firm = $1 AND x.campaign = $2 AND x.fate = 'planned'"
    " AND (CAST($3 AS BIGINT) = 0 OR x.client = $3)"
    " AND " CLIENT_VISIBLE("x.client", "$4", "$5") " ORDER BY x.place LIMIT 1");

static bool find_client(struct ctx *cx, const struct campaign *campaign, int64_t client,
                        struct campaign_reader *reader)
{
    struct rows *rows = store_query(cx, &SAMPLE,
                                    ARGS(arg_int(campaign->id), arg_int(client), arg_int(cx->actor),
                                         arg_date(cx->arena, cx->today)));

    *reader = (struct campaign_reader){ 0 };
    if (rows_next(rows)) {
        reader->client = rows_int(rows, 0);
        reader->client_name = rows_text(rows, 1);
    }
    return rows_done(rows);
}

bool campaign_sample(struct ctx *cx, const struct campaign_voice *voice, int64_t client,
                     struct campaign_sample *sample, bool *is_there)
{
    struct demand asked = { .needs_payroll = voice->campaign->needs_payroll };
    struct campaign_sample made;

    if (!find_client(cx, voice->campaign, client, &made.reader))
        return false;
    asked.client = made.reader.client;
    if (asked.client > 0 && !request_addressees(cx, &asked, 1, &made.reader.contact))
        return false;
    *is_there = made.reader.contact > 0;
    if (!*is_there)
        return true;
    if (!campaign_readers(cx, &made.reader, 1))
        return false;
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        made.in[i] = campaign_word(cx->arena, voice, &made.reader, word_language_text(i));
    *sample = made;
    return true;
}
