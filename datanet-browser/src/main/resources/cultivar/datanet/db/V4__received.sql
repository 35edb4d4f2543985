-- Files of rows that others gave, each with the statement that its contributor signed (EIP-712 typed data), its digest
-- and the signature; without one nobody vouches for the rows. verdict is what the check said when the file came in.
create table received (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    contributor_id integer not null references contributor (id),
    file text not null,
    verdict text not null check (verdict in ('intact', 'unsigned', 'altered')),
    statement text not null,
    digest blob not null check (length(digest) = 32),
    signature blob,
    note text not null,
    stated integer not null,
    created integer not null,
    at integer not null,
    unique (datanet_id, digest)
) strict;

-- The rows that came in with a file; those that were there before are not among them.
create table received_row (
    received_id integer not null references received (id),
    contribution_id integer not null references contribution (id) on delete cascade,
    primary key (received_id, contribution_id)
) strict, without rowid;

create index received_of on received_row (contribution_id);
