-- A foreign key locks the referenced row when it is checked (FOR KEY SHARE). Checked at once, each opening
-- would lock the account's row from its first insert on, and the updates of concurrent openings would leave
-- versions with several lockers (multixacts), whose index entries only a vacuum removes.
alter table upload alter constraint upload_owner_fkey deferrable initially deferred;
alter table video alter constraint video_owner_fkey deferrable initially deferred;
alter table reservation alter constraint reservation_owner_fkey deferrable initially deferred;
