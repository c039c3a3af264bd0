#include "view/format.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/buf.h"

#define NO_BREAK "\u00A0"
#define THIN "\u202F"
#define MINUS "\u2212"

struct writing {
    struct arena *arena;
    bool english;
    const char *thousands; /* between groups of three */
};

struct format {
    const char *name;
    const char *(*write)(const struct writing *writing, const char *value); /* NULL: as it stands */
};

/* "-12345.678", cut into its parts. */
struct decimal {
    bool negative;
    const char *whole, *fraction;
    size_t whole_size, fraction_size;
};

static size_t digits_size(const char *text)
{
    return strspn(text, "0123456789");
}

static bool decimal_parse(const char *text, struct decimal *decimal)
{
    decimal->negative = *text == '-';
    decimal->whole = text + decimal->negative;
    decimal->whole_size = digits_size(decimal->whole);
    const char *rest = decimal->whole + decimal->whole_size;
    decimal->fraction = rest + (*rest == '.');
    decimal->fraction_size = digits_size(decimal->fraction);
    bool fraction_well = *rest != '.' || decimal->fraction_size > 0;
    return decimal->whole_size > 0 && fraction_well
        && decimal->fraction[decimal->fraction_size] == '\0';
}

static void groups_write(struct buf *out, const struct writing *writing,
                         const struct decimal *decimal)
{
    size_t done = decimal->whole_size % 3;

    buf_add(out, decimal->whole, done);
    for (; done < decimal->whole_size; done += 3) {
        if (done > 0)
            buf_text(out, writing->thousands);
        buf_add(out, decimal->whole + done, 3);
    }
}

static void fraction_write(struct buf *out, const struct writing *writing,
                           const struct decimal *decimal)
{
    if (decimal->fraction_size > 0)
        buf_text(out, writing->english ? "." : ",");
    buf_add(out, decimal->fraction, decimal->fraction_size);
}

static const char *number(const struct writing *writing, const char *value)
{
    struct buf out = { .arena = writing->arena };
    struct decimal decimal;

    if (!decimal_parse(value, &decimal))
        return NULL;
    if (decimal.negative)
        buf_text(&out, MINUS);
    groups_write(&out, writing, &decimal);
    fraction_write(&out, writing, &decimal);
    return buf_string(&out);
}

/* Two decimals always; more are not cents. */
static bool cents_parse(const struct writing *writing, const char *value, struct decimal *decimal)
{
    if (!decimal_parse(value, decimal) || decimal->fraction_size > 2)
        return false;
    if (decimal->fraction_size == 2)
        return true;
    decimal->fraction = arena_format(writing->arena, "%.*s%s", (int)decimal->fraction_size,
                                     decimal->fraction, decimal->fraction_size == 1 ? "0" : "");
    if (decimal->fraction_size == 0)
        decimal->fraction = "00";
    decimal->fraction_size = 2;
    return true;
}

static const char *amount_with(const struct writing *writing, const char *value, const char *before,
                               const char *after)
{
    struct buf out = { .arena = writing->arena };
    struct decimal decimal;

    if (!cents_parse(writing, value, &decimal))
        return NULL;
    if (decimal.negative)
        buf_text(&out, MINUS);
    buf_text(&out, before);
    groups_write(&out, writing, &decimal);
    fraction_write(&out, writing, &decimal);
    buf_text(&out, after);
    return buf_string(&out);
}

static const char *amount(const struct writing *writing, const char *value)
{
    return amount_with(writing, value, "", "");
}

static const char *money(const struct writing *writing, const char *value)
{
    return writing->english ? amount_with(writing, value, "€", "")
                            : amount_with(writing, value, "", NO_BREAK "€");
}

static const char *mail(const struct writing *writing, const char *value)
{
    struct writing wide = *writing;

    if (!wide.english)
        wide.thousands = NO_BREAK;
    return money(&wide, value);
}

static const char *percent(const struct writing *writing, const char *value)
{
    const char *text = number(writing, value);

    return text ? arena_format(writing->arena, "%s%s", text, writing->english ? "%" : NO_BREAK "%")
                : NULL;
}

