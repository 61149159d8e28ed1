-- The view: what the captures meant. Derived: dropped and read again whenever it is old, damaged or of another log.
CREATE TABLE position (
    log        TEXT    NOT NULL,
    capture    INTEGER NOT NULL, -- the newest capture that has been read
    generation INTEGER NOT NULL  -- another number each time that the view was begun
) STRICT;

CREATE TABLE entries (
    seq         INTEGER PRIMARY KEY,
    capture     INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    occurred_at INTEGER,
    provider    TEXT,
    type        TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    content     TEXT    NOT NULL,
    attempt     INTEGER NOT NULL,
    kind        TEXT,
    id          TEXT,
    status      TEXT,
    phase       TEXT    NOT NULL,
    brand       TEXT,
    campaign    TEXT,
    verdict     TEXT    NOT NULL,
    reason      TEXT,            -- of the verdict
    flags       TEXT,            -- [[oddity, sentence], …]
    event       TEXT    NOT NULL
) STRICT;
CREATE INDEX entries_by_time ON entries (received_at);
CREATE INDEX entries_of_capture ON entries (capture);
CREATE INDEX entries_of_entity ON entries (provider, kind, id, seq) WHERE id IS NOT NULL;
CREATE INDEX entries_by_key ON entries (provider, key, content);

CREATE TABLE entities (
    provider  TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    phase     TEXT    NOT NULL,
    status    TEXT,
    brand     TEXT,
    campaign  TEXT,
    sender    TEXT,
    recipient TEXT,
    last_at   INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL,
    entity    TEXT    NOT NULL,
    PRIMARY KEY (provider, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entities_by_change ON entities (kind, last_seq);
CREATE INDEX entities_of_brand ON entities (provider, brand, kind) WHERE brand IS NOT NULL;
CREATE INDEX entities_of_campaign ON entities (provider, campaign, kind) WHERE campaign IS NOT NULL;
CREATE INDEX messages_from ON entities (provider, sender) WHERE kind = 'message' AND sender IS NOT NULL;
CREATE INDEX messages_to ON entities (provider, recipient) WHERE kind = 'message' AND recipient IS NOT NULL;

-- Every id that a thing is known by, its own among them; some are known before the thing itself was heard of.
CREATE TABLE aliases (
    provider TEXT NOT NULL,
    kind     TEXT NOT NULL,
    alias    TEXT NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (provider, kind, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_of_entity ON aliases (provider, kind, id);

CREATE TABLE counters (
    scope TEXT    NOT NULL, -- `entries`, `verdict`, `entities`
    name  TEXT    NOT NULL, -- nothing, the verdict, `kind/phase`
    n     INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;

-- What senders use once, and what it was used for.
CREATE TABLE nonces (
    provider TEXT    NOT NULL,
    nonce    TEXT    NOT NULL,
    content  TEXT    NOT NULL,
    capture  INTEGER NOT NULL,
    PRIMARY KEY (provider, nonce)
) STRICT, WITHOUT ROWID;

-- The providers that have called (an empty part), and what they sent that no published example has.
CREATE TABLE shapes (
    provider TEXT    NOT NULL,
    part     TEXT    NOT NULL,
    capture  INTEGER NOT NULL, -- the first that had it
    PRIMARY KEY (provider, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE habits (
    provider TEXT PRIMARY KEY,
    habits   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
