/*
 * What a campaign says: its words in two languages, with merge tags that are filled in for each
 * client (E-2). The tags are few, and each has a value for every client that is asked: {{client}},
 * {{contact}} (the person who is written to), {{firm}} and {{due}}, worded by the reader's
 * language.
 */
#ifndef REQUEST_CAMPAIGN_WORDS_H
#define REQUEST_CAMPAIGN_WORDS_H

#include "request/campaign.h"

extern const struct merge_tags campaign_tags;

/* What a fault or a list calls it, tags and all; "" while it is not told. */
const char *campaign_name(const struct campaign *campaign);

/* Without blanks around any text; NULL is none. */
struct campaign campaign_trimmed(struct arena *arena, const struct campaign *campaign);

/* See campaign_save. */
MUST_USE bool campaign_words_check(struct ctx *cx, const struct campaign *campaign);

/* A campaign about to speak: what is the same for all of its clients. */
struct campaign_voice {
    const struct campaign *campaign;
    const char *firm; /* its name */
    const char *due[WORDS_COUNT];
};
MUST_USE bool campaign_voice_load(struct ctx *cx, const struct campaign *campaign,
                                  campaign_day *day, struct campaign_voice *voice);

/* Who reads it. */
struct campaign_reader {
    int64_t client, contact;
    const char *client_name;
    const char *contact_name, *language; /* set by campaign_readers */
};
MUST_USE bool campaign_readers(struct ctx *cx, struct campaign_reader *readers, size_t count);

/* The request of a client, in a language. */
struct demand campaign_word(struct arena *arena, const struct campaign_voice *voice,
                            const struct campaign_reader *reader, const char *language);

/* The same to be added: its words in both. */
struct demand campaign_demand(struct arena *arena, const struct campaign_voice *voice,
                              const struct campaign_reader *reader);

/* Whether something in it is empty in a language and reads as in the firm's first. */
bool campaign_borrows(const struct campaign *campaign, enum word_language language);

/*
 * What a client of it that is to be asked would read, in each language; client 0 is the first.
 * *is_there is false when nobody is: then nothing is set. As the actor may see it (P-9).
 */
struct campaign_sample {
    struct campaign_reader reader;
    struct demand in[WORDS_COUNT];
};
MUST_USE bool campaign_sample(struct ctx *cx, const struct campaign_voice *voice, int64_t client,
                              struct campaign_sample *sample, bool *is_there);

#endif
