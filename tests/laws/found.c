/* The firm that a seed makes: its calendar, its closed days, its scenario, its people. */
#include <stdlib.h>
#include <string.h>

#include "chase/watch.h"
#include "deed.h"
#include "firm/firm.h"
#include "firm/hours.h"
#include "plant.h"
#include "raw.h"
#include "world.h"

static void must(bool well)
{
    if (!well)
        abort();
}

static const char *some_region(void)
{
    static const enum region regions[] = { REGION_METROPOLE, REGION_ALSACE_MOSELLE,
                                           REGION_POLYNESIE, REGION_REUNION, REGION_GUADELOUPE };

    return region_text(roll(2) ? REGION_METROPOLE : regions[roll((int)COUNT_OF(regions))]);
}

static void found_firm(struct ctx *cx)
{
    const char *region = some_region();
    int from = 420 + 30 * roll(4), until = 1080 + 30 * roll(4);

    must(raw_run(cx,
                 arena_format(cx->arena,
                              "INSERT INTO firm (id, name, siren, language, calendar,"
                              " time_zone, open_from_minute, open_until_minute, base_url,"
                              " created_at) VALUES (1, 'Cabinet', '', 'fr', '%s',"
                              " 'Europe/Paris', %d, %d, 'http://127.0.0.1:8420', 0)",
                              region, from, until)));
    note("{\"e\":\"firm\",\"seed\":%lld,\"region\":\"%s\",\"from\":%d,\"until\":%d,"
         "\"quiet\":%d,\"cap\":%d,\"start\":%d}",
         (long long)world->seed, region, from, until, world->quiet_days, world->week_cap,
         world->first.day);
    must(watch_week_cap(cx, world->week_cap));
}

static void found_closed_days(struct ctx *cx)
{
    for (int i = 0, day = world->first.day; i < 4; i++) {
        day += 1 + roll(80);
        int last = day + (roll(3) ? roll(3) : roll(16));
        must(raw_run(
            cx,
            arena_format(cx->arena,
                         "INSERT INTO closed_day (firm, id, first_on, last_on, label, added_at,"
                         " added_by) VALUES (1, %d, '%s', '%s', '', 0, 0)",
                         i + 1, date_text(cx->arena, (struct date){ day }),
                         date_text(cx->arena, (struct date){ last }))));
        note("{\"e\":\"closed\",\"first\":%d,\"last\":%d}", day, last);
        day = last;
    }
}

static void found_clients(struct ctx *cx)
{
    for (int i = 1; i <= CLIENTS; i++)
        must(raw_run(cx,
                     arena_format(cx->arena,
                                  "INSERT INTO client (firm, id, code, name,"
                                  " name_folded, siren, language, state, created_at)"
                                  " VALUES (1, %d, '%d', 'C', 'c', '', 'fr', 'active',"
                                  " 0)",
                                  i, i)));
}

static void found_members(struct ctx *cx)
{
    for (int i = 1; i <= MEMBERS; i++)
        must(raw_run(cx,
                     arena_format(cx->arena,
                                  "INSERT INTO member (firm, id, name, email, email_folded, role,"
                                  " language, state, created_at) VALUES (1, %d, 'M', '%d', '%d',"
                                  " 'admin', 'fr', 'active', 0)",
                                  i, i, i)));
}

/* By itself, at a time of its own or unless somebody objects; by hand; or every so many days. */
static void roll_manner(struct step *step, bool is_last)
{
    int way = roll(10);

    if (way < 2) {
        step->mode = MODE_BY_HAND;
        step->medium = roll(2) ? MEDIUM_CALL : MEDIUM_EMAIL;
    } else if (is_last && step->days > 0 && way < 6) {
        step->repeat_days = 5 + roll(12);
        step->repeat_count = 1 + roll(4);
    } else if (way < 8) {
        step->mode = way == 7 ? MODE_AUTOMATIC : MODE_UNLESS_OBJECTED;
        step->send_minute = way == 7 || roll(2) ? 480 + roll(600) : 0;
    }
}

