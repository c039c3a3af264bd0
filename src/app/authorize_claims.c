/* Who a person is, as a piece of software may know it. */
#include "app/authorize.h"
#include "client/contact.h"
#include "client/software_consent.h"
#include "client/software_person.h"
#include "client/software_reach.h"

const char AUTHORIZE_COMPANIES[] = "urn:quitus:companies";

static void put_functions(const struct reached *reached, struct json *list)
{
    if (reached->is_legal)
        json_add_text(list, "legal");
    if (reached->is_finance)
        json_add_text(list, "finance");
    if (reached->is_payroll)
        json_add_text(list, "payroll");
    if (reached->is_operational)
        json_add_text(list, "operational");
}

static void put_companies(const struct reached *reached, size_t count, struct json *list)
{
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        if (*reached[i].siren)
            json_put_text(map, "siren", reached[i].siren);
        json_put_text(map, "code", reached[i].code);
        json_put_text(map, "name", reached[i].name);
        put_functions(&reached[i], json_put_list(map, "functions"));
    }
}

static bool put_email(struct ctx *cx, const struct contact *person, struct json *claims)
{
    bool is_proved;

    if (!*person->email)
        return true;
    if (!software_person_is_proved(cx, person->id, person->email, &is_proved))
        return false;
    json_put_text(claims, "email", person->email);
    json_put_bool(claims, "email_verified", is_proved);
    return true;
}

bool authorize_claims(struct ctx *cx, const struct knower *knower, struct json *claims,
                      bool *is_known)
{
    struct reached *reached;
    struct contact person;
    const char *subject;
    size_t count;

    if (!software_reach(cx, knower->software, knower->contact, &reached, &count))
        return false;
    *is_known = count > 0;
    if (count == 0)
        return true;
    if (!contact_find(cx, knower->contact, &person)
        || !software_person_need(cx, knower->contact, &subject))
        return false;
    json_put_text(claims, "sub", subject);
    if (consent_has(knower->scopes, "profile")) {
        json_put_text(claims, "name", person.name);
        json_put_text(claims, "locale", person.language);
    }
    if (consent_has(knower->scopes, "email") && !put_email(cx, &person, claims))
        return false;
    if (consent_has(knower->scopes, "companies"))
        put_companies(reached, count, json_put_list(claims, AUTHORIZE_COMPANIES));
    return true;
}
