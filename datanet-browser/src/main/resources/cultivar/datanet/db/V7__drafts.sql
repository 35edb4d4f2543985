-- Documents of which a person makes rows by hand, with the rows made so far. The passages are kept with the draft, so that
-- it can be gone on with when the file has moved. passages, rows and open are JSON; open is the row that is being written.
create table draft (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    file text not null,
    split integer not null check (split in (0, 1)),
    passages text not null,
    rows text not null,
    open text not null,
    changed integer not null
) strict;

create index draft_of on draft (datanet_id, id);
