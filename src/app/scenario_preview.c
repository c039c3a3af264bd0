#include "app/scenario_preview.h"

#include "app/scenario_model.h"
#include "store/visible.h"
#include "view/view.h"
#include "worker/words.h"

enum { ROWS_READ = 60, EXAMPLES = 12 };

SQL(SUBJECTS, FIRM,
    "SELECT o.kind, o.subject, o.issuer, o.person FROM obligation o"
    " WHERE o.firm = $1 AND o.scenario = $2 AND o.state = 'open' AND o.owed_cents >= 0"
    " AND o.person <> 0 AND NOT EXISTS (SELECT 1 FROM client away WHERE away.firm = $1"
    " AND away.id = o.client AND away.state = 'archived')"
    " AND " CLIENT_VISIBLE("o.client", "$4", "$5") " ORDER BY o.due_on, o.id LIMIT $3");

static bool is_listed(const struct example *list, size_t count, const struct debtor *debtor)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].debtor.id == debtor->id && list[i].debtor.client == debtor->client)
            return true;
    return false;
}

bool example_list(struct ctx *cx, const struct kept_scenario *kept, struct example **examples,
                  size_t *count)
{
    const struct chase_kind *leader = scenario_leader(kept->scenario.kind);
    struct rows *rows = store_query(cx, &SUBJECTS,
                                    ARGS(arg_int(kept->scenario.id), arg_int(ROWS_READ),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct example *list = arena_new(cx->arena, struct example, EXAMPLES);
    size_t listed = 0;

    while (rows_next(rows)) {
        struct example example = {
            .leader = leader,
            .debtor = { .id = rows_int(rows, 3),
                        .client = rows_int(rows, 2),
                        .paused_until = NO_DAY },
            .subject = { rows_text(rows, 0), rows_int(rows, 1) },
        };
        if (leader && listed < EXAMPLES && !is_listed(list, listed, &example.debtor))
            list[listed++] = example;
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < listed; i++)
        if (!leader->debtors(cx, &list[i].debtor, 1))
            return false;
    *examples = list;
    *count = listed;
    return true;
}

bool example_word(struct ctx *cx, const struct desk *desk, const struct example *example,
                  const struct tone *tone, struct worded *worded)
{
    const struct message message = {
        .client = example->debtor.client,
        .person = example->debtor.id,
        .kind = example->leader->name,
        .tone = tone->name,
        .language = tone->words.language,
    };
    const struct wording wording = {
        .client = message.client,
        .person = message.person,
        .tone = message.tone,
        .subjects = &example->subject,
        .count = 1,
        .looker = cx->actor,
    };
    struct json *model = json_map(cx->arena);

    if (!tone->words.body)
        return send_word(cx, desk->sender, &message, &wording, worded);
    if (!words_model(cx, desk->sender, &message, &wording, model))
        return false;
    worded->from_name =
        view_text(cx->arena, message.language,
                  example->leader->for_firm ? "mail.sender_firm" : "mail.sender", model);
    return words_render(cx, example->leader->mail, &tone->words, model, worded);
}
