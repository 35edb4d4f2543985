-- How strong an adapter was when its answer began, where that changed on the way; strength is what it ended at.
alter table answer add column began real;
alter table vote_answer add column began real;
