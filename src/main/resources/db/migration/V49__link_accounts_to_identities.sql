-- People who log in at an OpenID Connect provider have no password here.
alter table account alter column password_hash drop not null;

-- Which account a person at a provider has. The subject is the provider's own, unchangeable id.
create table account_identity (
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  account text not null references account,
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);

create index account_identity_account on account_identity (account);

-- What the logout at the provider needs, for sessions that began there. The ID token is encrypted with
-- a key that only the session's cookie contains.
create table oidc_session (
  token_hash bytea primary key references login_session on delete cascade,
  issuer text not null,
  subject text not null,
  sid text,
  sealed_id_token bytea,
  begun_at timestamptz not null,
  foreign key (issuer, subject) references account_identity on delete cascade
);

create index oidc_session_subject on oidc_session (issuer, subject);
create index oidc_session_sid on oidc_session (issuer, sid) where sid is not null;
