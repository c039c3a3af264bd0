/*
 * The lines of a sender without threads: which of them goes on, and for how long the others wait,
 * is rolled, so that a seed replays their order too. Linked in the place of worker/send_lines.c.
 */
#include "worker/send_lines.h"

#include <stdlib.h>

#include "network.h"
#include "worker/send.h"
#include "world.h"

struct carrier {
    struct line *line;
    struct arena arena;
    struct ctx cx;
    struct parcel parcel;
    enum line_state state;
    struct carried carried;
};

struct lines {
    const struct channel *channel;
    size_t count;
    struct carrier carriers[SENDER_LINES];
};

#define LINES(TYPE, NAME, ...)                                                                     \
    TYPE __wrap_##NAME(__VA_ARGS__);                                                               \
    TYPE __wrap_##NAME(__VA_ARGS__)

LINES(struct lines *, lines_open, struct ctx *cx, const struct channel *channel,
      const struct channel_config *config, size_t count)
{
    struct lines *lines = calloc(1, sizeof *lines);

    *lines = (struct lines){ .channel = channel, .count = count };
    for (size_t i = 0; i < count; i++) {
        lines->carriers[i].line = channel->open(cx, config);
        lines->carriers[i].cx.arena = &lines->carriers[i].arena;
    }
    return lines;
}

/* What stands past its point gets its answer. */
static void carry(const struct lines *lines, struct carrier *carrier)
{
    struct carried *carried = &carrier->carried;

    carried->passed = carrier->state == LINE_DOTTING;
    carried->outcome = carried->passed
        ? lines->channel->finish(&carrier->cx, carrier->line, &carried->said)
        : lines->channel->ready(&carrier->cx, carrier->line, &carrier->parcel, &carried->said);
    carrier->state = !carried->passed && carried->outcome == OUTCOME_SENT ? LINE_READY : LINE_ENDED;
}

LINES(void, lines_close, struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct carrier *carrier = &lines->carriers[i];
        if (carrier->state == LINE_DOTTING)
            carry(lines, carrier);
        if (carrier->state == LINE_READY)
            lines->channel->abandon(carrier->line);
        lines->channel->close(carrier->line);
        arena_free(&carrier->arena);
    }
    free(lines);
}

LINES(size_t, lines_count, const struct lines *lines)
{
    return lines->count;
}

LINES(struct line *, lines_at, const struct lines *lines, size_t i)
{
    return lines->carriers[i].line;
}

LINES(void, lines_offer, struct lines *lines, size_t i, const struct parcel *parcel,
      const struct carried *carried)
{
    struct carrier *carrier = &lines->carriers[i];
    struct arena *arena = &carrier->arena;

    arena_free(arena);
    carrier->parcel = (struct parcel){
        .from = arena_copy(arena, parcel->from),
        .to = arena_copy(arena, parcel->to),
        .envelope = arena_copy(arena, parcel->envelope),
        .bytes = arena_text(arena, parcel->bytes, parcel->size),
        .size = parcel->size,
    };
    carrier->carried = *carried;
    carrier->state = LINE_OFFERING;
}

LINES(void, lines_dot, struct lines *lines, size_t i)
{
    network_point(lines->carriers[i].line);
    lines->carriers[i].state = LINE_DOTTING;
}

LINES(void, lines_cut, struct lines *lines, size_t i)
{
    lines->channel->abandon(lines->carriers[i].line);
    lines->carriers[i].state = LINE_IDLE;
}

LINES(void, lines_free, struct lines *lines, size_t i)
{
    lines->carriers[i].state = LINE_IDLE;
}

LINES(enum line_state, lines_look, struct lines *lines, size_t i, struct carried *carried)
{
    const struct carrier *carrier = &lines->carriers[i];

    if (carrier->state == LINE_READY || carrier->state == LINE_ENDED)
        *carried = carrier->carried;
    return carrier->state;
}

static struct carrier *at_work(struct lines *lines, size_t place)
{
    struct carrier *carrier = &lines->carriers[place % lines->count];

    return carrier->state == LINE_OFFERING || carrier->state == LINE_DOTTING ? carrier : NULL;
}

static bool is_any_at_work(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        if (at_work(lines, i))
            return true;
    return false;
}

LINES(bool, lines_wait, struct lines *lines, int64_t timeout_ms)
{
    if (!is_any_at_work(lines)) {
        world->now.ms += timeout_ms;
        return true;
    }
    do {
        struct carrier *carrier = at_work(lines, (size_t)roll((int)lines->count));
        if (carrier)
            carry(lines, carrier);
    } while (is_any_at_work(lines) && roll(3));
    return !is_any_at_work(lines) || roll(2);
}
