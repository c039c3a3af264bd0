#include "format/jose_sign.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>
#include <string.h>

enum { RSA_BITS = 2048, POINT_BYTES = 65, PART_BYTES = 32 };

const char *const jose_algorithm_texts[JOSE_ALGORITHM_COUNT] = {
    [JOSE_ES256] = "ES256",
    [JOSE_RS256] = "RS256",
};

enum jose_algorithm jose_algorithm_parse(const char *text)
{
    for (enum jose_algorithm i = 0; i < JOSE_ALGORITHM_COUNT; i++)
        if (strcmp(jose_algorithm_texts[i], text) == 0)
            return i;
    return JOSE_ALGORITHM_COUNT;
}

static bool broken(struct ctx *cx)
{
    const char *words = ERR_reason_error_string(ERR_get_error());

    ERR_clear_error();
    return fail(cx, FAULT_BROKEN, "SIGNATURE", "detail", words ? words : "", NULL);
}

static const char *coded(struct arena *arena, const unsigned char *bytes, size_t size)
{
    const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    size_t room = sodium_base64_encoded_len(size, variant);

    return sodium_bin2base64(arena_raw(arena, room), room, bytes, size, variant);
}

static void pair_release(void *pair)
{
    EVP_PKEY_free(pair);
}

static void number_release(void *number)
{
    BN_free(number);
}

static void signature_release(void *signature)
{
    ECDSA_SIG_free(signature);
}

static void digest_release(void *digest)
{
    EVP_MD_CTX_free(digest);
}

static bool pair_read(struct ctx *cx, const struct jose_key *key, EVP_PKEY **pair)
{
    const unsigned char *bytes = key->bytes;

    *pair = d2i_AutoPrivateKey(NULL, &bytes, (long)key->size);
    if (!*pair)
        return broken(cx);
    arena_own(cx->arena, *pair, pair_release);
    return true;
}

typedef int encoder(const EVP_PKEY *pair, unsigned char **end);

static bool der_make(struct ctx *cx, const EVP_PKEY *pair, encoder *encode, struct jose_key *der)
{
    int room = encode(pair, NULL);

    if (room <= 0)
        return broken(cx);
    der->size = (size_t)room;
    unsigned char *bytes = arena_new(cx->arena, unsigned char, der->size), *end = bytes;
    der->bytes = bytes;
    return encode(pair, &end) == room || broken(cx);
}

bool jose_key_make(struct ctx *cx, enum jose_algorithm algorithm, struct jose_key *key)
{
    struct jose_key made = { .algorithm = algorithm };
    EVP_PKEY *pair = algorithm == JOSE_ES256
        ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
        : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)RSA_BITS);

    if (!pair)
        return broken(cx);
    arena_own(cx->arena, pair, pair_release);
    if (!der_make(cx, pair, i2d_PrivateKey, &made))
        return false;
    *key = made;
    return true;
}

/* The hash of its public half: whoever has that can tell which key it is. */
static bool kid_of(struct ctx *cx, EVP_PKEY *pair, const char **kid)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct jose_key half = { 0 };

    if (!der_make(cx, pair, i2d_PUBKEY, &half))
        return false;
    crypto_hash_sha256(hash, half.bytes, half.size);
    *kid = coded(cx->arena, hash, sizeof hash);
    return true;
}

/* An uncompressed point: a byte that says so, X, Y. */
static bool put_point(struct ctx *cx, EVP_PKEY *pair, struct json *map)
{
    unsigned char point[POINT_BYTES];
    size_t size;

    if (EVP_PKEY_get_octet_string_param(pair, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point, &size)
            != 1
        || size != sizeof point)
        return broken(cx);
    json_put_text(map, "kty", "EC");
    json_put_text(map, "crv", "P-256");
    json_put_text(map, "x", coded(cx->arena, point + 1, PART_BYTES));
    json_put_text(map, "y", coded(cx->arena, point + 1 + PART_BYTES, PART_BYTES));
    return true;
}

