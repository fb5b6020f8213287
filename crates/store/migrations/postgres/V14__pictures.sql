CREATE TABLE pictures (
    key TEXT COLLATE "C" PRIMARY KEY,
    width BIGINT,
    height BIGINT,
    problem TEXT,
    gone BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    retry_at BIGINT,
    asked_at BIGINT NOT NULL
);
CREATE INDEX pictures_asked ON pictures (asked_at);

CREATE TABLE outlet_icons (
    outlet_id BIGINT PRIMARY KEY REFERENCES outlets (id) ON DELETE CASCADE,
    found BIGINT NOT NULL,
    problem TEXT,
    looked_at BIGINT NOT NULL,
    look_again_at BIGINT NOT NULL
);
