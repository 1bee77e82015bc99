import { Migration } from '@mikro-orm/migrations';

/** The conversations about tickets of before: begun when the ticket was opened, and in the scene of its type. */
export class Scenes20261122 extends Migration {
  override up(): void {
    this.addSql(`update "conversations_conversation" c
      set "begun_at" = t."opened_at",
        "scene" = case t."type" when 'SIMPLE_ENQUIRY' then 'ENQUIRY' else 'AFTER_SALES' end
      from "tickets_ticket" t where t."conversation_id" = c."id"`);
  }
}
