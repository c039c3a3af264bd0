#include "watch.h"

#include "worker/rounds.h"
#include "world.h"

/* A process that has not turned for so long was not there. */
static const int64_t AWAY_MS = INT64_C(108000000);

bool watch_turn(struct ctx *cx, struct look *look, bool *believed)
{
    const struct clock_reading now = { cx->now, world_clock.monotonic_ms(&world_clock) };
    long long wall = now.wall.ms, monotonic = now.monotonic_ms;

    if (now.monotonic_ms - look->before.monotonic_ms > AWAY_MS)
        look->has_turned = false;
    note("{\"e\":\"turn\",\"t\":%lld}", wall);
    if (!rounds_clock(cx, look->has_turned ? &look->before : NULL, &now, believed))
        return false;
    note("{\"e\":\"clock\",\"t\":%lld,\"steady\":%lld,\"node\":%d,\"first\":%d,\"believed\":%d}",
         wall, monotonic, look->number, !look->has_turned, *believed);
    look->before = now;
    look->has_turned = true;
    return true;
}

/* Far enough from what is allowed that a minute more or less, which the books forget, is nothing.
 */
static int64_t far_off(void)
{
    if (roll(2))
        return -(4 * MINUTE_MS + roll(50) * (roll(2) ? HOUR_MS : MINUTE_MS));
    return 11 * MINUTE_MS + roll(60) * (roll(2) ? HOUR_MS : MINUTE_MS);
}

bool watch_bend(struct instant before)
{
    int64_t was = world->lies.ms;

    if (world->lie_turns > 0 && !world->calm) {
        world->lie_turns--;
        return false;
    }
    world->lies.ms = 0;
    if (world->calm)
        world->lie_turns = 0;
    else if (chance(10))
        world->lies.ms = before.ms - world->now.ms;
    else if (chance(20))
        world->lies.ms = -roll(110) * INT64_C(1000);
    else if (chance(10)) {
        world->lies.ms = far_off();
        world->lie_turns = 1 + roll(4);
    }
    return was != world->lies.ms;
}
