#include "firm/password.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"

enum {
    PASSES = 2,
    MEMORY_BYTES = 19 * 1024 * 1024,
    SHORTEST_CHARS = 10,
    WAITING = 2, /* beside those under way; the pool of threads is larger than both together */
};

/* What is limited is the machine's memory, of which there is one: so is this. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t bell;
    int in_line, hashing;
} gate = { .lock = PTHREAD_MUTEX_INITIALIZER, .bell = PTHREAD_COND_INITIALIZER };

bool password_line_enter(struct ctx *cx)
{
    if (sodium_init() < 0)
        return fail(cx, FAULT_BROKEN, "HASARD", NULL);
    pthread_mutex_lock(&gate.lock);
    bool enters = gate.in_line < LIMIT_PASSWORDS_AT_ONCE + WAITING;
    gate.in_line += enters;
    pthread_mutex_unlock(&gate.lock);
    return enters || fail(cx, FAULT_BUSY, "OCCUPE", NULL);
}

void password_line_leave(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.in_line--;
    pthread_mutex_unlock(&gate.lock);
}

static void turn_take(void)
{
    pthread_mutex_lock(&gate.lock);
    while (gate.hashing == LIMIT_PASSWORDS_AT_ONCE)
        pthread_cond_wait(&gate.bell, &gate.lock);
    gate.hashing++;
    pthread_mutex_unlock(&gate.lock);
}

static void turn_end(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.hashing--;
    pthread_cond_signal(&gate.bell);
    pthread_mutex_unlock(&gate.lock);
}

/* In lower case, and without the digits and marks that people put behind a word. */
static const char *stem(struct arena *arena, const char *password)
{
    size_t size = strlen(password);
    char *text = arena_new(arena, char, size + 1);

    for (size_t i = 0; i < size; i++)
        text[i] =
            password[i] >= 'A' && password[i] <= 'Z' ? (char)(password[i] | 0x20) : password[i];
    while (size > 0 && strchr("0123456789!?.*-_#@$&+", text[size - 1]))
        text[--size] = '\0';
    return text;
}

/* Without what follows the word; "" stands for digits and marks alone. */
static const char *const words[] = {
    "",
    "abcdefghij",
    "admin",
    "administrateur",
    "administrator",
    "azerty",
    "azertyui",
    "azertyuio",
    "azertyuiop",
    "azertyuiopq",
    "baseball",
    "bienvenue",
    "bonjour",
    "bonjourbonjour",
    "cabinet",
    "changeme",
    "changezmoi",
    "chocolat",
    "comptabilite",
    "comptabilité",
    "comptable",
    "dragon",
    "doudou",
    "football",
    "iloveyou",
    "jetaime",
    "letmein",
    "loulou",
    "marseille",
    "master",
    "monmotdepasse",
    "motdepass",
    "motdepasse",
    "motdepassemotdepasse",
    "mot de passe",
    "p@ssw0rd",
    "p@ssword",
    "parisparis",
    "passe",
    "passw0rd",
    "password",
    "passwordpassword",
    "princesse",
    "qwerty",
    "qwertyui",
    "qwertyuio",
    "qwertyuiop",
    "quitus",
    "secret",
    "soleil",
    "starwars",
    "sunshine",
    "superman",
    "test",
    "testtest",
    "trustno",
    "utilisateur",
    "welcome",
    "welcomehome",
    "1q2w3e4r5t",
};

static bool is_common(struct arena *arena, const char *password)
{
    const char *word = stem(arena, password);

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], word) == 0 || strcmp(words[i], password) == 0)
            return true;
    return false;
}

bool password_check(struct ctx *cx, const char *field, const char *password)
{
    size_t size = strlen(password);

    if (size == 0)
        return fail(cx, FAULT_INPUT, "MOT-DE-PASSE-VIDE", "field", field, NULL);
    if (size > LIMIT_PASSWORD_BYTES)
        return fail(cx, FAULT_INPUT, "MOT-DE-PASSE-LONG", "field", field, "limit",
                    arena_format(cx->arena, "%d", LIMIT_PASSWORD_BYTES), NULL);
    if (is_common(cx->arena, password))
        return fail(cx, FAULT_INPUT, "MOT-DE-PASSE-COURANT", "field", field, NULL);
    if (str_chars(password) < SHORTEST_CHARS)
        return fail(cx, FAULT_INPUT, "MOT-DE-PASSE-COURT", "field", field, "limit",
                    arena_format(cx->arena, "%d", SHORTEST_CHARS), NULL);
    return true;
}

bool password_hash(struct ctx *cx, const char *password, const char **hash)
{
    char *text = arena_new(cx->arena, char, crypto_pwhash_STRBYTES);

    if (!password_line_enter(cx))
        return false;
    turn_take();
    int status = crypto_pwhash_argon2id_str(text, password, strlen(password), PASSES, MEMORY_BYTES);
    turn_end();
    password_line_leave();
    if (status != 0)
        return fail(cx, FAULT_BROKEN, "MOT-DE-PASSE-MEMOIRE", NULL);
    *hash = text;
    return true;
}

bool password_is(const char *hash, const char *password)
{
    /* Of random bytes that were thrown away, with the parameters of all others. */
    static const char NOBODY[] = "$argon2id$v=19$m=19456,t=2,p=1$gnNuGFjCC2KpPEUPj+RMWg$"
                                 "4xjFwgf4HoQoDqwR7S1dBNJe0E5XrPcRZXwU3imEdFA";

    if (strlen(password) > LIMIT_PASSWORD_BYTES)
        return false;
    turn_take();
    int status =
        crypto_pwhash_argon2id_str_verify(hash ? hash : NOBODY, password, strlen(password));
    turn_end();
    return hash && status == 0;
}
