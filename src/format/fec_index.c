#include "format/fec_index.h"

#include <stdlib.h>
#include <string.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* One bit for each of 64 bytes. */
struct kinds {
    uint64_t separators, line_ends;
    uint64_t blanks; /* a space and all below it */
    uint64_t high;   /* beyond ASCII */
    uint64_t tails;  /* 80 to BF */
    uint64_t nbsp;   /* A0 */
};

/* What the block before leaves to the next: bits that stand for its last byte. */
struct carry {
    uint64_t mark, lead;
};

static void *room_new(void *old, size_t count, size_t size)
{
    void *room = reallocarray(old, count, size);

    if (!room)
        abort();
    return room;
}

void fec_index_room(struct fec_index *index, size_t bytes)
{
    size_t count = bytes + 2 * FEC_INDEX_BLOCK;

    index->marks = room_new(index->marks, count, sizeof *index->marks);
    index->ends = room_new(index->ends, count, sizeof *index->ends);
    index->odd = room_new(index->odd, count / FEC_INDEX_BLOCK + 1, 1);
    for (unsigned byte = 0; byte < COUNT_OF(index->places); byte++)
        for (unsigned bit = 0, found = 0; bit < 8; bit++)
            if (byte >> bit & 1)
                index->places[byte][found++] = (unsigned char)bit;
}

void fec_index_free(struct fec_index *index)
{
    free(index->marks);
    free(index->ends);
    free(index->odd);
}

/* What is known so far; copied into registers by the passes, and back. */
struct pass {
    struct carry carry;
    uint32_t *marks, *ends;
    unsigned char *odd;
    const unsigned char (*places)[8];
    uint32_t base;
    uint64_t any_high, not_latin;
    bool any_odd;
    bool any_nul;
    bool strange; /* bytes in no letter of two, or 83: see charset.h on garbled text */
    int64_t letters;
    char separator, line_end;
};

#define INLINE static inline __attribute__((always_inline))

/*
 * Blanks that belong to no text: beside a separator, or first in a line; but not what is last in
 * one, a CR. No-break spaces that may be such are odd as well; those at a block's edge are, to be
 * sure.
 */
INLINE bool is_odd(const struct pass *pass, const struct kinds *kinds, uint64_t marks, char next)
{
    uint64_t last = kinds->line_ends >> 1 | (uint64_t)(next == pass->line_end) << 63;
    uint64_t before = kinds->separators >> 1 | (uint64_t)(next == pass->separator) << 63;
    uint64_t near = marks << 1 | pass->carry.mark | before;

    if (kinds->nbsp & (near | marks << 2 | UINT64_C(1) << 63 | 3))
        return true;
    return (kinds->blanks & ~(marks | last) & near) != 0;
}

INLINE void block_note(struct pass *pass, const struct kinds *kinds, uint64_t marks, bool odd)
{
    uint64_t leads = kinds->high & ~kinds->tails;

    *pass->odd++ = odd;
    pass->any_odd |= odd;
    pass->any_high |= kinds->high;
    pass->not_latin |= kinds->tails ^ (leads << 1 | pass->carry.lead);
    pass->letters += __builtin_popcountll(leads);
    pass->carry = (struct carry){ .mark = marks >> 63, .lead = leads >> 63 };
}

/* Above the piece's end nothing is a mark, and nothing is odd. */
INLINE void kinds_cut(struct kinds *kinds, size_t left)
{
    if (left >= FEC_INDEX_BLOCK)
        return;
    uint64_t inside = (UINT64_C(1) << left) - 1;
    kinds->separators &= inside;
    kinds->line_ends &= inside;
    kinds->blanks &= inside;
    kinds->high &= inside;
    kinds->tails &= inside;
    kinds->nbsp &= inside;
}

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))
#define HIGHS EACH_BYTE(0x80)

