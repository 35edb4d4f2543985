-- So many bytes of words are gathered before they are written, so that a batch of an import makes one piece of the text
-- index and not twenty that must be merged again; and pieces are merged sixteen at a time instead of four.
insert into contribution_words (contribution_words, rank) values ('hashsize', 67108864);
insert into contribution_words (contribution_words, rank) values ('automerge', 16);

-- No question uses it: the facets find a contributor's rows.
drop index contribution_contributor;
