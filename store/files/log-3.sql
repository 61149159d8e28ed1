-- What people say of captures: nobody can read it from them again. A row stays when nothing is said any more, so that
-- `changed` only grows.
CREATE TABLE marks (
    capture INTEGER PRIMARY KEY,
    marked  INTEGER,          -- the change that marked it; none where it is not marked
    note    TEXT,
    changed INTEGER NOT NULL  -- another number for each change, one more than the last
) STRICT;
CREATE INDEX marks_by_change ON marks (changed);
