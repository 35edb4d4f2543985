-- An index of the beginnings of words, because a search is asked while its last word is still being typed.
drop table contribution_words;

create virtual table contribution_words using fts5 (
    net, body, content = '', contentless_delete = 1, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2'
);

insert into contribution_words (rowid, net, body)
select c.id, 'd' || c.datanet_id, case when json_valid(c.messages) then (
        select coalesce(group_concat(m.value ->> 'content', char(10)), '') from json_each(c.messages) m
    ) else c.messages end
from contribution c order by c.id;
