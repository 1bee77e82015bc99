import { STAMPS } from './stamps.js';

/** What customers get because something went wrong. */
export const COMPENSATION_TABLES: readonly string[] = [
  `create table "loyalty_compensation" (
    "id" uuid not null,
    ${STAMPS},
    "customer_id" uuid not null,
    "about" text not null,
    "message" jsonb not null,
    "value" numeric not null,
    "currency" text not null,
    "coupon_days" int null,
    "state" text not null default 'PROMISED',
    "promised_at" timestamptz not null,
    "coupon_id" uuid null,
    "issued_at" timestamptz null,
    "told_at" timestamptz null,
    "told_by" text null,
    primary key ("id"),
    constraint "loyalty_compensation_about_customer_id_unique" unique ("about", "customer_id"),
    constraint "loyalty_compensation_coupon_id_unique" unique ("coupon_id"),
    constraint "loyalty_compensation_customer_id_foreign" foreign key ("customer_id") references "customers_customer" ("id"),
    constraint "loyalty_compensation_coupon_id_foreign" foreign key ("coupon_id") references "loyalty_coupon" ("id") on delete set null,
    constraint "loyalty_compensation_state_check" check ("state" in ('PROMISED', 'ISSUED', 'TOLD'))
  )`,
  ...['', '"state", ', '"about", ', '"customer_id", '].map(
    (column) =>
      `create index "loyalty_compensation_${column.replace(/\W/g, '')}${column && '_'}promised_at_id_index" on "loyalty_compensation" (${column}"promised_at", "id")`,
  ),
];
