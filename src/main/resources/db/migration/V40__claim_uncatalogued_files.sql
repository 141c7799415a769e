-- Whether the store's object or parts are being removed. Such a file can't enter the catalogue any more.
alter table uncatalogued_file add column removing boolean not null default false;
