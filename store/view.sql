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
    event       TEXT    NOT NULL
) STRICT;
CREATE INDEX entries_of_capture ON entries (capture);
CREATE INDEX entries_of_entity ON entries (provider, kind, id, seq) WHERE id IS NOT NULL;
CREATE INDEX entries_by_key ON entries (provider, key, content);

CREATE TABLE entities (
    provider TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    phase    TEXT    NOT NULL,
    status   TEXT,
    brand    TEXT,
    campaign TEXT,
    last_seq INTEGER NOT NULL,
    entity   TEXT    NOT NULL,
    PRIMARY KEY (provider, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entities_by_change ON entities (kind, last_seq);

-- Every id that an entity is known by, its own among them.
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
