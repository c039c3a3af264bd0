#include "format/address.h"

#include <string.h>
#include <strings.h>

enum { LOCAL_LIMIT = 64, DOMAIN_LIMIT = 189, LABEL_LIMIT = 63 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_alphanumeric(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool has_line_break(const char *address)
{
    static const char *const breaks[] = { "\r",  "\n",       "\v",           "\f",          "%0a",
                                          "%0d", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9" };

    for (size_t i = 0; i < COUNT_OF(breaks); i++)
        if (strcasestr(address, breaks[i]))
            return true;
    return false;
}

static bool has_blank_or_bracket(const char *address)
{
    for (; *address; address++)
        if (*address == 0x7F || (*address >= 0 && *address <= ' ') || strchr("<>\"()", *address))
            return true;
    return false;
}

/* Only what mailboxes are really named with: no shell's, router's or list's own characters. */
static bool is_local(const char *local, size_t size)
{
    if (size == 0 || strchr(".-", local[0]) || local[size - 1] == '.')
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!local[i] || (!is_alphanumeric(local[i]) && !strchr("._+-'=&#~!", local[i])))
            return false;
        if (local[i] == '.' && local[i + 1] == '.')
            return false;
    }
    return true;
}

static bool is_label(const char *label, size_t size)
{
    if (size == 0 || size > LABEL_LIMIT || label[0] == '-' || label[size - 1] == '-')
        return false;
    for (size_t i = 0; i < size; i++)
        if (!is_alphanumeric(label[i]) && label[i] != '-')
            return false;
    return true;
}

static bool is_domain(const char *domain)
{
    const char *label = domain;
    size_t labels = 0, size = strcspn(label, ".");

    while (is_label(label, size)) {
        labels++;
        if (!label[size])
            return labels > 1 && !is_digit(label[0]);
        label += size + 1;
        size = strcspn(label, ".");
    }
    return false;
}

/* Two of them, and what people put between: a second « @ » alone is a slip. */
static bool is_list(const char *at)
{
    return at && strchr(at + 1, '@') && strpbrk(at + 1, ",;/| \t");
}

const char *email_problem(const char *address)
{
    const char *at = address ? strchr(address, '@') : NULL;

    if (!address || !*address)
        return "ADRESSE-VIDE";
    if (has_line_break(address))
        return "ADRESSE-SAUT";
    if (is_list(at))
        return "ADRESSE-PLUSIEURS";
    if (at && strchr(at + 1, '@'))
        return "ADRESSE-FORME";
    if (!at || has_blank_or_bracket(address))
        return "ADRESSE-FORME";
    if (at - address > LOCAL_LIMIT || strlen(at + 1) > DOMAIN_LIMIT)
        return "ADRESSE-LONGUE";
    if (!is_local(address, (size_t)(at - address)))
        return "ADRESSE-LOCALE";
    return is_domain(at + 1) ? NULL : "ADRESSE-DOMAINE";
}

bool email_check(struct ctx *cx, const char *address)
{
    const char *problem = email_problem(address);

    return !problem || fail(cx, FAULT_INPUT, problem, "value", address, NULL);
}
