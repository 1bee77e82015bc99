/**
 * Events of plugins that may be there or not: their payloads as those plugins declare them, so that what is read of
 * them is typed. Hooks on them are `ifDeclared`.
 */
declare module '@candor/kernel' {
  interface Events {
    'survey.response-submitted': {
      responseId: string;
      surveyId: string;
      customerId: string;
      ratings: Readonly<Record<string, number>>;
    };
    'loyalty.tier-changed': {
      accountId: string;
      customerId: string;
      fromTierId: string | null;
      toTierId: string;
      isRise: boolean;
    };
  }
}

export type ForeignEvent = 'survey.response-submitted' | 'loyalty.tier-changed';
