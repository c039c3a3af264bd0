#include "format/sheet_sniff.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { BEGIN_BYTES = 512 };

static bool begins(const char *bytes, size_t size, const char *sign, size_t sign_size)
{
    return size >= sign_size && memcmp(bytes, sign, sign_size) == 0;
}

/* Letters and what stands between them, in any of the usual encodings. */
static bool is_text(const char *bytes, size_t size)
{
    bool wide = begins(bytes, size, "\xFF\xFE", 2) || begins(bytes, size, "\xFE\xFF", 2);

    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < ' ' && !strchr("\t\r\n\f\x1A", byte) && !wide)
            return false;
        if (byte == '\0' && !wide)
            return false;
    }
    return true;
}

static const char *mark_up(const char *bytes, size_t size)
{
    size_t at = begins(bytes, size, "\xEF\xBB\xBF", 3) ? 3 : 0;

    while (at < size && isspace((unsigned char)bytes[at]))
        at++;
    if (at == size || bytes[at] != '<')
        return NULL;
    return size - at >= 5 && strncasecmp(bytes + at, "<?xml", 5) == 0 ? "xml" : "html";
}

static const char *kind_of(const char *bytes, size_t size)
{
    if (size == 0)
        return "vide";
    if (begins(bytes, size, "PK\3\4", 4) || begins(bytes, size, "PK\5\6", 4))
        return "zip";
    if (begins(bytes, size, "\xD0\xCF\x11\xE0", 4))
        return "ole";
    if (begins(bytes, size, "%PDF", 4))
        return "pdf";
    const char *kind = mark_up(bytes, size);
    if (kind)
        return kind;
    return is_text(bytes, size) ? "texte" : "inconnu";
}

const char *sheet_sniff(int file)
{
    char bytes[BEGIN_BYTES];
    size_t taken = 0;
    ssize_t size = 1;

    if (lseek(file, 0, SEEK_SET) != 0)
        return NULL;
    while (taken < sizeof bytes && size != 0) {
        size = read(file, bytes + taken, sizeof bytes - taken);
        if (size < 0 && errno != EINTR)
            return NULL;
        taken += size > 0 ? (size_t)size : 0;
    }
    return lseek(file, 0, SEEK_SET) == 0 ? kind_of(bytes, taken) : NULL;
}
