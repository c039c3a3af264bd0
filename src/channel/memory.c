#include "channel/memory.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"

struct taken {
    struct taken *next;
    struct parcel parcel;
};

struct line {
    struct arena arena;
    const char *script; /* what is left of it */
    struct taken *first, **end;
    struct parcel offered;
    bool in_data;
    size_t count, abandoned;
};

struct act {
    const char *word, *said;
    enum outcome ready, finish;
    bool taken;
};

static const struct act acts[] = {
    { "sent", "250 2.0.0 Ok: queued", OUTCOME_SENT, OUTCOME_SENT, true },
    { "later", "451 4.3.0 try again later", OUTCOME_SENT, OUTCOME_LATER, false },
    { "refused", "554 5.7.1 refused", OUTCOME_SENT, OUTCOME_REFUSED, false },
    { "unknown", "connection lost", OUTCOME_SENT, OUTCOME_UNKNOWN, false },
    { "unknown-taken", "connection lost", OUTCOME_SENT, OUTCOME_UNKNOWN, true },
    { "ready-later", "450 4.2.0 try again later", OUTCOME_LATER, OUTCOME_LATER, false },
    { "ready-refused", "550 5.1.1 no such mailbox", OUTCOME_REFUSED, OUTCOME_REFUSED, false },
    { "ready-cut", "connection lost", OUTCOME_LATER, OUTCOME_LATER, false },
};

/* The act at the beginning of the script; NULL for an unknown word. */
static const struct act *find_act(const char *script)
{
    size_t size = strcspn(script, ",");

    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (strlen(acts[i].word) == size && strncmp(acts[i].word, script, size) == 0)
            return &acts[i];
    return size == 0 ? &acts[0] : NULL;
}

static void turn(struct line *line)
{
    line->script += strcspn(line->script, ",");
    line->script += *line->script == ',';
}

static struct line *memory_open(struct ctx *cx, const struct channel_config *config)
{
    const char *script = config->url + strlen("memory:");
    struct arena arena = { 0 };

    for (const char *word = script; *word; word += *word == ',') {
        if (!find_act(word)) {
            (void)fail(cx, FAULT_INPUT, "CANAL-ADRESSE", "value", config->url, NULL);
            return NULL;
        }
        word += strcspn(word, ",");
    }
    struct line *line = arena_new(&arena, struct line, 1);
    line->script = arena_copy(&arena, script);
    line->end = &line->first;
    line->arena = arena;
    return line;
}

static enum outcome memory_ready(struct ctx *cx, struct line *line, const struct parcel *parcel,
                                 const char **said)
{
    const struct act *act = find_act(line->script);

    (void)cx;
    assert(!line->in_data);
    if ((*said = parcel_problem(parcel)))
        return OUTCOME_REFUSED;
    line->in_data = act->ready == OUTCOME_SENT;
    line->offered = *parcel;
    *said = line->in_data ? "354 go on" : act->said;
    if (!line->in_data)
        turn(line);
    return act->ready;
}

static void keep(struct line *line)
{
    struct taken *taken = arena_new(&line->arena, struct taken, 1);
    const struct parcel *offered = &line->offered;

    taken->parcel = (struct parcel){
        .from = arena_copy(&line->arena, offered->from),
        .to = arena_copy(&line->arena, offered->to),
        .witness = offered->witness ? arena_copy(&line->arena, offered->witness) : NULL,
        .envelope = arena_copy(&line->arena, offered->envelope),
        .bytes = arena_text(&line->arena, offered->bytes, offered->size),
        .size = offered->size,
    };
    *line->end = taken;
    line->end = &taken->next;
    line->count++;
}

static enum outcome memory_finish(struct ctx *cx, struct line *line, const char **said)
{
    const struct act *act = find_act(line->script);

    (void)cx;
    assert(line->in_data);
    line->in_data = false;
    if (act->taken)
        keep(line);
    turn(line);
    *said = act->said;
    return act->finish;
}

static void memory_abandon(struct line *line)
{
    line->abandoned += line->in_data;
    line->in_data = false;
}

static void memory_close(struct line *line)
{
    struct arena arena = line->arena;

    arena_free(&arena);
}

size_t memory_count(const struct line *line)
{
    return line->count;
}

const struct parcel *memory_at(const struct line *line, size_t index)
{
    const struct taken *taken = line->first;

    assert(index < line->count);
    while (index-- > 0)
        taken = taken->next;
    return &taken->parcel;
}

size_t memory_abandoned(const struct line *line)
{
    return line->abandoned;
}

const struct channel channel_memory = {
    .name = "memory",
    .open = memory_open,
    .ready = memory_ready,
    .finish = memory_finish,
    .abandon = memory_abandon,
    .close = memory_close,
};