/* The highest bits of eight bytes, gathered. */
static inline uint64_t gather(uint64_t highs)
{
    return (highs >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint64_t below(uint64_t word, uint64_t byte) /* byte up to 0x80 */
{
    return ~(((word & ~HIGHS) + EACH_BYTE(0x80 - byte)) | word) & HIGHS;
}

static inline uint64_t same(uint64_t word, unsigned char byte)
{
    uint64_t other = word ^ EACH_BYTE((uint64_t)byte);

    return ~(((other & ~HIGHS) + ~HIGHS) | other) & HIGHS;
}

static struct kinds kinds_of(const char *bytes, char separator, char line_end)
{
    struct kinds kinds = { 0 };
    uint64_t word;

    for (unsigned shift = 0; shift < 64; shift += 8, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        kinds.separators |= gather(same(word, (unsigned char)separator)) << shift;
        kinds.line_ends |= gather(same(word, (unsigned char)line_end)) << shift;
        kinds.blanks |= gather(below(word, ' ' + 1)) << shift;
        kinds.high |= gather(word & HIGHS) << shift;
    }
    return kinds;
}

static void letters_add(struct kinds *kinds, const char *bytes)
{
    for (unsigned i = 0; i < FEC_INDEX_BLOCK; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        kinds->tails |= (uint64_t)(byte >= 0x80 && byte <= 0xBF) << i;
        kinds->nbsp |= (uint64_t)(byte == 0xA0) << i;
    }
}

static void rarities_note(struct pass *pass, const char *bytes, size_t size)
{
    for (size_t i = 0; i < FEC_INDEX_BLOCK && i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        pass->any_nul |= byte == 0;
        pass->strange |= byte == 0x83 || byte >= 0xE0;
    }
}

static void pass_portable(struct pass *pass, const char *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += FEC_INDEX_BLOCK, bytes += FEC_INDEX_BLOCK) {
        struct kinds kinds = kinds_of(bytes, pass->separator, pass->line_end);
        if (kinds.high)
            letters_add(&kinds, bytes);
        kinds_cut(&kinds, size - at);
        uint64_t marks = kinds.separators | kinds.line_ends;
        rarities_note(pass, bytes, size - at);
        block_note(pass, &kinds, marks, is_odd(pass, &kinds, marks, bytes[FEC_INDEX_BLOCK]));
        for (uint64_t bits = marks; bits; bits &= bits - 1)
            *pass->marks++ = pass->base + (uint32_t)__builtin_ctzll(bits);
        for (uint64_t bits = kinds.line_ends; bits; bits &= bits - 1)
            *pass->ends++ = pass->base + (uint32_t)__builtin_ctzll(bits);
        pass->base += FEC_INDEX_BLOCK;
    }
}

#ifdef __x86_64__

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

struct pair {
    __m256i low, high;
};

AVX2 static inline uint64_t pair_bits(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low)
        | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static inline uint64_t pair_equal(struct pair pair, char byte)
{
    __m256i bytes = _mm256_set1_epi8(byte);

    return pair_bits(_mm256_cmpeq_epi8(pair.low, bytes), _mm256_cmpeq_epi8(pair.high, bytes));
}

/* Bytes up to `most`, counted without a sign. */
AVX2 static inline uint64_t pair_most(struct pair pair, char most)
{
    __m256i bytes = _mm256_set1_epi8(most);

    return pair_bits(_mm256_cmpeq_epi8(_mm256_min_epu8(pair.low, bytes), pair.low),
                     _mm256_cmpeq_epi8(_mm256_min_epu8(pair.high, bytes), pair.high));
}

/* Bytes below `over`, counted with their sign. */
AVX2 static inline uint64_t pair_under(struct pair pair, char over)
{
    __m256i bytes = _mm256_set1_epi8(over);

    return pair_bits(_mm256_cmpgt_epi8(bytes, pair.low), _mm256_cmpgt_epi8(bytes, pair.high));
}

/* Eight at a time, those too many included, for the next to write over. */
AVX2 static inline uint32_t *bits_put(uint32_t *at, uint64_t bits, uint32_t base,
                                      const unsigned char (*places)[8])
{
    const __m256i step = _mm256_set1_epi32(8);
    __m256i from = _mm256_set1_epi32((int)base);

    for (int i = 0; i < 8; i++) {
        const void *of_byte = places[bits & 0xFF];
        __m256i found = _mm256_cvtepu8_epi32(_mm_loadl_epi64(of_byte));
        _mm256_storeu_si256((__m256i *)(void *)at, _mm256_add_epi32(found, from));
        at += _mm_popcnt_u32((unsigned)bits & 0xFF);
        from = _mm256_add_epi32(from, step);
        bits >>= 8;
    }
    return at;
}

/* Mostly one or none. */
AVX2 static inline uint32_t *ends_put(uint32_t *at, uint64_t bits, uint32_t base)
{
    *at = base + (uint32_t)_tzcnt_u64(bits);
    at += bits != 0;
    for (bits = _blsr_u64(bits); bits; bits = _blsr_u64(bits))
        *at++ = base + (uint32_t)_tzcnt_u64(bits);
    return at;
}

AVX2 static inline struct pair pair_load(const char *bytes)
{
    return (struct pair){
        _mm256_loadu_si256((const __m256i *)(const void *)bytes),
        _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32)),
    };
}

