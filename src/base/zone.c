#include "base/zone.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static const int64_t DAY = 86400;

/* A day on which clocks change, as a POSIX rule names it. */
struct change {
    enum { CHANGE_WEEKDAY, CHANGE_JULIAN, CHANGE_COUNTED } kind;
    int month, week, day;
    int at; /* seconds after midnight, in the time before the change */
};

/* What holds after the last transition of the table. */
struct rule {
    bool known, changes;
    int standard, summer; /* seconds east */
    struct change begin, end;
};

struct zone {
    size_t count;
    const int64_t *from; /* transitions, ascending */
    const int32_t *east; /* since then */
    int32_t first;       /* before any transition */
    struct rule rule;
};

struct reader {
    const char *at, *end;
};

static int64_t number_read(struct reader *reader, size_t size)
{
    uint64_t number = 0;

    for (size_t i = 0; i < size; i++)
        number = number << 8 | (unsigned char)*reader->at++;
    return size == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
}

static bool sign_read(struct reader *reader)
{
    bool minus = reader->at < reader->end && *reader->at == '-';

    if (reader->at < reader->end && (minus || *reader->at == '+'))
        reader->at++;
    return minus;
}

static bool digits_read(struct reader *reader, int *number)
{
    const char *start = reader->at;

    for (*number = 0; reader->at < reader->end && isdigit((unsigned char)*reader->at); reader->at++)
        if (*number < 10000)
            *number = *number * 10 + (*reader->at - '0');
    return reader->at > start;
}

static bool byte_read(struct reader *reader, char byte)
{
    bool there = reader->at < reader->end && *reader->at == byte;

    reader->at += there;
    return there;
}

/* [+-]hh[:mm[:ss]] */
static bool time_read(struct reader *reader, int *seconds)
{
    bool minus = sign_read(reader);
    int hours, minutes = 0, rest = 0;

    if (!digits_read(reader, &hours) || (byte_read(reader, ':') && !digits_read(reader, &minutes))
        || (byte_read(reader, ':') && !digits_read(reader, &rest)))
        return false;
    *seconds = (hours * 60 + minutes) * 60 + rest;
    if (minus)
        *seconds = -*seconds;
    return true;
}

static bool name_read(struct reader *reader)
{
    const char *start = reader->at;

    if (byte_read(reader, '<')) {
        while (reader->at < reader->end && *reader->at != '>')
            reader->at++;
        return byte_read(reader, '>');
    }
    while (reader->at < reader->end && isalpha((unsigned char)*reader->at))
        reader->at++;
    return reader->at > start;
}

static bool change_read(struct reader *reader, struct change *change)
{
    *change = (struct change){ .kind = CHANGE_COUNTED, .at = 7200 };
    if (!byte_read(reader, ','))
        return false;
    if (byte_read(reader, 'M')) {
        change->kind = CHANGE_WEEKDAY;
        if (!digits_read(reader, &change->month) || !byte_read(reader, '.')
            || !digits_read(reader, &change->week) || !byte_read(reader, '.'))
            return false;
        if (change->month < 1 || change->month > 12 || change->week < 1 || change->week > 5)
            return false;
    } else if (byte_read(reader, 'J')) {
        change->kind = CHANGE_JULIAN;
    }
    return digits_read(reader, &change->day) && change->day <= 366
        && (!byte_read(reader, '/') || time_read(reader, &change->at));
}

/* "CET-1CEST,M3.5.0,M10.5.0/3": offsets count westwards there. */
static bool rule_read(struct reader *reader, struct rule *rule)
{
    int west;

    if (!name_read(reader) || !time_read(reader, &west))
        return false;
    *rule = (struct rule){ .known = true, .standard = -west, .summer = 3600 - west };
    if (reader->at == reader->end)
        return true;
    rule->changes = true;
    if (!name_read(reader))
        return false;
    if (reader->at < reader->end && *reader->at != ',') {
        if (!time_read(reader, &west))
            return false;
        rule->summer = -west;
    }
    return change_read(reader, &rule->begin) && change_read(reader, &rule->end)
        && reader->at == reader->end;
}

static struct date change_date(const struct change *change, int year)
{
    struct date first = date_of(year, 1, 1);

    if (change->kind == CHANGE_COUNTED)
        return (struct date){ first.day + change->day };
    if (change->kind == CHANGE_JULIAN) {
        bool leap = date_exists(year, 2, 29);
        return (struct date){ first.day + change->day - 1 + (leap && change->day >= 60) };
    }
    struct date date = date_of(year, change->month, 1);
    int ahead = (change->day - (int)date_weekday(date) + 7) % 7 + (change->week - 1) * 7;
    while (ahead >= 28 && !date_exists(year, change->month, ahead + 1))
        ahead -= 7;
    return (struct date){ date.day + ahead };
}

static int rule_east(const struct rule *rule, int64_t seconds)
{
    if (!rule->changes)
        return rule->standard;
    int64_t local = seconds + rule->standard;
    struct date date = { (int32_t)((local - (local % DAY + DAY) % DAY) / DAY) };
    int year = date_civil(date).year;
    int64_t begin = change_date(&rule->begin, year).day * DAY + rule->begin.at - rule->standard;
    int64_t end = change_date(&rule->end, year).day * DAY + rule->end.at - rule->summer;
    bool summer =
        begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
    return summer ? rule->summer : rule->standard;
}

