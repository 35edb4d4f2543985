-- Datanets, their rows, and their versions.
-- A version holds the training rows with since_version <= number and (until_version is null or until_version > number),
-- in the order of their ids: a version costs no copy of its rows.
-- split is 0 for training rows and 1 for held-out rows. Times are milliseconds since 1970. Hashes are 32 bytes.

create table datanet (
    id integer primary key,
    name text not null unique,
    title text not null,
    summary text not null,
    description text not null,
    guidelines text not null,
    licence text not null,
    created integer not null
) strict;

create table tag (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    name text not null,
    meaning text not null,
    rows integer not null default 0,
    unique (datanet_id, name)
) strict;

create table contributor (
    id integer primary key,
    address text not null unique
) strict;

create table licence (
    id integer primary key,
    name text not null unique
) strict;

create table import_run (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    file text not null,
    split integer not null,
    started integer not null,
    finished integer,
    added integer not null default 0,
    duplicates integer not null default 0,
    rejected integer not null default 0
) strict;

create table contribution (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    split integer not null check (split in (0, 1)),
    contributor_id integer not null references contributor (id),
    licence_id integer not null references licence (id),
    source text not null,
    context text not null,
    messages text not null,
    content_hash blob not null check (length(content_hash) = 32),
    text_hash blob not null check (length(text_hash) = 32),
    leaf blob not null check (length(leaf) = 32),
    import_id integer references import_run (id),
    line integer,
    since_version integer,
    until_version integer,
    created integer not null,
    check (split = 0 or since_version is null)
) strict;

create unique index contribution_identity on contribution (datanet_id, content_hash, contributor_id);
create index contribution_text on contribution (datanet_id, text_hash);
create index contribution_order on contribution (datanet_id, split, id);
create index contribution_contributor on contribution (datanet_id, contributor_id, id);
create index contribution_draft on contribution (datanet_id, id) where split = 0 and since_version is null;

create table contribution_tag (
    tag_id integer not null references tag (id),
    contribution_id integer not null references contribution (id) on delete cascade,
    primary key (tag_id, contribution_id)
) strict, without rowid;

create index contribution_tags on contribution_tag (contribution_id);

-- How many rows there are of each kind, kept beside the rows so that cards need not count a million of them.
create table tally (
    datanet_id integer not null references datanet (id),
    split integer not null,
    contributor_id integer not null references contributor (id),
    licence_id integer not null references licence (id),
    rows integer not null,
    primary key (datanet_id, split, contributor_id, licence_id)
) strict, without rowid;

create table version (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    number integer not null,
    root blob not null check (length(root) = 32),
    rows integer not null,
    created integer not null,
    unique (datanet_id, number)
) strict;

create table version_share (
    version_id integer not null references version (id),
    contributor_id integer not null references contributor (id),
    licence_id integer not null references licence (id),
    rows integer not null,
    primary key (version_id, contributor_id, licence_id)
) strict, without rowid;

-- The words of each row under its id; net holds "d" and the datanet's id, so that one datanet can be searched.
create virtual table contribution_words using fts5 (
    net, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- A text is on one side of a datanet only.
create trigger contribution_one_side before insert on contribution
when exists (
    select 1 from contribution
    where datanet_id = new.datanet_id and text_hash = new.text_hash and split <> new.split
)
begin
    select raise(abort, 'the text is on the other side of the split');
end;

create trigger contribution_split_kept before update of split, text_hash, datanet_id on contribution
begin
    select raise(abort, 'the side, the text and the datanet of a row cannot be changed');
end;

-- What a version holds cannot be changed.
create trigger contribution_published before update
    of contributor_id, licence_id, source, context, messages, content_hash, leaf, since_version on contribution
when old.since_version is not null
begin
    select raise(abort, 'a version holds this row');
end;

create trigger contribution_kept before delete on contribution
when old.since_version is not null
begin
    select raise(abort, 'a version holds this row');
end;

create trigger version_fixed before update on version
begin
    select raise(abort, 'a version cannot be changed');
end;

create trigger version_kept before delete on version
begin
    select raise(abort, 'a version cannot be deleted');
end;
