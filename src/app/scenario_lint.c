#include "app/scenario_lint.h"

#include <ctype.h>
#include <string.h>

#include "base/ctx.h"
#include "base/str.h"
#include "chase/scenario_check.h"
#include "view/template.h"

enum { LINTS = 40 };

struct linting {
    struct arena *arena;
    const struct tag_list *known;
    struct lint *lints;
    size_t count;
    bool in_subject, in_items;
    bool in_maybe;      /* within what may be shown or not */
    bool *seen, *shown; /* of the body, by their place among the known; shown: whatever happens */
};

/* What is beyond the last one goes to a place that nobody reads. */
static struct lint *note(struct linting *linting, const char *code, int line, const char *name)
{
    struct lint *lint = &linting->lints[linting->count];

    *lint = (struct lint){
        .code = code, .in_subject = linting->in_subject, .line = line, .name = name
    };
    linting->count += linting->count < LINTS;
    return lint;
}

static size_t tag_place(const struct tag_list *known, const char *name)
{
    size_t place = 0;

    while (place < known->count && strcmp(known->tags[place].name, name) != 0)
        place++;
    return place;
}

static bool is_seen(const struct linting *linting, const char *name)
{
    return linting->seen[tag_place(linting->known, name)];
}

/* « step.first »: whether the message speaks in that tone. */
static bool is_tone(const char *name)
{
    static const char START[] = "step.";

    if (!str_starts(name, START))
        return false;
    for (size_t i = 0; i < step_name_count; i++)
        if (strcmp(step_names[i], name + strlen(START)) == 0)
            return true;
    return false;
}

static void check_tag(struct linting *linting, const struct node *node)
{
    const struct tag_known *tags = linting->known->tags;
    size_t place = tag_place(linting->known, node->text);
    bool is_value = node->kind == NODE_VALUE || node->kind == NODE_RAW;

    if (!is_value && is_tone(node->text))
        return;
    if (place == linting->known->count || (tags[place].within && !linting->in_items)) {
        note(linting, "TEXTE-BALISE", node->line, node->text);
        return;
    }
    if (is_value && tags[place].format && !node->format)
        note(linting, "TEXTE-FORMAT", node->line, node->text);
    if (is_value && node->format && !tag_fits(&tags[place], node->format))
        note(linting, "TEXTE-FILTRE", node->line, node->text)->fits = tag_filters(&tags[place]);
    if (linting->in_subject
        && (strcmp(node->text, "table") == 0 || strcmp(node->text, "items") == 0))
        note(linting, "TEXTE-OBJET", node->line, node->text);
    if (!linting->in_subject && is_value) {
        linting->seen[place] = true;
        linting->shown[place] |= !linting->in_maybe;
    }
}

static void check_nodes(struct linting *linting, const struct node *nodes)
{
    for (const struct node *node = nodes; node; node = node->next) {
        bool was_in_items = linting->in_items, was_in_maybe = linting->in_maybe;
        switch (node->kind) {
        case NODE_TEXT:
            continue;
        case NODE_PARTIAL:
        case NODE_PARENT:
        case NODE_BLOCK:
            note(linting, "TEXTE-PARTIE", node->line, node->text);
            continue;
        default:
            check_tag(linting, node);
        }
        if (node->kind == NODE_SECTION && strcmp(node->text, "items") == 0)
            linting->in_items = true;
        else
            linting->in_maybe = true;
        check_nodes(linting, node->children);
        linting->in_items = was_in_items;
        linting->in_maybe = was_in_maybe;
    }
}

static bool holds_one(const char *folded, const char *const *words)
{
    for (; *words; words++)
        if (strstr(folded, *words))
            return true;
    return false;
}

/* What only the creditor may bear without an enforceable title. */
static void check_fees(struct linting *linting, const char *text)
{
    static const char *const fees[] = { "frais de recouvrement", "frais de relance",
                                        "frais de dossier",      "frais d impaye",
                                        "frais de rappel",       "frais de mise en demeure",
                                        "collection fee",        "recovery fee",
                                        "reminder fee",          NULL };

    for (int line = 1; *text; line++) {
        size_t size = strcspn(text, "\n");
        const char *own = arena_text(linting->arena, text, size);
        if (holds_one(str_fold(linting->arena, own), fees))
            note(linting, "TEXTE-FRAIS", line, "");
        text += size + (text[size] == '\n');
    }
}

/* {client.name}, which would leave as it stands. */
static void check_braces(struct linting *linting, const char *text)
{
    static const char name[] = "abcdefghijklmnopqrstuvwxyz_.";
    int line = 1;

    for (const char *at = text; *at; at++) {
        size_t size = *at == '{' ? strspn(at + 1, name) : 0;
        const char *end = at + 1 + size;
        line += *at == '\n';
        if (*end == '|')
            end += 1 + strspn(end + 1, name);
        if (size == 0 || *end != '}' || end[1] == '}' || (at > text && at[-1] == '{'))
            continue;
        const char *own = arena_text(linting->arena, at + 1, size);
        note(linting, "TEXTE-ACCOLADE", line, own)->is_remark = true;
    }
}

