/** What is never changed once it is written: the database itself sees to it, whoever writes. */
const KEPT = [
  'requirements_value_model_version',
  'requirements_value_score',
  'requirements_value_feasibility',
  'requirements_value_estimate',
  'requirements_value_cost_realisation',
  'requirements_value_assessed_requirement',
  'requirements_value_assessment',
  'requirements_value_report',
];

export const GUARDS: readonly string[] = [
  `create function requirements_value_refuse_change() returns trigger language plpgsql as $$
   begin raise exception 'what was published stays: % on %', tg_op, tg_table_name using errcode = 'restrict_violation'; end $$`,
  ...KEPT.map(
    (table) =>
      `create trigger ${table}_kept before update or delete on ${table} for each row execute function requirements_value_refuse_change()`,
  ),
];
