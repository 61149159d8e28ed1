-- What the view says, to be read by people and by other programs: no function of ours is needed for it.
CREATE VIEW events AS SELECT
    seq,
    capture,
    strftime('%Y-%m-%dT%H:%M:%S', received_at / 1000000, 'unixepoch')
        || printf('.%03dZ', received_at / 1000 % 1000) AS received_at,
    strftime('%Y-%m-%dT%H:%M:%S', occurred_at / 1000000, 'unixepoch')
        || printf('.%03dZ', occurred_at / 1000 % 1000) AS occurred_at,
    (received_at - occurred_at) / 1000000.0 AS lag, -- seconds
    provider,
    type,
    kind,
    id,
    status,
    phase,
    brand,
    campaign,
    json_extract(event, '$.summary') AS summary,
    json_extract(event, '$.reason') AS reason,
    json_extract(event, '$.code') AS code,
    json_extract(event, '$.meaning') AS meaning,
    json_extract(event, '$.name') AS name,
    json_extract(event, '$.sender') AS sender,
    json_extract(event, '$.recipient') AS recipient,
    json_extract(event, '$.text') AS text,
    key,
    attempt,
    verdict,
    reason AS verdict_reason,
    flags
FROM entries;

-- One row a brand, campaign, number, message, …, as it is now. `callboard sql` calls it `entities`.
CREATE VIEW entity_states AS SELECT
    provider,
    kind,
    id,
    json_extract(entity, '$.name') AS name,
    status,
    phase,
    brand,
    campaign,
    sender,
    recipient,
    json_extract(entity, '$.type') AS type,
    json_extract(entity, '$.reason') AS reason,
    json_extract(entity, '$.code') AS code,
    json_extract(entity, '$.meaning') AS meaning,
    json_extract(entity, '$.text') AS text,
    coalesce(json_extract(entity, '$.events'), 0) AS events,
    strftime('%Y-%m-%dT%H:%M:%S', json_extract(entity, '$.first_at') / 1000000, 'unixepoch')
        || printf('.%03dZ', json_extract(entity, '$.first_at') / 1000 % 1000) AS first_at,
    strftime('%Y-%m-%dT%H:%M:%S', last_at / 1000000, 'unixepoch')
        || printf('.%03dZ', last_at / 1000 % 1000) AS last_at,
    last_seq
FROM entities;