static void check_text(struct linting *linting, const char *text)
{
    struct ctx cx = { .arena = linting->arena };

    if (!*str_trim(linting->arena, text)) {
        note(linting, "TEXTE-VIDE", 0, "");
        return;
    }
    const struct template *template = template_parse(&cx, "", text, strlen(text));
    if (template) {
        check_nodes(linting, template->nodes);
    } else {
        int line = 0;
        for (const char *at = fault_arg(&cx.fault, "line"); *at >= '0' && *at <= '9'; at++)
            line = line * 10 + (*at - '0');
        note(linting, "TEXTE-BLOC", line, fault_arg(&cx.fault, "reason"));
    }
    if (linting->known->asks_money)
        check_fees(linting, text);
    check_braces(linting, text);
}

static bool is_one_of(const char *word, size_t size, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == size && strncmp(*words, word, size) == 0)
            return true;
    return false;
}

/* « pas par », « plus de », « not pay by » right before it. */
static bool is_turned_down(const char *folded, const char *at)
{
    static const char *const between[] = { "par", "de",   "d",      "le",  "la",   "les", "en",
                                           "by",  "with", "accept", "pay", "take", "any", NULL },
                             *const denials[] = { "pas",    "plus",  "sans", "ni",      "aucun",
                                                  "aucune", "not",   "no",   "without", "t",
                                                  "jamais", "never", NULL };
    const char *end, *start = at;

    do {
        for (end = start; end > folded && end[-1] == ' ';)
            end--;
        for (start = end; start > folded && start[-1] != ' ';)
            start--;
    } while (start < end && is_one_of(start, (size_t)(end - start), between));
    return is_one_of(start, (size_t)(end - start), denials);
}

/* As a word, or several of it; one that is turned down is none. */
static bool offers_way(const char *folded, const char *way)
{
    size_t size = strlen(way);

    for (const char *at = folded; (at = strstr(at, way)); at++) {
        const char *end = at + size + (at[size] == 's');
        bool is_word =
            (at == folded || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)*end);
        if (is_word && !is_turned_down(folded, at))
            return true;
    }
    return false;
}

/* Clause by clause: what one denies the next may offer. */
static bool tells_way(struct arena *arena, const char *body)
{
    static const char *const ways[] = { "virement", "iban",         "carte",
                                        "cheque",   "prelevement",  "bank transfer",
                                        "card",     "direct debit", NULL };

    while (*body) {
        size_t size = strcspn(body, ".,;:!?\n");
        const char *folded = str_fold(arena, arena_text(arena, body, size));
        for (const char *const *way = ways; *way; way++)
            if (offers_way(folded, *way))
                return true;
        body += size + (body[size] != '\0');
    }
    return false;
}

/* Who is asked for money must know how much, and how to pay it. */
static void check_money(struct linting *linting, const char *body)
{
    static const char *const amounts[] = { "total", "late_total", "amount", "table" };
    bool is_said = false, is_shown = false;

    for (size_t i = 0; i < COUNT_OF(amounts); i++) {
        is_said |= is_seen(linting, amounts[i]);
        is_shown |= linting->shown[tag_place(linting->known, amounts[i])];
    }
    if (!is_said)
        note(linting, "TEXTE-MONTANT", 0, "");
    if (!is_seen(linting, "payment") && !tells_way(linting->arena, body))
        note(linting, "TEXTE-PAIEMENT", 0, "");
    if (is_said && !is_shown)
        note(linting, "TEXTE-MONTANT-PARFOIS", 0, "")->is_remark = true;
}

/* What a reminder must say, whatever its tone. */
static void check_whole(struct linting *linting, const char *body)
{
    for (const char *const *name = linting->known->needed; *name; name++)
        if (!is_seen(linting, *name))
            note(linting, strcmp(*name, "table") == 0 ? "TEXTE-TABLE" : "TEXTE-MANQUE", 0, *name);
    if (linting->known->asks_money)
        check_money(linting, body);
}

size_t scenario_lint(struct arena *arena, const struct tag_list *known,
                     const struct step_words *words, const struct lint **lints)
{
    struct linting linting = { .arena = arena, .known = known, .in_subject = true };

    linting.lints = arena_new(arena, struct lint, LINTS + 1);
    linting.seen = arena_new(arena, bool, known->count + 1);
    linting.shown = arena_new(arena, bool, known->count + 1);
    check_text(&linting, words->subject);
    linting.in_subject = false;
    size_t of_subject = linting.count;
    check_text(&linting, words->body);
    bool is_read = linting.count == of_subject
        || (strcmp(linting.lints[of_subject].code, "TEXTE-BLOC") != 0
            && strcmp(linting.lints[of_subject].code, "TEXTE-VIDE") != 0);
    if (is_read)
        check_whole(&linting, words->body);
    *lints = linting.lints;
    return linting.count;
}
