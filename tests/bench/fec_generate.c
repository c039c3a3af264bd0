/*
 * Writes a FEC of about N lines to standard output, as a trading company's year looks: sales,
 * purchases and bank entries of two or three lines in order of their dates, 2,000 customers, 300
 * suppliers, letters on what was paid. The same N gives the same bytes.
 *
 *     fec_generate LINES
 *     fec_generate names ACCOUNTS LETTERS
 *
 * The second form writes books of as many different accounts and letters, each in an entry of two
 * lines.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct book {
    long lines, numbers[3];
    uint64_t random;
    int month, day;
};

struct entry {
    const char *journal, *label;
    long number;
    uint32_t partner;
    const char *letter;
};

static uint32_t draw(struct book *book, uint32_t below)
{
    book->random = book->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(book->random >> 33) % below;
}

static void day_set(struct book *book, long of_year)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int month = 0;

    while (month < 11 && of_year >= days[month])
        of_year -= days[month++];
    book->month = month + 1;
    book->day = (int)of_year + 1;
}

static void line_write(struct book *book, const struct entry *entry, const char *account, char of,
                       long cents)
{
    long debit = cents > 0 ? cents : 0, credit = cents < 0 ? -cents : 0;
    char aux[64] = "\t";

    if (of)
        snprintf(aux, sizeof aux, "%c%05u\tSociété numéro %u", of, entry->partner, entry->partner);
    printf("%s\t%ld\t2025%02d%02d\t%s\t%s\t%.2s%07ld\t2025%02d%02d\t%s %ld\t%ld,%02ld\t%ld,%02ld\t",
           entry->journal, entry->number, book->month, book->day, account, aux, entry->journal,
           entry->number, book->month, book->day, entry->label, entry->number, debit / 100,
           debit % 100, credit / 100, credit % 100);
    if (of && *entry->letter)
        printf("%s\t2025%02d%02d", entry->letter, book->month, book->day);
    else
        fputs("\t", stdout);
    fputs("\t20260131\t\t\r\n", stdout);
    book->lines++;
}

static void sale_write(struct book *book, const struct entry *entry, long net, long tax)
{
    line_write(book, entry, "41100000\tClients", 'C', net + tax);
    line_write(book, entry, "70710000\tVentes de marchandises", 0, -net);
    line_write(book, entry, "44571000\tTVA collectée", 0, -tax);
}

static void purchase_write(struct book *book, const struct entry *entry, long net, long tax)
{
    char account[64];

    snprintf(account, sizeof account, "60%u00000\tAchats de la famille %u",
             entry->partner % 90 + 10, entry->partner % 90 + 10);
    line_write(book, entry, account, 0, net);
    line_write(book, entry, "44566000\tTVA déductible sur biens et services", 0, tax);
    line_write(book, entry, "40100000\tFournisseurs", 'F', -net - tax);
}

static void payment_write(struct book *book, const struct entry *entry, long paid)
{
    line_write(book, entry, "51200000\tBanque", 0, paid);
    line_write(book, entry, "41100000\tClients", 'C', -paid);
}

static void entry_write(struct book *book)
{
    static const char *const journals[] = { "VE\tVentes", "AC\tAchats", "BQ\tBanque" };
    static const char *const labels[] = { "Facture", "Facture fournisseur", "Règlement reçu" };
    uint32_t kind = draw(book, 3);
    long net = draw(book, 500000) + 1000, tax = net / 5;
    struct entry entry = { .journal = journals[kind], .label = labels[kind] };
    char letter[16];

    entry.number = ++book->numbers[kind];
    entry.partner = draw(book, kind == 1 ? 300 : 2000) + 1;
    snprintf(letter, sizeof letter, "%c%c", 'A' + (int)draw(book, 26), 'A' + (int)draw(book, 26));
    entry.letter = draw(book, 4) > 0 ? letter : "";
    if (kind == 0)
        sale_write(book, &entry, net, tax);
    else if (kind == 1)
        purchase_write(book, &entry, net, tax);
    else
        payment_write(book, &entry, net + tax);
}

static void name_write(long entry, long account, long letter, const char *amounts)
{
    printf("VE\tVentes\t%ld\t20250131\t41%07ld\tClient %ld\t\t\tF%ld\t20250131\tFacture\t%s\t",
           entry, account, account, entry, amounts);
    if (letter >= 0)
        printf("L%ld\t20250131", letter);
    else
        fputs("\t", stdout);
    fputs("\t20260131\t\t\r\n", stdout);
}

static void names_write(long accounts, long letters)
{
    for (long i = 0; i < accounts || i < letters; i++) {
        long account = i < accounts ? i : accounts - 1, letter = i < letters ? i : letters - 1;
        name_write(i + 1, account, letter, "120,00\t0,00");
        name_write(i + 1, account, letter, "0,00\t120,00");
    }
}

int main(int count, char **words)
{
    struct book book = { .random = 1 };
    bool names = count > 3 && strcmp(words[1], "names") == 0;
    long wanted = count > 1 && !names ? atol(words[1]) : 0;

    fputs("JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\t"
          "CompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\t"
          "ValidDate\tMontantdevise\tIdevise\r\n",
          stdout);
    if (names)
        names_write(atol(words[2]), atol(words[3]));
    while (book.lines < wanted) {
        day_set(&book, (long)((double)book.lines / (double)wanted * 365));
        entry_write(&book);
    }
    return fflush(stdout) != 0;
}
