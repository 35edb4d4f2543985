-- Under what a question was asked: the instructions above the conversation, and whether what was said before it was
-- remembered. Null for turns that are older than this, of which only the chat's instructions of now are known.

alter table turn add column system text;
alter table turn add column remembering integer check (remembering in (0, 1));
