// What was deleted is remembered by its key, so that no older file brings it back.
CYPHER 25 CREATE CONSTRAINT tombstone_key IF NOT EXISTS FOR (n:Tombstone) REQUIRE n.key IS UNIQUE;
