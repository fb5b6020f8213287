ALTER TABLE entries ADD COLUMN polled_before BIGINT;

ALTER TABLE stories DROP COLUMN title;
ALTER TABLE stories DROP COLUMN image;
ALTER TABLE stories DROP COLUMN voices;
