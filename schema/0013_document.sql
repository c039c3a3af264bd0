-- Documents as they were received (E-22, T-14). The row comes after the file is safe.

CREATE TABLE document (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    item BIGINT,                         -- of a request; NULL: filed with the client alone
    sha256 BYTES NOT NULL,               -- of the bytes; the file's name too (document/document.h)
    size BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- as its sender called it, no path, made safe to show
    name_folded TEXT NOT NULL,           -- for search: without case and accents
    type TEXT NOT NULL,                  -- as the bytes say: "application/pdf"
    way TEXT NOT NULL CHECK (way IN ('space', 'mail', 'link', 'firm', 'collect')),
    kind TEXT NOT NULL CHECK (kind IN ('', 'purchases', 'sales', 'sort')), -- of a receipt; "" none
    member BIGINT,                       -- who brought it, of the firm; NULL: not the firm
    contact BIGINT,                      -- who brought it, of the client; NULL: not them, or unknown
    sender TEXT NOT NULL,                -- address that it was sent from; "" not by mail
    received_at BIGINT NOT NULL,
    scan TEXT NOT NULL CHECK (scan IN ('', 'clean', 'danger')), -- "" was not looked at
    scan_said TEXT NOT NULL,
    removed_at BIGINT,                   -- NULL while it stands; its bytes are kept
    removed_by BIGINT,                   -- member; 0 for who is not of the firm
    again BIGINT NOT NULL,               -- how often the same bytes came to a collection address again
    again_at BIGINT,                     -- the last time; NULL: never
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, item) REFERENCES item (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX document_of_client ON document (firm, client, id);
CREATE INDEX document_of_item ON document (firm, item) WHERE item IS NOT NULL;
CREATE INDEX document_by_hash ON document (firm, sha256);
CREATE INDEX document_member ON document (firm, member) WHERE member IS NOT NULL;
CREATE INDEX document_contact ON document (firm, contact) WHERE contact IS NOT NULL;

-- What comes to a collection address is filed once (E-23).
CREATE UNIQUE INDEX document_collected ON document (firm, client, sha256)
    WHERE way = 'collect' AND removed_at IS NULL;

CREATE INDEX document_to_sort ON document (firm, client)
    WHERE kind = 'sort' AND removed_at IS NULL;
CREATE INDEX document_unseen ON document (firm, id) WHERE scan = '';

-- The daily look at all files (T-14): each is read and its hash compared. The last ones are shown.
-- small: a row a day
CREATE TABLE scrub (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('document', 'mail')), -- which vault
    on_day TEXT NOT NULL,
    last_sha256 BYTES NOT NULL,          -- how far it has come; hashes are walked in their order
    files BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    faulty BIGINT NOT NULL,              -- lost, changed, or not to be read
    swept BIGINT NOT NULL,               -- files that no row knew, taken away
    ended_at BIGINT,                     -- NULL while it goes on
    PRIMARY KEY (firm, id),
    UNIQUE (firm, what, on_day)
);

-- What a look found wrong.
CREATE TABLE scrub_fault (
    firm BIGINT NOT NULL,
    scrub BIGINT NOT NULL,
    sha256 BYTES NOT NULL,
    code TEXT NOT NULL,                  -- DOCUMENT-PERDU, DOCUMENT-ALTERE, DOCUMENT-LECTURE
    PRIMARY KEY (firm, scrub, sha256),
    FOREIGN KEY (firm, scrub) REFERENCES scrub (firm, id)
);

-- An upload in parts, to be gone on with after a cut (E-16).
CREATE TABLE upload (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    item BIGINT,                         -- NULL: filed with the client alone
    contact BIGINT,                      -- who brings it; NULL: the firm
    member BIGINT,
    token_sha256 BYTES NOT NULL,         -- of what the browser holds
    name TEXT NOT NULL,
    size BIGINT NOT NULL,                -- as announced
    got BIGINT NOT NULL,                 -- bytes that are safe
    begun_at BIGINT NOT NULL,
    document BIGINT,                     -- that it became; NULL: not whole yet
    PRIMARY KEY (firm, id),
    UNIQUE (firm, token_sha256),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, item) REFERENCES item (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, document) REFERENCES document (firm, id)
);

CREATE INDEX upload_begun ON upload (firm, begun_at);
CREATE INDEX upload_client ON upload (firm, client);
CREATE INDEX upload_item ON upload (firm, item) WHERE item IS NOT NULL;
CREATE INDEX upload_member ON upload (firm, member) WHERE member IS NOT NULL;
CREATE INDEX upload_contact ON upload (firm, contact) WHERE contact IS NOT NULL;
CREATE INDEX upload_document ON upload (firm, document) WHERE document IS NOT NULL;
