-- Which model a signal is measured by, as people call it; empty where no model is needed.
alter table signal add column measured_by text not null default '';
