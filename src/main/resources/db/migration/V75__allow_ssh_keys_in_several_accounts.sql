-- A public key is no secret, so an account could keep another one from adding its own key. The index is
-- built in no time: an account has at most 20 keys.
alter table ssh_key
  drop constraint ssh_key_fingerprint_key,
  add constraint ssh_key_account_fingerprint_key unique (account, fingerprint);
