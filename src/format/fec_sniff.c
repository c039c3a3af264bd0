#include "format/fec_header.h"

#include <string.h>
#include <strings.h>

struct signature {
    const char *bytes;
    size_t size;
    const char *name;
};

/* What accounting exports are mistaken for, by the bytes with which it begins. */
static const struct signature signatures[] = {
    { "%PDF", 4, "PDF" },
    { "PK\x03\x04", 4, "ZIP (XLSX, ODS)" },
    { "\xD0\xCF\x11\xE0", 4, "XLS" },
    { "\x1F\x8B", 2, "GZIP" },
    { "Rar!", 4, "RAR" },
    { "7z\xBC\xAF", 4, "7Z" },
    { "\x89PNG", 4, "PNG" },
    { "\xFF\xD8\xFF", 3, "JPEG" },
    { "{\\rtf", 5, "RTF" },
    { "SQLite format 3", 15, "SQLite" },
};

static bool starts(const char *bytes, size_t size, const char *with, size_t with_size)
{
    return size >= with_size && memcmp(bytes, with, with_size) == 0;
}

static bool starts_like(const char *bytes, size_t size, const char *with)
{
    return size >= strlen(with) && strncasecmp(bytes, with, strlen(with)) == 0;
}

static bool is_other(struct findings *findings, const char *name)
{
    struct fec_finding *finding = findings_add(findings, FEC_FORMAT, true, 0, COLUMN_COUNT);

    finding_arg(findings, finding, "kind", name);
    return false;
}

static bool is_wide(struct findings *findings, const char *name)
{
    struct fec_finding *finding = findings_add(findings, FEC_ENCODING, true, 0, COLUMN_COUNT);

    finding_arg(findings, finding, "wide", name);
    return false;
}

/* Text in two bytes a letter has a NUL in nearly every second place, and no other. */
static bool is_half_nul(const char *bytes, size_t size)
{
    size_t even = 0, odd = 0;

    for (size_t i = 0; i < size; i++) {
        even += bytes[i] == '\0' && i % 2 == 0;
        odd += bytes[i] == '\0' && i % 2 == 1;
    }
    return size >= 16
        && (even > odd ? even * 3 > size && odd * 16 < size : odd * 3 > size && even * 16 < size);
}

bool fec_sniff(struct findings *findings, const char *bytes, size_t size)
{
    if (size > FEC_SNIFF_BYTES)
        size = FEC_SNIFF_BYTES;
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (starts(bytes, size, signatures[i].bytes, signatures[i].size))
            return is_other(findings, signatures[i].name);
    if (starts(bytes, size, "\xFF\xFE\0\0", 4) || starts(bytes, size, "\0\0\xFE\xFF", 4))
        return is_wide(findings, "UTF-32");
    if (starts(bytes, size, "\xFF\xFE", 2) || starts(bytes, size, "\xFE\xFF", 2)
        || is_half_nul(bytes, size))
        return is_wide(findings, "UTF-16");
    size_t mark = starts(bytes, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
    bytes += mark;
    size -= mark;
    if (starts_like(bytes, size, "<!DOCTYPE HTML") || starts_like(bytes, size, "<html"))
        return is_other(findings, "HTML");
    if (!starts_like(bytes, size, "<?xml") && !starts_like(bytes, size, "<comptabilite"))
        return true;
    findings_add(findings, FEC_XML, true, 1, COLUMN_COUNT);
    return false;
}

bool fec_has_crlf(const char *bytes, size_t size)
{
    return memmem(bytes, size < FEC_SNIFF_BYTES ? size : FEC_SNIFF_BYTES, "\r\n", 2);
}

char fec_line_end(const char *bytes, size_t size)
{
    if (size > FEC_SNIFF_BYTES)
        size = FEC_SNIFF_BYTES;
    return !memchr(bytes, '\n', size) && memchr(bytes, '\r', size) ? '\r' : '\n';
}
