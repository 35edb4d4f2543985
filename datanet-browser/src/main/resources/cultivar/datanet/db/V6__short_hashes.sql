-- The first four bytes of a hash find its row as well as all 32 do, and rows that share them are told apart by the rest;
-- an index of them is a third as large, and an import writes most of its pages again and again.
drop index contribution_identity;
drop index contribution_text;
create index contribution_content on contribution (datanet_id, substr(content_hash, 1, 4));
create index contribution_text on contribution (datanet_id, substr(text_hash, 1, 4));

-- Between two insertions that may fail in their middle, the text index writes a piece for each row.
drop trigger contribution_one_side;
