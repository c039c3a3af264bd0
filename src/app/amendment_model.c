#include "app/amendment_model.h"

#include <sodium.h>

const char *amendment_hash(struct arena *arena, const unsigned char *sha256)
{
    size_t room = 2 * crypto_hash_sha256_BYTES + 1;

    return sodium_bin2hex(arena_new(arena, char, room), room, sha256, crypto_hash_sha256_BYTES);
}

void amendment_put(struct ctx *cx, const struct amendment *amendment, struct json *map)
{
    json_put_int(map, "id", amendment->id);
    json_put_text(map, "plan", amendment->plan);
    json_put_int(map, "version", amendment->version);
    json_put_text(map, "title", amendment->title);
    json_put_text(map, "published_at", instant_text(cx->arena, amendment->published_at));
    json_put_text(map, "sha256", amendment_hash(cx->arena, amendment->sha256));
}
