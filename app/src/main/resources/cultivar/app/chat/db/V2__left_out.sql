-- How many of the oldest turns before this one no longer fitted when it was asked.
alter table turn add column left_out integer not null default 0;
