-- Missions: the catalogue of services, what was agreed with a client, what fell due of it.

-- Services stand in categories (E-1).
-- small: a firm has a few
CREATE TABLE category (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    key TEXT NOT NULL,                   -- of the catalogue that ships with the house; "" the firm's own
    title TEXT NOT NULL,
    PRIMARY KEY (firm, id),
    UNIQUE (firm, title)
);

-- A service of the catalogue; what it says stands in its versions (E-5).
-- small: a firm has some dozens
CREATE TABLE service (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    category BIGINT NOT NULL,
    key TEXT NOT NULL,                   -- of the catalogue that ships with the house; "" the firm's own
    title TEXT NOT NULL,                 -- of its last version; a client never reads it
    version BIGINT NOT NULL,             -- the last one: of new missions
    archived BIGINT NOT NULL CHECK (archived IN (0, 1)), -- is offered no more
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, category) REFERENCES category (firm, id)
);

CREATE INDEX service_of_category ON service (firm, category);

-- A service as it was saved: who does it, lead, closed days, the tasks and requests that it
-- generates with their items (mission/service.h says the JSON). A mission keeps the version that it
-- was given until a person moves it on.
-- small: a few a service
CREATE TABLE service_version (
    firm BIGINT NOT NULL,
    service BIGINT NOT NULL,
    version BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by BIGINT NOT NULL,            -- member; 0 for the house
    content TEXT NOT NULL,
    PRIMARY KEY (firm, service, version),
    FOREIGN KEY (firm, service) REFERENCES service (firm, id)
);

-- Missions to clients by what these are, also to those that come later (E-12).
-- small: a firm has a few
CREATE TABLE mission_rule (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    conditions TEXT NOT NULL,            -- JSON: vat_regime, has_payroll, year_ends, hub
    content TEXT NOT NULL,               -- JSON: the services and their rhythms, days, whether signed
    is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)), -- it keeps giving to new clients
    seen BIGINT NOT NULL,                -- the last change of clients that it was applied to
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    PRIMARY KEY (firm, id)
);

-- A client that a rule would give a mission to, and does not.
CREATE TABLE mission_exception (
    firm BIGINT NOT NULL,
    rule BIGINT NOT NULL,
    client BIGINT NOT NULL,
    reason TEXT NOT NULL,
    by BIGINT NOT NULL,
    PRIMARY KEY (firm, rule, client),
    FOREIGN KEY (firm, rule) REFERENCES mission_rule (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX mission_exception_client ON mission_exception (firm, client);

-- Services agreed with one client for a period (E-6). Nothing is generated before it is signed.
CREATE TABLE mission (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- a client never reads it
    first_on TEXT NOT NULL,
    last_on TEXT,                        -- its last day; NULL: no end
    state TEXT NOT NULL CHECK (state IN ('draft', 'signed', 'suspended', 'ended')),
    state_at BIGINT NOT NULL,
    state_by BIGINT NOT NULL,            -- member; 0 for the command line and the house
    rule BIGINT,                         -- that gave it; NULL: a person
    rule_turn BIGINT NOT NULL DEFAULT 1, -- among its rule's for its client, from 1: what lacked later
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, rule) REFERENCES mission_rule (firm, id)
);

CREATE INDEX mission_of_client ON mission (firm, client, id);
CREATE INDEX mission_in_state ON mission (firm, state, id);
CREATE INDEX mission_to_end ON mission (firm, last_on)
    WHERE last_on IS NOT NULL AND state IN ('signed', 'suspended');
-- two who apply a rule at once give a client one: they count the same
CREATE UNIQUE INDEX mission_of_rule ON mission (firm, rule, client, rule_turn) WHERE rule IS NOT NULL;

-- Each state of a mission, dated (E-9). None is taken back.
CREATE TABLE mission_life (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    mission BIGINT NOT NULL,
    state TEXT NOT NULL,
    since_on TEXT NOT NULL,                 -- its first day
    at BIGINT NOT NULL,
    by BIGINT NOT NULL,
    missed TEXT NOT NULL CHECK (missed IN ('', 'drop', 'make')), -- resumed: what becomes of what
                                         -- fell while it was suspended
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, mission) REFERENCES mission (firm, id)
);

CREATE INDEX mission_life_of ON mission_life (firm, mission, id);

