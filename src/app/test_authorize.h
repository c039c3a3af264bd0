/*
 * For tests only: a site with one piece of software and two people, and what it asks. Zoé
 * represents the first client, and is at the second for its payroll, which the software is not for.
 * What must not fail here ends the program.
 */
#ifndef APP_TEST_AUTHORIZE_H
#define APP_TEST_AUTHORIZE_H

#include "app/test_site.h"
#include "client/software.h"
#include "http/test_walk.h"

struct scene {
    struct test_site site;
    struct software software;
    const char *secret;
};

extern const struct walker SCENE_ZOE;
extern const char SCENE_ADDRESS[], SCENE_ISSUER[]; /* as it stands in a query */

struct arena *scene_arena(struct scene *scene);
void scene_run(struct scene *scene, const char *text);
void scene_open(struct scene *scene);
const char *scene_query(struct scene *scene, const char *more);
struct heard scene_ask(struct scene *scene, const char *lines, const char *text);
const char *scene_header(struct scene *scene, const struct heard *heard, const char *name);
const char *scene_lines(struct scene *scene, const struct walker *walker);
const char *scene_field(struct arena *arena, const char *url, const char *name);
struct heard scene_agree(struct scene *scene, const char *lines, const char *act);
const char *scene_code(struct scene *scene, const char *lines);
struct heard scene_redeem(struct scene *scene, const char *lines, const char *code,
                          const char *secret);
struct json *scene_json(struct scene *scene, const struct heard *heard);
const char *scene_text(struct scene *scene, const struct heard *heard, const char *key);
const char *scene_basic(struct scene *scene, const char *secret);
struct heard scene_user(struct scene *scene, const char *token);

#endif
