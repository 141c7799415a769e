-- PostgreSQL lets every user of the database execute a new function. This one runs with the rights of
-- the owner and deletes entries.
revoke execute on function expire_audit_entries(timestamptz, integer) from public;
