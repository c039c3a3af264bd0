#include "mission/deadline_known.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"

/* What a list lacked, and was made with a stand-in for. */
struct lack {
    unsigned kinds; /* 1 << DEADLINE_... */
    struct fault fault;
};

enum { LACKS_MOST = 2 };

static const unsigned vat_kinds = 1U << DEADLINE_CA3 | 1U << DEADLINE_CA12_ADVANCE;

/* Any day of a month tells as well which deadlines there are. */
static bool stand_in(struct taxpayer *taxpayer, const struct fault *fault, struct lack *lack)
{
    const char *kind = fault_arg(fault, "kind");
    bool is_staff = strcmp(kind, deadline_kind_text(DEADLINE_DSN)) == 0;
    bool is_vat = strcmp(kind, deadline_kind_text(DEADLINE_CA3)) == 0
        || strcmp(fault->code, "ECHEANCE-NOM") == 0 || strcmp(fault->code, "ECHEANCE-SIREN") == 0;

    if (is_staff)
        taxpayer->headcount = 0;
    else if (is_vat)
        taxpayer->vat_day = 1;
    *lack = (struct lack){ .kinds = is_staff ? 1U << DEADLINE_DSN : vat_kinds, .fault = *fault };
    return is_staff || is_vat;
}

static struct fault fault_of(const struct fault *fault, enum deadline_kind kind)
{
    struct fault own = *fault;

    for (size_t i = 0; i < FAULT_ARGS_LIMIT && own.args[i].name; i++)
        if (strcmp(own.args[i].name, "kind") == 0)
            own.args[i].value = deadline_kind_text(kind);
    return own;
}

static const struct lack *lack_of(const struct lack *lacks, enum deadline_kind kind)
{
    for (size_t i = 0; i < LACKS_MOST; i++)
        if ((lacks[i].kinds & 1U << kind) != 0)
            return &lacks[i];
    return NULL;
}

static void part(struct arena *arena, const struct deadlines *all, const struct lack *lacks,
                 struct deadlines_known *known)
{
    struct deadline *told = arena_new(arena, struct deadline, all->count + 1);
    struct deadline_open *open = arena_new(arena, struct deadline_open, all->count + 1);

    *known = (struct deadlines_known){ .told.rows = told, .open = open };
    for (size_t i = 0; i < all->count; i++) {
        const struct deadline *row = &all->rows[i];
        const struct lack *lack = lack_of(lacks, row->kind);
        if (lack)
            open[known->open_count++] = (struct deadline_open){
                .kind = row->kind,
                .period = row->period,
                .fault = fault_of(&lack->fault, row->kind),
            };
        else
            told[known->told.count++] = *row;
    }
}

bool deadline_list_known(struct ctx *cx, const struct taxpayer *taxpayer, struct date first,
                         struct date last, struct deadlines_known *known)
{
    struct taxpayer stood = *taxpayer;
    struct lack lacks[LACKS_MOST] = { 0 };
    struct deadlines all;

    for (size_t i = 0; !deadline_list(cx, &stood, first, last, &all); i++) {
        if (i == LACKS_MOST || !stand_in(&stood, &cx->fault, &lacks[i]))
            return false;
        cx->fault = (struct fault){ 0 };
    }
    part(cx->arena, &all, lacks, known);
    return true;
}

static void period_add(struct buf *periods, const char *period, const char *of)
{
    const char *seen = buf_string(periods);

    if (strncmp(period, of, strlen("2026")) == 0 && !str_ends(seen, period)
        && !strstr(seen, arena_format(periods->arena, "%s, ", period)))
        buf_format(periods, "%s%s", *seen ? ", " : "", period);
}

const char *deadline_known_periods(struct arena *arena, const struct deadlines_known *known,
                                   enum deadline_kind kind, const char *period)
{
    struct buf periods = { .arena = arena };
    bool is_all = kind == DEADLINE_KIND_COUNT;

    for (size_t i = 0; i < known->told.count; i++)
        if (is_all || known->told.rows[i].kind == kind)
            period_add(&periods, known->told.rows[i].period, period);
    for (size_t i = 0; i < known->open_count; i++)
        if (is_all || known->open[i].kind == kind)
            period_add(&periods, known->open[i].period, period);
    return buf_string(&periods);
}