static bool put_number(struct ctx *cx, EVP_PKEY *pair, const char *part, struct json *map)
{
    BIGNUM *number = NULL;

    if (EVP_PKEY_get_bn_param(pair, part, &number) != 1)
        return broken(cx);
    arena_own(cx->arena, number, number_release);
    size_t size = (size_t)BN_num_bytes(number);
    unsigned char *bytes = arena_new(cx->arena, unsigned char, size);
    BN_bn2bin(number, bytes);
    json_put_text(map, part, coded(cx->arena, bytes, size));
    return true;
}

/* The library calls modulus and exponent « n » and « e », as a JSON Web Key does. */
static bool put_modulus(struct ctx *cx, EVP_PKEY *pair, struct json *map)
{
    json_put_text(map, "kty", "RSA");
    return put_number(cx, pair, OSSL_PKEY_PARAM_RSA_N, map)
        && put_number(cx, pair, OSSL_PKEY_PARAM_RSA_E, map);
}

bool jose_key_publish(struct ctx *cx, const struct jose_key *key, struct json *list)
{
    struct json *map = json_map(cx->arena);
    EVP_PKEY *pair;
    const char *kid;

    if (!pair_read(cx, key, &pair) || !kid_of(cx, pair, &kid)
        || !(key->algorithm == JOSE_ES256 ? put_point(cx, pair, map) : put_modulus(cx, pair, map)))
        return false;
    json_put_text(map, "use", "sig");
    json_put_text(map, "alg", jose_algorithm_texts[key->algorithm]);
    json_put_text(map, "kid", kid);
    json_add(list, map);
    return true;
}

/* ECDSA in DER becomes two numbers of 32 bytes each (RFC 7518, 3.4). */
static bool parts_of(struct ctx *cx, const unsigned char *der, size_t size, const char **text)
{
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)size);
    unsigned char parts[2 * PART_BYTES];

    if (!signature)
        return broken(cx);
    arena_own(cx->arena, signature, signature_release);
    if (BN_bn2binpad(ECDSA_SIG_get0_r(signature), parts, PART_BYTES) != PART_BYTES
        || BN_bn2binpad(ECDSA_SIG_get0_s(signature), parts + PART_BYTES, PART_BYTES) != PART_BYTES)
        return broken(cx);
    *text = coded(cx->arena, parts, sizeof parts);
    return true;
}

static bool signature_of(struct ctx *cx, enum jose_algorithm algorithm, EVP_PKEY *pair,
                         const char *input, const char **text)
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    size_t size = (size_t)EVP_PKEY_get_size(pair);
    unsigned char *bytes = arena_new(cx->arena, unsigned char, size);

    if (!digest)
        return broken(cx);
    arena_own(cx->arena, digest, digest_release);
    if (EVP_DigestSignInit(digest, NULL, EVP_sha256(), NULL, pair) != 1
        || EVP_DigestSign(digest, bytes, &size, (const unsigned char *)input, strlen(input)) != 1)
        return broken(cx);
    if (algorithm == JOSE_ES256)
        return parts_of(cx, bytes, size, text);
    *text = coded(cx->arena, bytes, size);
    return true;
}

static const char *coded_json(struct arena *arena, const struct json *json)
{
    const char *text = json_write(arena, json);

    return coded(arena, (const unsigned char *)text, strlen(text));
}

bool jose_sign(struct ctx *cx, const struct jose_key *key, const struct json *claims,
               const char **compact)
{
    struct json *head = json_map(cx->arena);
    const char *kid, *signature;
    EVP_PKEY *pair;

    if (!pair_read(cx, key, &pair) || !kid_of(cx, pair, &kid))
        return false;
    json_put_text(head, "alg", jose_algorithm_texts[key->algorithm]);
    json_put_text(head, "kid", kid);
    json_put_text(head, "typ", "JWT");
    const char *input = arena_format(cx->arena, "%s.%s", coded_json(cx->arena, head),
                                     coded_json(cx->arena, claims));
    if (!signature_of(cx, key->algorithm, pair, input, &signature))
        return false;
    *compact = arena_format(cx->arena, "%s.%s", input, signature);
    return true;
}
