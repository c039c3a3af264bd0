/*
 * For tests only: a vault in a fleeting folder, and a client to keep documents of.
 */
#ifndef DOCUMENT_TEST_VAULT_H
#define DOCUMENT_TEST_VAULT_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "client/client.h"
#include "document/document.h"
#include "store/test_books.h"

static const char PDF[] = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n";

static inline struct vault test_vault(struct ctx *cx)
{
    static const char PATTERN[] = "/tmp/quitus-vault-XXXXXX";
    char *folder = arena_new(cx->arena, char, sizeof PATTERN);

    memcpy(folder, PATTERN, sizeof PATTERN);
    assert_non_null(mkdtemp(folder));
    return (struct vault){ .folder = arena_format(cx->arena, "%s/files", folder) };
}

static inline int vault_remove_one(const char *path, const struct stat *found, int type,
                                   struct FTW *place)
{
    (void)found, (void)type, (void)place;
    return remove(path);
}

static inline void test_vault_remove(const struct vault *vault)
{
    char *root = strdup(vault->folder);

    *strrchr(root, '/') = '\0';
    nftw(root, vault_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(root);
}

static int vault_counted;

static inline int vault_count_one(const char *path, const struct stat *found, int type,
                                  struct FTW *place)
{
    (void)path, (void)found, (void)place;
    vault_counted += type == FTW_F;
    return 0;
}

/* How many files stand in it, wherever. */
static inline int test_vault_files(const struct vault *vault)
{
    vault_counted = 0;
    nftw(vault->folder, vault_count_one, 16, FTW_PHYS);
    return vault_counted;
}

static inline int64_t test_client(struct ctx *cx, const char *code)
{
    struct client client = {
        .code = code, .name = code, .siren = "", .language = "fr", .state = "active"
    };

    assert_true(client_add(cx, &client));
    return client.id;
}

static inline struct document_source test_source(const char *name, const char *text)
{
    return (struct document_source){ .bytes = { .bytes = text, .size = strlen(text) },
                                     .name = name };
}

#endif
