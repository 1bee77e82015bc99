/** The columns that every shared record has. */
export const STAMPS = `"created_at" timestamptz not null,
    "updated_at" timestamptz not null,
    "version" int not null default 1`;
