-- Where a login or a change of API tokens came from. Null for entries without a request.
alter table audit_entry add column address text;