AVX2 static inline struct kinds pair_kinds(struct pair pair, char separator, char line_end)
{
    return (struct kinds){
        .separators = pair_equal(pair, separator),
        .line_ends = pair_equal(pair, line_end),
        .blanks = pair_most(pair, ' '),
        .high = pair_bits(pair.low, pair.high),
        .tails = pair_under(pair, '\xC0'),
        .nbsp = pair_equal(pair, '\xA0'),
    };
}

/* The least and the largest of all bytes, and whether one was 83. */
struct extremes {
    __m256i least, most, garbled;
};

AVX2 static inline void extremes_note(struct extremes *extremes, struct pair pair)
{
    __m256i mark = _mm256_set1_epi8('\x83');
    __m256i garbled =
        _mm256_or_si256(_mm256_cmpeq_epi8(pair.low, mark), _mm256_cmpeq_epi8(pair.high, mark));

    extremes->least = _mm256_min_epu8(extremes->least, _mm256_min_epu8(pair.low, pair.high));
    extremes->most = _mm256_max_epu8(extremes->most, _mm256_max_epu8(pair.low, pair.high));
    extremes->garbled = _mm256_or_si256(extremes->garbled, garbled);
}

AVX2 static inline void extremes_tell(const struct extremes *extremes, struct pass *pass)
{
    const __m256i zero = _mm256_setzero_si256(), wide = _mm256_set1_epi8('\xE0');
    __m256i strange =
        _mm256_or_si256(extremes->garbled,
                        _mm256_cmpeq_epi8(_mm256_max_epu8(extremes->most, wide), extremes->most));

    pass->any_nul = _mm256_movemask_epi8(_mm256_cmpeq_epi8(extremes->least, zero)) != 0;
    pass->strange = _mm256_movemask_epi8(strange) != 0;
}

/* The block at the piece's end is looked at whole: bytes behind it may ask for a closer look. */
AVX2 static void pass_avx2(struct pass *begun, const char *bytes, size_t size)
{
    struct pass pass = *begun;
    struct extremes extremes = { .least = _mm256_set1_epi8(' ') };

    for (size_t at = 0; at < size; at += FEC_INDEX_BLOCK, bytes += FEC_INDEX_BLOCK) {
        struct pair pair = pair_load(bytes);
        struct kinds kinds = pair_kinds(pair, pass.separator, pass.line_end);
        kinds_cut(&kinds, size - at);
        uint64_t marks = kinds.separators | kinds.line_ends;
        extremes_note(&extremes, pair);
        block_note(&pass, &kinds, marks, is_odd(&pass, &kinds, marks, bytes[FEC_INDEX_BLOCK]));
        pass.marks = bits_put(pass.marks, marks, pass.base, pass.places);
        pass.ends = ends_put(pass.ends, kinds.line_ends, pass.base);
        pass.base += FEC_INDEX_BLOCK;
    }
    extremes_tell(&extremes, &pass);
    *begun = pass;
}

#endif

static struct pass pass_begin(const struct fec_index *index, char separator, char line_end)
{
    return (struct pass){
        .carry = { .mark = 1 }, /* a line begins here */
        .marks = index->marks,
        .ends = index->ends,
        .odd = index->odd,
        .places = index->places,
        .separator = separator,
        .line_end = line_end,
    };
}

static void pass_tell(const struct pass *pass, struct fec_index *index)
{
    if (pass->any_nul)
        memset(index->odd, 1, (size_t)(pass->odd - index->odd));
    index->any_odd = pass->any_odd || pass->any_nul;
    index->any_high = pass->any_high != 0;
    index->latin = (pass->not_latin | pass->carry.lead) == 0 && !pass->strange;
    index->letters = pass->letters;
    index->mark_count = (size_t)(pass->marks - index->marks);
    index->end_count = (size_t)(pass->ends - index->ends);
    memset(pass->marks, 0xFF, FEC_INDEX_BLOCK * sizeof *pass->marks);
}

void fec_index_make_portably(struct fec_index *index, const char *bytes, size_t size,
                             char separator, char line_end)
{
    struct pass pass = pass_begin(index, separator, line_end);

    pass_portable(&pass, bytes, size);
    pass_tell(&pass, index);
}

void fec_index_make(struct fec_index *index, const char *bytes, size_t size, char separator,
                    char line_end)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
        struct pass pass = pass_begin(index, separator, line_end);
        pass_avx2(&pass, bytes, size);
        pass_tell(&pass, index);
        return;
    }
#endif
    fec_index_make_portably(index, bytes, size, separator, line_end);
}
