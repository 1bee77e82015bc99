import { Migration } from '@mikro-orm/migrations';

/** In which scene contacts take place, and in which stage of life the customer was. */
export class Scenes20261122 extends Migration {
  override up(): void {
    this.addSql(`alter table "conversations_conversation"
      add column "scene" text not null default 'ENQUIRY',
      add column "lifecycle_stage" text null,
      add column "begun_at" timestamptz not null default now(),
      add constraint "conversations_conversation_scene_check" check ("scene" in ('ENQUIRY', 'AFTER_SALES', 'VALUE_ADDED')),
      add constraint "conversations_conversation_lifecycle_stage_check"
        check ("lifecycle_stage" in ('NEW', 'EXISTING', 'TO_WIN_BACK'))`);
    this.addSql('update "conversations_conversation" set "begun_at" = "created_at"');
    for (const columns of ['begun_at, id', 'customer_id, begun_at, id', 'scene', 'lifecycle_stage'])
      this.addSql(
        `create index "conversations_conversation_${columns.replaceAll(', ', '_')}_index" on "conversations_conversation" (${columns})`,
      );
  }
}
