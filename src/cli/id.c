#include "cli/cli.h"

#include "base/str.h"
#include "format/charset.h"
#include "format/identifier.h"
#include "view/view.h"

static bool kind_read(struct ctx *cx, const struct call *call, enum identifier_kind *kind)
{
    const char *name = call_option(call, "kind");

    *kind = IDENTIFIER_NONE;
    if (!name || identifier_kind_parse(name, kind))
        return true;
    return fail(cx, FAULT_INPUT, "ID-SORTE", "value", name, NULL);
}

/* The sentence of a number that is not valid; of another kind, or of none, it says so. */
static const char *reason(struct ctx *cx, const struct call *call, const struct identifier *found)
{
    struct json *model = json_map(cx->arena);

    json_put_bool(model, identifier_kind_name(found->kind), true);
    json_put_bool(model, identifier_flaw_name(found->flaw), true);
    json_put_bool(model, "is_greek", str_starts(found->text, "GR"));
    json_put_bool(model, "is_british", str_starts(found->text, "GB"));
    if (found->expected > 0)
        json_put_int(model, "expected", found->expected);
    return view_text(cx->arena, call->language,
                     arena_format(cx->arena, "finding.ID.%s", identifier_flaw_name(found->flaw)),
                     model);
}

static bool check_run(struct ctx *cx, struct call *call, struct json *model)
{
    enum identifier_kind kind;

    if (!kind_read(cx, call, &kind))
        return false;
    const char *number = charset_text(cx->arena, CHARSET_UTF8, call->operands[0]);
    struct identifier found = kind == IDENTIFIER_NONE
        ? identifier_check(cx->arena, number)
        : identifier_check_as(cx->arena, kind, number);
    bool valid = found.flaw == IDENTIFIER_WELL;
    json_put_text(model, "kind", identifier_kind_name(found.kind));
    json_put_bool(model, "valid", valid);
    json_put_text(model, "value", found.text);
    if (valid && found.kind == IDENTIFIER_SIREN)
        json_put_text(model, "vat", identifier_vat_of(cx->arena, found.text));
    if (!valid) {
        json_put_text(model, "code", identifier_flaw_name(found.flaw));
        json_put_text(model, "reason", reason(cx, call, &found));
        call->exit = EXIT_DATA;
    }
    return true;
}

static void check_print(struct buf *out, const struct call *call, const struct json *model)
{
    const char *kind = json_text(json_get(model, "kind"));
    bool valid = json_bool(json_get(model, "valid"));

    buf_format(
        out, "%s %s : %s\n",
        view_text(out->arena, call->language, arena_format(out->arena, "cli.id.%s", kind), NULL),
        json_text(json_get(model, "value")),
        valid ? view_text(out->arena, call->language, "cli.id.valid", NULL)
              : json_text(json_get(model, "reason")));
}

const struct command cli_id[] = {
    { "id check", "VALUE [--kind siren|siret|frvat|euvat|iban|bic]",
      "whether a number is well formed, and why not; its kind is told from its shape. With "
      "--json:\n"
      "        {kind, valid, value, code, reason}; kind is none when it looks like nothing known;\n"
      "        code: sign, length, key, zero, siren, country, shape. Exit 65 when it is not valid",
      "kind=", 1, 1, check_run, check_print },
    { 0 },
};