static const char *const months[2][12] = {
    { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre" },
    { "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December" },
};

static const char *long_date(const struct writing *writing, struct date date)
{
    struct civil civil = date_civil(date);
    bool first = civil.day == 1 && !writing->english;

    return arena_format(writing->arena, "%d%s %s %d", civil.day, first ? "er" : "",
                        months[writing->english][civil.month - 1], civil.year);
}

static const char *date_write(const struct writing *writing, const char *value)
{
    struct date date;

    return date_parse(value, &date) ? long_date(writing, date) : NULL;
}

static const char *month(const struct writing *writing, const char *value)
{
    struct date date;

    if (!date_parse(value, &date))
        return NULL;
    struct civil civil = date_civil(date);
    return arena_format(writing->arena, "%s %d", months[writing->english][civil.month - 1],
                        civil.year);
}

static const char *day(const struct writing *writing, const char *value)
{
    static const char *const days[2][7] = {
        { "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi" },
        { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" },
    };
    struct date date;

    if (!date_parse(value, &date))
        return NULL;
    return arena_format(writing->arena, "%s %s", days[writing->english][date_weekday(date)],
                        long_date(writing, date));
}

static const char *short_date(const struct writing *writing, const char *value)
{
    struct date date;

    if (!date_parse(value, &date))
        return NULL;
    struct civil civil = date_civil(date);
    return arena_format(writing->arena, "%02d/%02d/%04d", civil.day, civil.month, civil.year);
}

static bool two_digits(const char *text, int limit, int *number_read)
{
    if (digits_size(text) < 2)
        return false;
    *number_read = (text[0] - '0') * 10 + (text[1] - '0');
    return *number_read < limit;
}

/* "2026-03-31T08:15:00.250Z", with or without its milliseconds. */
static bool instant_parse(struct arena *arena, const char *text, struct instant *instant)
{
    struct date date;
    int hour, minute, second;

    if (strlen(text) < sizeof "2026-03-31T08:15:00Z" - 1
        || !date_parse(arena_text(arena, text, 10), &date) || text[10] != 'T'
        || !two_digits(text + 11, 24, &hour) || text[13] != ':'
        || !two_digits(text + 14, 60, &minute) || text[16] != ':'
        || !two_digits(text + 17, 61, &second))
        return false;
    const char *rest = text + 19;
    if (*rest == '.')
        rest += 1 + digits_size(rest + 1);
    if (strcmp(rest, "Z") != 0)
        return false;
    int64_t minutes = (int64_t)date.day * 1440 + hour * 60 + minute;
    instant->ms = (minutes * 60 + second) * 1000;
    return true;
}

/* While there is no house: read at its first use and constant from then on. */
static struct {
    pthread_once_t once;
    struct arena arena;
    const struct zone *zone;
} paris = { .once = PTHREAD_ONCE_INIT };

/* What a format is given holds neither house nor context, so the house stands here. */
static _Atomic(const struct zone_now *) house_zone;

void format_zone(const struct zone_now *house)
{
    atomic_store(&house_zone, house);
}

static void paris_open(void)
{
    struct ctx cx = { .arena = &paris.arena };

    paris.zone = zone_open(&cx, "Europe/Paris");
}

static const struct zone *zone_of_house(void)
{
    const struct zone_now *house = atomic_load(&house_zone);

    if (house)
        return zone_now(house);
    (void)pthread_once(&paris.once, paris_open); /* fails for a wrong control block alone */
    return paris.zone;
}

static const char *when(const struct writing *writing, const char *value)
{
    const struct zone *zone = zone_of_house();
    struct instant instant;

    if (!zone || !instant_parse(writing->arena, value, &instant))
        return NULL;
    struct civil_time time = zone_civil(zone, instant);
    return arena_format(writing->arena, "%s %s %02d:%02d", long_date(writing, time.date),
                        writing->english ? "at" : "à", time.hour, time.minute);
}

/* 9 digits of a SIREN, or the 14 of a SIRET: 732 829 320 00074. */
static const char *siren(const struct writing *writing, const char *value)
{
    size_t size = strlen(value);

    if (digits_size(value) != size || (size != 9 && size != 14))
        return NULL;
    return arena_format(writing->arena, "%.3s" THIN "%.3s" THIN "%.3s%s%s", value, value + 3,
                        value + 6, size > 9 ? THIN : "", value + 9);
}

/* A rank: « 1er trimestre, 2e trimestre ». A day of a month is written by « date ». */
static const char *ordinal(const struct writing *writing, const char *value)
{
    static const char *const ends[] = { "th", "st", "nd", "rd" };
    size_t size = strlen(value);

    if (size == 0 || digits_size(value) != size)
        return NULL;
    if (!writing->english)
        return arena_format(writing->arena, "%s%s", value, strcmp(value, "1") == 0 ? "er" : "e");
    bool teen = size > 1 && value[size - 2] == '1';
    int last = value[size - 1] - '0';
    return arena_format(writing->arena, "%s%s", value, ends[!teen && last < 4 ? last : 0]);
}

static const char *url(const struct writing *writing, const char *value)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    struct buf out = { .arena = writing->arena };

    for (; *value; value++) {
        if (strchr(plain, *value))
            buf_byte(&out, *value);
        else
            buf_format(&out, "%%%02X", (unsigned char)*value);
    }
    return buf_string(&out);
}

static const struct format formats[] = {
    { "amount", amount },    { "date", date_write }, { "day", day },         { "mail", mail },
    { "money", money },      { "number", number },   { "ordinal", ordinal }, { "percent", percent },
    { "short", short_date }, { "month", month },     { "siren", siren },     { "url", url },
    { "when", when },
};

const char *format_value(struct arena *arena, const char *format, const char *language,
                         const char *value)
{
    bool english = strcmp(language, "en") == 0;
    const struct writing writing = {
        .arena = arena,
        .english = english,
        .thousands = english ? "," : THIN,
    };

    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        if (strcmp(formats[i].name, format) != 0)
            continue;
        const char *text = formats[i].write(&writing, value);
        return text ? text : value;
    }
    return NULL;
}
