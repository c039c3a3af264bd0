/*
 * Every limit of the house, with its reason. What passes one is refused with its name and value.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    LIMIT_HEAD_BYTES = 16 * 1024,        /* T-16: a request's head; browsers send under 4 KiB */
    LIMIT_HEADERS = 64,                  /* T-16 */
    LIMIT_URL_BYTES = 4 * 1024,          /* T-16 */
    LIMIT_FORM_FIELDS = 200,             /* T-16 */
    LIMIT_FORM_BYTES = 1024 * 1024,      /* 1,248 addresses pasted at once take 80 KiB */
    LIMIT_FIELD_CHARS = 200,             /* a name, a subject, an address */
    LIMIT_NOTE_CHARS = 4000,             /* a reason, a comment */
    LIMIT_AMENDMENT_CHARS = 50000,       /* the text of an amendment: some 20 pages */
    LIMIT_JSON_BYTES = 1024 * 1024,      /* T-16 */
    LIMIT_JSON_DEPTH = 32,               /* T-16: also what a stack of 64 KiB bears */
    LIMIT_UPLOAD_BYTES = 25 * 1000000,   /* T-16: a document */
    LIMIT_IMPORT_BYTES = 256 * 1000000,  /* T-16: a FEC, a list of clients */
    LIMIT_PAGE_ROWS = 200,               /* T-16: rows on one page */
    LIMIT_STATEMENT_MS = 5000,           /* T-16: a query that takes longer is a mistake */
    LIMIT_CONNECTIONS = 1000,            /* 500 idle ones must leave room for others */
    LIMIT_CONNECTIONS_PER_ADDRESS = 600, /* a firm may sit behind one address */
    LIMIT_HEAD_MS = 10000,               /* the whole head, from the first byte awaited */
    LIMIT_IDLE_MS = 30000,               /* between two requests of a connection */
    LIMIT_BODY_MS = 20000,               /* for each 64 KiB of a body */
    LIMIT_BODY_STEP_BYTES = 64 * 1024,
    LIMIT_STOP_MS = 2000,                  /* T-20: SIGTERM to exit */
    LIMIT_POINT_MS = 30000,                /* T-20: messages past the point wait for their answer */
    LIMIT_PASSWORD_BYTES = 1024,           /* refused before hashing */
    LIMIT_PASSWORDS_AT_ONCE = 2,           /* T-7: argon2id takes 19 MiB each */
    LIMIT_CHILD_BYTES = 256 * 1024 * 1024, /* T-15: a parser's memory */
    LIMIT_CHILD_CPU_S = 10,                /* T-15: for uploads */
    LIMIT_FINDINGS = 100,                  /* of one code in a report; the rest is counted */
    LIMIT_SHEETS = 1024,                   /* in one workbook; people stop at some dozens */
    LIMIT_SHEET_ROWS = 200000,             /* T-16: of a workbook or a CSV */
    LIMIT_SHEET_COLUMNS = 16384,           /* the last one is XFD */
    LIMIT_SHEET_CELLS = 10000000,          /* empty ones in front of a filled one included */
    LIMIT_SHEET_CHARS = 32767,             /* of one cell: what a spreadsheet holds */
    LIMIT_SHEET_BYTES = 256 * 1000000,     /* T-16: a workbook unpacked */
    LIMIT_SHEET_RATIO = 100,               /* unpacked to packed; real sheets stay under 50 */
    LIMIT_SHEET_RATIO_FROM = 8 * 1000000,  /* what is smaller may be as dense as it likes */
    LIMIT_SHEET_PARTS = 4096,              /* in one workbook: pictures are parts too */
    LIMIT_SHEET_STRINGS = 44 * 1024 * 1024, /* bytes of the texts that cells share: 64 MiB in all */
    LIMIT_SHEET_STRINGS_DENSE = 16 * 1024 * 1024, /* where they are packed more than this: */
    LIMIT_SHEET_DENSE = 20,                       /* true texts stay under 15 */
    LIMIT_SHEET_UNFOLDED = 32 * 1000000, /* bytes of them in all cells: a second's reading, */
    LIMIT_SHEET_UNFOLDED_CELL = 64,      /* and so many for each cell: true ones are names, words */
    LIMIT_SHEET_STYLES = 65536,          /* a spreadsheet stops at 65,490 */
    LIMIT_ROSTER_ROWS = LIMIT_SHEET_ROWS,   /* T-16: of an import of clients */
    LIMIT_ROSTER_BYTES = 160 * 1024 * 1024, /* of their cells: 800 of such a row */
    LIMIT_AMOUNT_ROWS = 50000,              /* of an import of amounts, which holds them all */
    LIMIT_XML_DEPTH = 64,                   /* a sheet is 12 deep */
    LIMIT_XML_TAG_BYTES = 1024 * 1024,      /* of one tag or comment, which the parser holds */
    LIMIT_SCENARIO_STEPS = 12,
    LIMIT_CLOSED_DAYS = 100,       /* of a firm, still to come: every decision walks them */
    LIMIT_CLOSED_LENGTH = 92,      /* days in one of them: more is a mistake of the year */
    LIMIT_ABSENCE_LENGTH = 732,    /* days: two years; more is a mistake of the year */
    LIMIT_ROUND_BATCH = 2000,      /* obligations in one transaction of a round */
    LIMIT_OCCURRENCES = 5300,      /* of a mission shown at once: a hundred years of weeks */
    LIMIT_ITEMS = 60,              /* of one request: people stop reading before */
    LIMIT_CHECKS = 60,             /* of one task */
    LIMIT_SERVICE_PARTS = 12,      /* tasks of a service, and its requests */
    LIMIT_GENERATION_BATCH = 1000, /* occurrences in one transaction */
    LIMIT_FORESEEN = 50000, /* occurrences that a forecast runs with: three times a large day's */
    LIMIT_MAIL_BYTES = LIMIT_UPLOAD_BYTES, /* of a message that comes in, whole */
    LIMIT_MAIL_KEPT_DAYS = 365,   /* as it came, once it is filed or dropped: a year's accounts */
    LIMIT_MAIL_LINE = 4096,       /* of its head; RFC 5322 says 998, honest servers write 1,300 */
    LIMIT_MAIL_FIELD = 64 * 1024, /* one header, folded */
    LIMIT_MAIL_HEAD = 256 * 1024, /* all of them; long ways leave 40 KiB */
    LIMIT_MAIL_HOPS = 50,         /* servers passed; a mail that runs in circles has more */
    LIMIT_MAIL_DEPTH = 10,        /* containers in containers; forwards of forwards: 8 */
    LIMIT_MAIL_PARTS = 200,       /* of one message; people send 30 photographs */
    LIMIT_MAIL_REPORTS = 100,     /* addresses that one bounce speaks of */
    LIMIT_MAIL_ADDRESSES = 100,   /* read of one header; the rest is not looked at */
    LIMIT_MAIL_TEXT_BYTES = 1024 * 1024, /* of a body that is looked at */
    LIMIT_MAIL_TEXT_CHARS = 20000,       /* of it that is kept beside the message to be shown */
    LIMIT_MAIL_ORNAMENT = 32 * 1024,     /* a picture in a body below this is a signature's logo */
    LIMIT_MAIL_LOGO = 16 * 1024,         /* below it a machine's picture is none that it scanned */
    LIMIT_REFUSALS = 12,                 /* refusals of one message, over 3 days with back-off */
};

#endif
