-- Review, tags with their authors, quality signals, and the history of all changes with what undoing them needs.
-- state is 0 for pending, 1 for accepted and 2 for rejected rows. Rows from before this migration are accepted.

-- Whoever changes something: a person's name, an account's address, or a rule's name.
create table actor (
    id integer primary key,
    name text not null unique
) strict;

create table reason (
    id integer primary key,
    words text not null unique
) strict;

-- Every mix of side, contributor, licence and state that occurs in a datanet, with its number of rows. held is 1 for
-- rows of the newest version. A filter is a union of facets, so that a page and a count need no row that it drops.
create table facet (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    split integer not null check (split in (0, 1)),
    contributor_id integer not null references contributor (id),
    licence_id integer not null references licence (id),
    state integer not null check (state in (0, 1, 2)),
    held integer not null check (held in (0, 1)),
    rows integer not null default 0,
    unique (datanet_id, split, contributor_id, licence_id, state, held)
) strict;

insert into facet (datanet_id, split, contributor_id, licence_id, state, held, rows)
select datanet_id, split, contributor_id, licence_id, 1, since_version is not null, count(*)
from contribution group by 1, 2, 3, 4, 6;

drop table tally;

-- Apart from the contribution, because it changes often and the text never does.
create table contribution_state (
    contribution_id integer primary key references contribution (id) on delete cascade,
    facet_id integer not null references facet (id),
    reason_id integer references reason (id),
    actor_id integer references actor (id),
    changed integer
) strict;

insert into contribution_state (contribution_id, facet_id)
select c.id, f.id from contribution c
join facet f on f.datanet_id = c.datanet_id and f.split = c.split and f.contributor_id = c.contributor_id
    and f.licence_id = c.licence_id and f.state = 1 and f.held = (c.since_version is not null)
order by c.id;

create index contribution_state_facet on contribution_state (facet_id);

-- The facet stands beside the tag so that both together are one range of the key. Without an actor, the tag came with
-- the row.
create table contribution_tag_new (
    tag_id integer not null references tag (id),
    facet_id integer not null references facet (id),
    contribution_id integer not null references contribution (id) on delete cascade,
    actor_id integer references actor (id),
    changed integer,
    primary key (tag_id, facet_id, contribution_id)
) strict, without rowid;

insert into contribution_tag_new (tag_id, facet_id, contribution_id)
select x.tag_id, s.facet_id, x.contribution_id from contribution_tag x
join contribution_state s on s.contribution_id = x.contribution_id
order by 1, 2, 3;

drop table contribution_tag;
alter table contribution_tag_new rename to contribution_tag;
create unique index contribution_tags on contribution_tag (contribution_id, tag_id);

create table tag_tally (
    tag_id integer not null references tag (id),
    facet_id integer not null references facet (id),
    rows integer not null,
    primary key (tag_id, facet_id)
) strict, without rowid;

insert into tag_tally (tag_id, facet_id, rows)
select tag_id, facet_id, count(*) from contribution_tag group by tag_id, facet_id;

alter table tag drop column rows;

-- The facets say which rows are drafts.
drop index contribution_draft;

-- Where in its file a row comes from, for files without lines.
alter table contribution add column place text not null default '';

-- What measures something of a row, and what it found. By content, so that a copy need not be measured again.
create table signal (
    id integer primary key,
    name text not null,
    version text not null,
    unique (name, version)
) strict;

create table signal_value (
    signal_id integer not null references signal (id),
    content_hash blob not null check (length(content_hash) = 32),
    value real not null,
    reason text not null,
    primary key (signal_id, content_hash)
) strict, without rowid;

create index signal_range on signal_value (signal_id, value);

-- Earlier stays of a row in versions, where a row came back after it had left. The present stay is with the row.
create table contribution_span (
    contribution_id integer not null references contribution (id),
    since_version integer not null,
    until_version integer not null,
    primary key (contribution_id, since_version)
) strict, without rowid;

-- What was done. undoes names the action that this one takes back, undone_by the one that took this one back.
create table action (
    id integer primary key,
    datanet_id integer not null references datanet (id),
    actor_id integer not null references actor (id),
    at integer not null,
    kind text not null check (kind in ('import', 'publish', 'edit', 'undo', 'redo')),
    note text not null,
    rows integer not null default 0,
    undoes integer references action (id),
    undone_by integer references action (id)
) strict;

create index action_order on action (datanet_id, id);
create index action_open on action (datanet_id, actor_id, kind, id) where undone_by is null;

-- One row's part of an action: of its state where tag_id is 0, else of that tag, which is there (1) or not (0).
create table change (
    action_id integer not null references action (id),
    contribution_id integer not null references contribution (id) on delete cascade,
    tag_id integer not null,
    before_value integer not null,
    before_reason integer references reason (id),
    before_actor integer references actor (id),
    before_changed integer,
    after_value integer not null,
    after_reason integer references reason (id),
    primary key (action_id, contribution_id, tag_id)
) strict, without rowid;

create index change_of on change (contribution_id, action_id);

-- A row may leave the next version and come back in a later one; what a version holds still cannot be changed.
drop trigger contribution_published;

create trigger contribution_published before update
    of contributor_id, licence_id, source, context, messages, content_hash, leaf on contribution
when old.since_version is not null
begin
    select raise(abort, 'a version holds this row');
end;

create trigger contribution_stay before update of since_version, until_version on contribution
when (old.until_version is not null or (old.since_version is not null and old.since_version is not new.since_version))
    and not exists (
        select 1 from contribution_span
        where contribution_id = old.id and since_version = old.since_version and until_version = old.until_version
    )
begin
    select raise(abort, 'a version holds this row');
end;

create trigger span_fixed before update on contribution_span
begin
    select raise(abort, 'a stay in a version cannot be changed');
end;

create trigger span_kept before delete on contribution_span
begin
    select raise(abort, 'a stay in a version cannot be deleted');
end;
