#include "base/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

struct secret secret_draw(void)
{
    struct secret secret;

    if (sodium_init() < 0)
        abort();
    randombytes_buf(secret.bytes, sizeof secret.bytes);
    return secret;
}

static const char *encoded(struct arena *arena, const unsigned char *bytes)
{
    size_t room = sodium_base64_ENCODED_LEN(SECRET_BYTES, VARIANT);
    char *text = arena_new(arena, char, room);

    return sodium_bin2base64(text, room, bytes, SECRET_BYTES, VARIANT);
}

const char *secret_text(struct arena *arena, const struct secret *secret)
{
    return encoded(arena, secret->bytes);
}

bool secret_parse(const char *text, struct secret *secret)
{
    struct secret read;
    const char *end;
    size_t size;

    if (sodium_base642bin(read.bytes, SECRET_BYTES, text, strlen(text), NULL, &size, &end, VARIANT)
            != 0
        || size != SECRET_BYTES || *end != '\0')
        return false;
    *secret = read;
    return true;
}

const void *secret_hash(struct arena *arena, const struct secret *secret)
{
    unsigned char *hash = arena_new(arena, unsigned char, crypto_hash_sha256_BYTES);

    crypto_hash_sha256(hash, secret->bytes, SECRET_BYTES);
    return hash;
}

const char *secret_sign(struct arena *arena, const struct secret *secret, const char *what)
{
    unsigned char word[crypto_auth_hmacsha256_BYTES];

    crypto_auth_hmacsha256(word, (const unsigned char *)what, strlen(what), secret->bytes);
    return encoded(arena, word);
}

bool secret_equal(const char *left, const char *right)
{
    return strlen(left) == strlen(right) && sodium_memcmp(left, right, strlen(left)) == 0;
}