static int east_at(const struct zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->count;

    if (zone->rule.known && (zone->count == 0 || seconds >= zone->from[zone->count - 1]))
        return rule_east(&zone->rule, seconds);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (zone->from[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? zone->east[low - 1] : zone->first;
}

struct counts {
    size_t utc, standard, leaps, times, types, letters;
};

enum { HEAD_SIZE = 44, TYPE_SIZE = 6 };

static bool head_read(struct reader *reader, struct counts *counts)
{
    if (reader->end - reader->at < HEAD_SIZE || memcmp(reader->at, "TZif", 4) != 0)
        return false;
    bool second = reader->at[4] >= '2';
    reader->at += 20;
    size_t *const fields[] = { &counts->utc,   &counts->standard, &counts->leaps,
                               &counts->times, &counts->types,    &counts->letters };
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        *fields[i] = (size_t)(uint32_t)number_read(reader, 4);
    return second;
}

static size_t body_size(const struct counts *counts, size_t time_size)
{
    return counts->times * (time_size + 1) + counts->types * TYPE_SIZE + counts->letters
        + counts->leaps * (time_size + 4) + counts->standard + counts->utc;
}

static bool body_read(struct arena *arena, struct reader *reader, const struct counts *counts,
                      struct zone *zone)
{
    int64_t *from = arena_new(arena, int64_t, counts->times + 1);
    int32_t *east = arena_new(arena, int32_t, counts->times + 1);
    const char *after = reader->at + body_size(counts, 8);
    const char *indexes = reader->at + counts->times * 8, *types = indexes + counts->times;

    for (size_t i = 0; i < counts->times; i++) {
        size_t type = (unsigned char)indexes[i];
        from[i] = number_read(reader, 8);
        if (type >= counts->types)
            return false;
        struct reader offset = { .at = types + type * TYPE_SIZE };
        east[i] = (int32_t)number_read(&offset, 4);
    }
    struct reader first = { .at = types };
    *zone = (struct zone){
        .count = counts->times,
        .from = from,
        .east = east,
        .first = (int32_t)number_read(&first, 4),
    };
    reader->at = after;
    return true;
}

static bool footer_read(struct reader *reader, struct rule *rule)
{
    if (!byte_read(reader, '\n'))
        return false;
    const char *stop = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    struct reader line = { .at = reader->at, .end = stop };
    return stop && (line.at == line.end || rule_read(&line, rule));
}

const struct zone *zone_parse(struct arena *arena, const char *bytes, size_t size)
{
    struct reader reader = { .at = bytes, .end = bytes + size };
    struct zone *zone = arena_new(arena, struct zone, 1);
    struct counts counts = { 0 };

    if (!head_read(&reader, &counts) || body_size(&counts, 4) > (size_t)(reader.end - reader.at))
        return NULL;
    reader.at += body_size(&counts, 4);
    if (!head_read(&reader, &counts) || counts.types == 0
        || body_size(&counts, 8) > (size_t)(reader.end - reader.at)
        || !body_read(arena, &reader, &counts, zone) || !footer_read(&reader, &zone->rule))
        return NULL;
    return zone;
}

static bool name_is_plain(const char *name)
{
    const char *allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";

    return *name && *name != '/' && name[strspn(name, allowed)] == '\0';
}

static void file_read(FILE *file, struct buf *bytes)
{
    enum { STEP = 4096, LIMIT = 256 * 1024 };
    char *step = arena_new(bytes->arena, char, STEP);
    size_t size;

    while (bytes->size < LIMIT && (size = fread(step, 1, STEP, file)) > 0)
        buf_add(bytes, step, size);
}

const struct zone *zone_open(struct ctx *cx, const char *name)
{
    struct buf bytes = { .arena = cx->arena };
    const struct zone *zone = NULL;
    FILE *file = NULL;

    if (name_is_plain(name))
        file = fopen(arena_format(cx->arena, "/usr/share/zoneinfo/%s", name), "re");
    if (file) {
        file_read(file, &bytes);
        (void)fclose(file); /* it was only read */
        zone = zone_parse(cx->arena, buf_string(&bytes), bytes.size);
    }
    if (!zone)
        (void)fail(cx, FAULT_BROKEN, "FUSEAU", "zone", name, NULL);
    return zone;
}

struct civil_time zone_civil(const struct zone *zone, struct instant instant)
{
    int64_t seconds = (instant.ms - (instant.ms % 1000 + 1000) % 1000) / 1000;
    int64_t local = seconds + east_at(zone, seconds);
    int of_day = (int)((local % DAY + DAY) % DAY);

    return (struct civil_time){
        .date = { (int32_t)((local - of_day) / DAY) },
        .hour = of_day / 3600,
        .minute = of_day / 60 % 60,
        .second = of_day % 60,
    };
}

/* The second between the two at which the offset changes; there is one change a day at most. */
static int64_t change_find(const struct zone *zone, int64_t before, int64_t after)
{
    int east = east_at(zone, before);

    while (after - before > 1) {
        int64_t middle = before + (after - before) / 2;
        if (east_at(zone, middle) == east)
            before = middle;
        else
            after = middle;
    }
    return after;
}

struct instant zone_instant(const struct zone *zone, struct date date, int minutes)
{
    int64_t local = date.day * DAY + minutes * 60;
    int64_t early = local - DAY, late = local + DAY;
    int before = east_at(zone, early), after = east_at(zone, late);
    int64_t first = local - (before > after ? before : after);
    int64_t second = local - (before > after ? after : before);

    if (first + east_at(zone, first) == local)
        return (struct instant){ first * 1000 };
    if (second + east_at(zone, second) == local)
        return (struct instant){ second * 1000 };
    return (struct instant){ change_find(zone, early, late) * 1000 };
}
