-- Chats as trees of turns. A turn is a question with all its answers; turns with the same parent are branches: another
-- wording of the question, or another try. leaf is the turn at the end of the branch that was shown last.
-- Ids are made by the program that asks, so that what follows a turn can be written without waiting for it.
-- Times are milliseconds since 1970. A chat that was deleted is kept until the next start, so that it can come back.

create table chat (
    id text primary key,
    title text not null,
    system text not null,
    leaf text,
    created integer not null,
    changed integer not null,
    deleted integer
) strict, without rowid;

create index chat_order on chat (changed);

create table turn (
    id text primary key,
    chat_id text not null references chat (id) on delete cascade,
    parent_id text references turn (id) on delete cascade,
    question text not null,
    draw text not null,
    blind integer not null check (blind in (0, 1)),
    created integer not null
) strict, without rowid;

create index turn_chat on turn (chat_id, created);
create index turn_parent on turn (parent_id);

-- slot is the column that asked, place where the answer was shown. stop is null where there is no answer but a failure.
create table answer (
    turn_id text not null references turn (id) on delete cascade,
    slot integer not null,
    place integer not null,
    name text not null,
    folder text,
    strength real not null,
    text text not null,
    hash text not null,
    tokens integer not null,
    tokens_per_second real not null,
    first_token_seconds real not null,
    stop text,
    failure text,
    primary key (turn_id, slot)
) strict, without rowid;

-- A vote holds all that an evaluation needs, and outlives its chat.
create table vote (
    turn_id text primary key,
    messages text not null,
    verdict text not null check (verdict in ('BEST', 'SAME', 'BAD')),
    created integer not null
) strict, without rowid;

create table vote_answer (
    turn_id text not null references vote (turn_id) on delete cascade,
    place integer not null,
    name text not null,
    hash text not null,
    strength real not null,
    text text not null,
    best integer not null check (best in (0, 1)),
    primary key (turn_id, place)
) strict, without rowid;

create table preset (
    name text primary key,
    draw text not null
) strict, without rowid;