-- A service of a mission and its rhythm; see mission/recurrence.h.
CREATE TABLE mission_service (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    mission BIGINT NOT NULL,
    client BIGINT NOT NULL,              -- the mission's
    service BIGINT NOT NULL,
    version BIGINT NOT NULL,             -- of the service, until a person moves it on (E-5)
    rhythm TEXT NOT NULL,
    first_on TEXT NOT NULL,              -- the first due date
    anchor_day BIGINT NOT NULL,
    quantity BIGINT NOT NULL,            -- where there is no recurrence (E-6); 1 else
    lead_days BIGINT NOT NULL,
    lead_working BIGINT NOT NULL CHECK (lead_working IN (0, 1)),
    closed TEXT NOT NULL CHECK (closed IN ('keep', 'next', 'before')),
    follows TEXT NOT NULL,               -- a legal deadline whose days it takes: "CA3"; "" its own
    words TEXT NOT NULL,                 -- JSON: wording of this mission's own (E-2); "" none
    next_number BIGINT NOT NULL,         -- of the occurrence that comes next
    next_created_on TEXT,                -- the day on which it is generated; NULL: none comes
    lacks TEXT NOT NULL,                 -- JSON: the fault for which nothing of it can be made, as
                                         -- mission/lack.h; "" none. It is looked at each day
    lacks_on TEXT,                       -- since when; NULL: nothing lacks
    lacks_change BIGINT NOT NULL,        -- the client's last change when it was looked at
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, mission) REFERENCES mission (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, service, version) REFERENCES service_version (firm, service, version)
);

CREATE INDEX mission_service_of ON mission_service (firm, mission, id);
CREATE INDEX mission_service_client ON mission_service (firm, client);
CREATE INDEX mission_service_version ON mission_service (firm, service, version);
CREATE INDEX mission_service_next ON mission_service (firm, next_created_on, id)
    WHERE next_created_on IS NOT NULL;
CREATE INDEX mission_service_lacks ON mission_service (firm, mission) WHERE lacks <> '';

-- What no mission is to blame for keeps all of them from being made; see mission/lack.h.
-- small: one a firm
CREATE TABLE generation_stop (
    firm BIGINT PRIMARY KEY REFERENCES firm (id),
    code TEXT NOT NULL,                  -- of the fault; what it says stands in the log
    since_at BIGINT NOT NULL
);

-- What fell due of a service: generated once (E-11).
CREATE TABLE occurrence (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    mission_service BIGINT NOT NULL,
    number BIGINT NOT NULL,              -- names it for good: see mission/course.h
    client BIGINT NOT NULL,
    due_on TEXT NOT NULL,                -- keeps its anchor
    lands_on TEXT NOT NULL,              -- where the rule for closed days puts it
    created_on TEXT NOT NULL,            -- a civil day
    amount_cents BIGINT,                 -- of a tax instalment (E-13); NULL: none is known
    PRIMARY KEY (firm, id),
    UNIQUE (firm, mission_service, number),
    FOREIGN KEY (firm, mission_service) REFERENCES mission_service (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX occurrence_client ON occurrence (firm, client);

-- A client's own amount of a deadline, from a sheet (E-13), and its own day of it.
CREATE TABLE deadline_own (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    kind TEXT NOT NULL,                  -- of mission/deadline.h: "IS-ACOMPTE"
    period TEXT NOT NULL,                -- likewise: "2026-T3"
    part BIGINT NOT NULL,                -- likewise; 0 none
    amount_cents BIGINT,                 -- NULL: none is known
    due_on TEXT,                         -- NULL: as the law says
    by BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (firm, client, kind, period, part),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

-- What a client's deadlines follow from and its dossier does not say; see mission/tax.h.
CREATE TABLE client_tax (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    department TEXT NOT NULL,            -- "75", "2A", "974"; "" not known
    form TEXT NOT NULL CHECK (form IN ('', 'EI', 'SOC', 'SA', 'AUTRE', 'ETRANGER')), -- "" as its
                                         -- legal form says
    vat_day BIGINT NOT NULL CHECK (vat_day BETWEEN 0 AND 31), -- its own day of VAT; 0: computed
    opened_on TEXT,                      -- of its first financial year; NULL: not known
    first_closing_on TEXT,               -- likewise
    last_vat_cents BIGINT,               -- of the year before; NULL: not known
    last_is_cents BIGINT,
    last_cfe_cents BIGINT,
    last_cvae_cents BIGINT,
    turnover_cents BIGINT,
    by BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (firm, client),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

-- A client's own wording of a service's requests, whatever the mission (E-2).
CREATE TABLE client_words (
    firm BIGINT NOT NULL,
    client BIGINT NOT NULL,
    service BIGINT NOT NULL,
    words TEXT NOT NULL,                 -- JSON: see mission/refine.h
    PRIMARY KEY (firm, client, service),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, service) REFERENCES service (firm, id)
);

CREATE INDEX client_words_service ON client_words (firm, service);

-- Each change of a wording of a client's or a mission's own, with what stood before: it can be
-- taken back, which is one more.
CREATE TABLE words_change (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    service BIGINT NOT NULL,
    mission_service BIGINT NOT NULL,     -- 0: the client's own, whatever the mission
    words TEXT NOT NULL,                 -- JSON, as they stood before; "" none
    by BIGINT NOT NULL,                  -- member, 0 the house
    at BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, service) REFERENCES service (firm, id)
);

CREATE INDEX words_change_of ON words_change (firm, client, service, mission_service, id);
CREATE INDEX words_change_service ON words_change (firm, service);
