-- Rows of a datanet that say nearly the same, as its last check found them; group_id is the id of the first of them. Rows
-- without copies are not here, so that a page asks for its own rows only.
create table copy (
    contribution_id integer primary key references contribution (id) on delete cascade,
    datanet_id integer not null references datanet (id),
    group_id integer not null
) strict;

create index copy_group on copy (datanet_id, group_id);
