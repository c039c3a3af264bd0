#include "app/article.h"

#include <string.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/str.h"
#include "http/route.h"
#include "view/view.h"

const struct article articles[] = {
    { "aujourdhui", "start", ROLE_MEMBER, "/", false },
    { "chiffres", "start", ROLE_MEMBER, "/ /clients /relances", false },
    { "import-fec", "start", ROLE_MEMBER, "/importer /imports", false },
    { "completer-adresses", "dunning", ROLE_MEMBER, "/clients /relances", false },
    { "que-part-il-demain", "dunning", ROLE_MEMBER, "/relances", true },
    { "suspendre-debiteur", "dunning", ROLE_MEMBER, "/clients /echeances", false },
    { "scenarios", "dunning", ROLE_ADMIN, "/reglages/scenarios /echeances", false },
    { "a-verifier", "dunning", ROLE_MEMBER, "/a-verifier /messages", false },
    { "portefeuille", "clients", ROLE_MEMBER, "/clients", true },
    { "changer-en-lot", "clients", ROLE_MEMBER, "/clients", true },
    { "notifications", "clients", ROLE_MEMBER, "/clients /notifications", false },
    { "clients-confidentiels", "clients", ROLE_MEMBER, "/clients", false },
    { "catalogue", "work", ROLE_MEMBER, "/catalogue", false },
    { "missions", "work", ROLE_MEMBER, "/clients /missions", false },
    { "regles", "work", ROLE_ADMIN, "/catalogue/regles", false },
    { "montants", "work", ROLE_MEMBER, "/catalogue/montants", false },
    { "taches", "work", ROLE_MEMBER, "/missions /taches /demandes", true },
    { "campagnes", "work", ROLE_MEMBER, "/campagnes /missions /clients", false },
    { "espace-client", "work", ROLE_MEMBER, "/clients", false },
    { "documents", "work", ROLE_MEMBER, "/clients", false },
    { "courrier", "work", ROLE_MEMBER, "/courrier", false },
    { "absences", "firm", ROLE_MEMBER, "/mon-compte /cabinet/collaborateurs", false },
    { "hubs", "firm", ROLE_ADMIN, "/cabinet", false },
    { "collaborateurs", "firm", ROLE_ADMIN, "/cabinet", false },
    { "connexion-externe", "firm", ROLE_ADMIN, "/reglages/connexion", false },
    { "comptes-lies", "firm", ROLE_MEMBER, "/mon-compte", false },
    { "jetons", "firm", ROLE_MEMBER, "/mon-compte", false },
    { 0 },
};

const struct article *article_find(const char *name)
{
    for (const struct article *article = articles; article->name; article++)
        if (strcmp(article->name, name) == 0)
            return article;
    return NULL;
}

bool article_is_about(const struct article *article, const char *path)
{
    for (const char *page = article->pages; *page;) {
        size_t size = strcspn(page, " ");
        bool is_begun = strncmp(path, page, size) == 0;
        if (is_begun && (path[size] == '\0' || (size > 1 && strchr("/?", path[size]))))
            return true;
        page += size + (page[size] == ' ');
    }
    return false;
}

/* Tags and the few references that the articles hold stand for a blank. */
static const char *without_tags(struct arena *arena, const char *html, size_t size)
{
    struct buf text = { .arena = arena };
    bool in_tag = false;

    for (size_t i = 0; i < size; i++) {
        in_tag = in_tag || html[i] == '<';
        buf_byte(&text, in_tag ? ' ' : html[i]);
        in_tag = in_tag && html[i] != '>';
    }
    return buf_string(&text);
}

const char *article_words(struct arena *arena, const struct article *article, const char *language)
{
    const struct asset *asset =
        asset_find(arena_format(arena, "views/help/%s.%s.mustache", article->name, language));
    const char *title =
        view_text(arena, language, arena_format(arena, "help_title.%s", article->name), NULL);
    const char *body = asset ? without_tags(arena, asset->bytes, asset->size) : "";

    return arena_format(arena, " %s %s", str_fold(arena, title), str_fold(arena, body));
}
