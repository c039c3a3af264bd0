#include "worker/generate_words.h"

#include <stdlib.h>
#include <string.h>

#include "view/format.h"
#include "view/view.h"

enum { SLOTS = 64 };

struct slot {
    struct date due;
    enum rhythm rhythm;
    const char *period;
    const char *due_text, *period_text; /* due_text NULL: free */
};

struct filled {
    struct slot slots[WORDS_COUNT][SLOTS];
};

struct filled *generate_words_new(struct arena *arena)
{
    return arena_new(arena, struct filled, 1);
}

static const char *worded(struct arena *arena, const char *language, const char *key, int number,
                          const char *text)
{
    struct json *args = json_map(arena);

    json_put_int(args, "number", number);
    json_put_text(args, "text", text);
    return view_text(arena, language, arena_format(arena, "mission.period.%s", key), args);
}

/* « février 2026 »: a day without its number. */
static const char *month_text(struct arena *arena, const char *language, const char *day)
{
    const char *text = format_value(arena, "date", language, day);
    const char *blank = text ? strchr(text, ' ') : NULL;
    const char *wide = text ? strstr(text, " ") : NULL;

    if (wide && (!blank || wide < blank))
        return wide + strlen(" ");
    return blank ? blank + 1 : day;
}

static const char *year_text(struct arena *arena, const char *day)
{
    return arena_text(arena, day, 4);
}

/* "2026-09", "2026-T3", "2026", or the closing day "2026-06-30". */
static const char *legal_text(struct arena *arena, const char *language, const char *period)
{
    size_t size = strlen(period);

    if (size == 4)
        return period;
    if (period[5] == 'T')
        return worded(arena, language, "quarter", period[6] - '0', year_text(arena, period));
    if (size == 7)
        return month_text(arena, language, arena_format(arena, "%s-01", period));
    return worded(arena, language, "exercise", 0, format_value(arena, "date", language, period));
}

static const char *rhythm_period(struct arena *arena, const char *language,
                                 const struct fallen *fallen)
{
    const char *day = date_text(arena, fallen->due.at.due);
    int month = date_civil(fallen->due.at.due).month;

    switch (fallen->rhythm) {
    case RHYTHM_WEEK:
        return worded(arena, language, "week", 0, format_value(arena, "date", language, day));
    case RHYTHM_QUARTER:
        return worded(arena, language, "quarter", (month + 2) / 3, year_text(arena, day));
    case RHYTHM_HALF_YEAR:
        return worded(arena, language, "half", (month + 5) / 6, year_text(arena, day));
    case RHYTHM_YEAR:
        return year_text(arena, day);
    default:
        return month_text(arena, language, day);
    }
}

static bool is_same(const struct slot *slot, const struct fallen *fallen)
{
    return slot->due_text && slot->due.day == fallen->due.at.lands.day
        && slot->rhythm == fallen->rhythm && strcmp(slot->period, fallen->due.period) == 0;
}

static const struct slot *slot_of(struct arena *arena, struct filled *filled,
                                  const struct fallen *fallen, enum word_language own)
{
    size_t at = (size_t)(fallen->due.at.lands.day * 8 + (int)fallen->rhythm) % SLOTS;
    struct slot *slot = &filled->slots[own][at];
    const char *language = word_language_text(own);

    if (is_same(slot, fallen))
        return slot;
    *slot = (struct slot){
        .due = fallen->due.at.lands,
        .rhythm = fallen->rhythm,
        .period = fallen->due.period,
        .due_text = format_value(arena, "date", language, date_text(arena, fallen->due.at.lands)),
        .period_text = *fallen->due.period ? legal_text(arena, language, fallen->due.period)
                                           : rhythm_period(arena, language, fallen),
    };
    return slot;
}

const char *generate_day(struct arena *arena, const char *language, struct date day)
{
    return format_value(arena, "date", language, date_text(arena, day));
}

static struct word_values values_in(const struct filling *filling, enum word_language language)
{
    const struct fallen *fallen = filling->fallen;
    const struct slot *slot = slot_of(filling->arena, filling->filled, fallen, language);
    struct word_values values = { .of = {
                                      [TAG_CLIENT] = fallen->client_name,
                                      [TAG_FIRM] = filling->firm_name,
                                      [TAG_PERIOD] = slot->period_text,
                                      [TAG_DUE] = slot->due_text,
                                  } };

    if (fallen->due.has_amount)
        values.of[TAG_AMOUNT] = format_value(filling->arena, "money", word_language_text(language),
                                             money_text(filling->arena, fallen->due.amount));
    return values;
}

void generate_values(struct filling *filling)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        filling->values[i] = values_in(filling, i);
}

struct said generate_said(const struct filling *filling, const struct words *words)
{
    struct arena *arena = filling->arena;
    struct said said = { .french = wording_said(arena, words, WORDS_FR, filling->values) };

    if (words_source(words, WORDS_EN) == words_source(words, WORDS_FR))
        return said;
    const char *english = wording_said(arena, words, WORDS_EN, filling->values);
    if (strcmp(english, said.french) != 0)
        said.english = english;
    return said;
}
