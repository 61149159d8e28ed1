-- The view: what the captures meant. Derived: dropped and read again whenever it is old, damaged or of another log.
CREATE TABLE position (
    log        TEXT    NOT NULL,
    capture    INTEGER NOT NULL, -- the newest capture that has been read
    generation INTEGER NOT NULL, -- another number each time that the view was begun
    entry      INTEGER NOT NULL, -- the newest seq that was given to an entry, though it be gone
    forgotten  INTEGER NOT NULL  -- how many entries have gone since, with their captures
) STRICT;

-- What many entries, or many entities, have in common, and how many have it: a few hundred rows say it for millions.
CREATE TABLE classes (
    class    INTEGER PRIMARY KEY,
    of       TEXT    NOT NULL, -- `entries`, `entities`
    provider TEXT,
    type     TEXT    NOT NULL, -- empty for entities
    kind     TEXT,
    status   TEXT,
    phase    TEXT    NOT NULL,
    verdict  TEXT    NOT NULL, -- empty for entities
    n        INTEGER NOT NULL
) STRICT;
CREATE INDEX classes_by_name ON classes (of, type, status, provider, kind, phase, verdict);

-- Of a class, how many there are in each block of seqs: so a list knows which row is the millionth.
CREATE TABLE blocks (
    class INTEGER NOT NULL, -- 0 is every entry
    block INTEGER NOT NULL, -- of 16,384 seqs; an entity's is that of its newest entry
    n     INTEGER NOT NULL,
    PRIMARY KEY (class, block)
) STRICT, WITHOUT ROWID;

-- Of a class of entries, how many came in each minute, and in each hour: so a chart counts none.
CREATE TABLE spans (
    width INTEGER NOT NULL, -- seconds: 60, 3600
    class INTEGER NOT NULL, -- 0 is every entry
    at    INTEGER NOT NULL, -- so many widths after 1970
    n     INTEGER NOT NULL,
    again INTEGER NOT NULL, -- of them, how many were delivered before
    first INTEGER NOT NULL, -- no seq of them is smaller
    last  INTEGER NOT NULL, -- and none larger
    PRIMARY KEY (width, class, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE reasons (
    nr     INTEGER PRIMARY KEY,
    reason TEXT NOT NULL UNIQUE
) STRICT;

-- An entry, each thing said once: what stands in a column or in its class does not stand in `event`.
CREATE TABLE entry_rows (
    seq         INTEGER PRIMARY KEY,
    capture     INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    occurred_at INTEGER,
    class       INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    keyed       INTEGER NOT NULL, -- digest of provider and key
    key         TEXT    NOT NULL,
    content     TEXT    NOT NULL,
    id          TEXT,
    brand       TEXT,             -- its own id, if it is one
    campaign    TEXT,
    why         INTEGER,          -- the reason of the verdict
    flags       TEXT,             -- [[oddity, sentence], …]
    event       TEXT    NOT NULL
) STRICT;
CREATE INDEX entries_of_capture ON entry_rows (capture);
CREATE INDEX entries_by_class ON entry_rows (class);
CREATE INDEX entries_by_key ON entry_rows (keyed);
CREATE INDEX entries_of_entity ON entry_rows (id COLLATE NOCASE) WHERE id IS NOT NULL;
CREATE INDEX entries_of_brand ON entry_rows (brand COLLATE NOCASE) WHERE brand IS NOT NULL;
CREATE INDEX entries_of_campaign ON entry_rows (campaign COLLATE NOCASE) WHERE campaign IS NOT NULL;
CREATE INDEX entries_again ON entry_rows (seq) WHERE attempt > 1;
CREATE INDEX entries_odd ON entry_rows (seq) WHERE flags IS NOT NULL;

-- The left joins are left out where nothing of theirs is asked for.
CREATE VIEW entries AS SELECT
    e.seq, e.capture, e.received_at, e.occurred_at, c.provider, c.type, e.key, e.content, e.attempt, c.kind, e.id,
    c.status, c.phase, e.brand, e.campaign, c.verdict, r.reason, e.flags, e.event, e.class, e.keyed
FROM entry_rows e LEFT JOIN classes c ON c.class = e.class LEFT JOIN reasons r ON r.nr = e.why;

CREATE TABLE entities (
    nr        INTEGER PRIMARY KEY,
    class     INTEGER NOT NULL,
    provider  TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    phase     TEXT    NOT NULL,
    status    TEXT,
    brand     TEXT,             -- its own id, if it is one
    campaign  TEXT,
    sender    TEXT,
    recipient TEXT,
    last_at   INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL, -- no two have the same
    entity    TEXT    NOT NULL  -- what stands in no column
) STRICT;
CREATE UNIQUE INDEX entities_by_id ON entities (id, kind, provider);
CREATE INDEX entities_by_class ON entities (class, last_seq);
CREATE INDEX entities_by_change ON entities (last_seq);
CREATE INDEX entities_of_brand ON entities (brand, provider, kind) WHERE brand IS NOT NULL;
CREATE INDEX entities_of_campaign ON entities (campaign, provider, kind) WHERE campaign IS NOT NULL;
CREATE INDEX entities_from ON entities (sender, provider) WHERE sender IS NOT NULL;
CREATE INDEX entities_to ON entities (recipient, provider) WHERE recipient IS NOT NULL;

-- The other ids that a thing is known by; some are known before the thing itself was heard of.
CREATE TABLE aliases (
    provider TEXT NOT NULL,
    kind     TEXT NOT NULL,
    alias    TEXT NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (alias, kind, provider)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_of_entity ON aliases (id, kind, provider);

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