/* Steps in order of days, perhaps some with a window. */
static void roll_steps(int64_t scenario)
{
    int count = scenario <= SCENARIOS ? 3 + roll(4) : 2 + roll(4), days = -12 + roll(12);

    for (int i = 0; i < count; i++, days += 3 + roll(16)) {
        int place = world->step_count++;
        struct step step = { .id = place + 1, .days = days, .name = "first" };
        if (roll(3) == 0) {
            step.window_first = days - roll(8) - 2;
            step.window_last = days + roll(5);
            step.window_last += days < 0 && step.window_last > -1 ? -1 - step.window_last : 0;
        } else if (i > 0) {
            roll_manner(&step, i == count - 1);
        }
        world->steps[place] = (struct step_facts){ scenario, step, true };
    }
}

/* Some scenarios count from the opening. */
static void roll_anchors(int64_t scenario)
{
    if (roll(5))
        return;
    for (int i = 0; i < world->step_count; i++)
        if (world->steps[i].scenario == scenario && world->steps[i].step.days > 0
            && world->steps[i].step.window_first == 0)
            world->steps[i].step.anchor = ANCHOR_OPENING;
}

static void found_steps(struct ctx *cx)
{
    for (int i = 0; i < world->step_count; i++) {
        const struct step *step = &world->steps[i].step;
        must(raw_run(
            cx,
            arena_format(cx->arena,
                         "INSERT INTO step (firm, id, scenario, anchor, days, window_first,"
                         " window_last, medium, mode, send_minute, repeat_days, repeat_count, name,"
                         " removed) VALUES (1, %lld, %lld, '%s', %d, %d, %d, '%s', '%s', %d, %d,"
                         " %d, 'first', 0)",
                         (long long)step->id, (long long)world->steps[i].scenario,
                         anchor_text(step->anchor), step->days, step->window_first,
                         step->window_last, medium_text(step->medium), mode_text(step->mode),
                         step->send_minute, step->repeat_days, step->repeat_count)));
    }
}

static void found_scenarios(struct ctx *cx)
{
    for (int i = 1; i <= SCENARIOS * OWED_COUNT; i++) {
        must(raw_run(cx,
                     arena_format(cx->arena,
                                  "INSERT INTO scenario (firm, id, kind, name, version,"
                                  " is_default, archived) VALUES (1, %d, '%s', '%d', 1, %d,"
                                  " 0)",
                                  i, life_kind((i - 1) / SCENARIOS)->name, i, i % SCENARIOS == 1)));
        roll_steps(i);
        roll_anchors(i);
    }
    found_steps(cx);
    deed_note_steps();
}

static void roll_people(void)
{
    for (int64_t id = 1; id <= world->crowd || id <= USUAL_PERSONS; id++) {
        struct person person = { .client = 1 + roll(CLIENTS),
                                 .address = roll(6) > 0,
                                 .held_until = NO_DAY };
        world->people[id] = person;
        note("{\"e\":\"person\",\"t\":0,\"p\":%lld,\"address\":%d,\"hold\":\"\",\"until\":0,"
             "\"credit\":0}",
             (long long)id, person.address);
    }
}

/* The table of reminders as it would be without its key. */
static void forget_key(struct ctx *cx)
{
    static const char KEY[] = "UNIQUE (firm, kind, subject, cycle, step, rank, resend),";
    struct rows *rows = raw_query(cx, "SELECT sql FROM sqlite_master WHERE name = 'reminder'");
    const char *text = rows_next(rows) ? rows_text(rows, 0) : "";

    must(rows_done(rows));
    const char *key = strstr(text, KEY), *name = strstr(text, "reminder");
    must(key && name);
    text = arena_format(cx->arena, "%.*skeyless%.*s%s", (int)(name - text), text,
                        (int)(key - name - (int)strlen("reminder")), name + strlen("reminder"),
                        key + strlen(KEY));
    must(raw_run(cx, text) && raw_run(cx, "DROP TABLE reminder")
         && raw_run(cx, "ALTER TABLE keyless RENAME TO reminder"));
}

void life_found(struct ctx *cx)
{
    scope_firm(cx->store, 1);
    must(store_begin(cx));
    found_firm(cx);
    found_closed_days(cx);
    found_clients(cx);
    found_members(cx);
    found_scenarios(cx);
    roll_people();
    if (plant_twist() == TWIST_NO_KEY)
        forget_key(cx);
    must(store_end(cx, true));
}
