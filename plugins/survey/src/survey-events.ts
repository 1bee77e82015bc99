import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Commands {
    /** Hooks may add segments, such as the tier a plugin knows; only hidden fields of the questionnaire are kept. */
    'survey.invite': {
      surveyId: string;
      customerId: string;
      subject: string | null;
      segments: Readonly<Record<string, string>>;
    };
  }
  interface Events {
    'survey.published': { surveyId: string; questionnaireId: string; number: number };
    'survey.closed': { surveyId: string };
    'survey.trigger-set': { triggerId: string; nextAt: string | null };
    'survey.invitation-scheduled': { invitationId: string; dueAt: string };
    'survey.invited': {
      invitationId: string;
      surveyId: string;
      customerId: string;
      mode: string;
      expiresAt: string;
    };
    'survey.reminder-due': { invitationId: string; surveyId: string; customerId: string; mode: string };
    'survey.response-submitted': {
      responseId: string;
      surveyId: string;
      customerId: string;
      ratings: Readonly<Record<string, number>>;
    };
    'survey.callback-opened': { callbackId: string; responseId: string; dueAt: string };
    'survey.callback-overdue': { callbackId: string; dueAt: string };
    'survey.callback-done': { callbackId: string; isOnTime: boolean };
  }
}

const SURVEY = 'The survey.';
const INVITATION = 'The invitation.';
const CUSTOMER = 'Who is asked.';
const MODE = 'A value of `SurveyMode`.';
const CALLBACK = 'The call-back.';

/** Anonymous responses have no event: the instant of one would lead to the person. */
export function registerEvents(api: PluginApi): void {
  api.event('survey.published', {
    description: 'An edition of the questions of a survey was published.',
    payload: { surveyId: SURVEY, questionnaireId: 'The edition.', number: 'Which edition it is.' },
  });
  api.event('survey.closed', {
    description: 'A survey asks nobody any more.',
    payload: { surveyId: SURVEY },
  });
  api.event('survey.trigger-set', {
    description: 'A rule that sends a survey was made or changed, or its schedule moved on.',
    payload: { triggerId: 'The rule.', nextAt: 'When it comes next; null for an event.' },
  });
  api.event('survey.invitation-scheduled', {
    description: 'An invitation is to be sent later.',
    payload: { invitationId: INVITATION, dueAt: 'When.' },
  });
  api.event('survey.invited', {
    description: 'Somebody is asked: whoever sends messages sends the link now, or staff call.',
    payload: {
      invitationId: INVITATION,
      surveyId: SURVEY,
      customerId: CUSTOMER,
      mode: MODE,
      expiresAt: 'Until when it can be answered.',
    },
  });
  api.event('survey.reminder-due', {
    description: 'Somebody who was asked has not answered and is to be reminded.',
    payload: { invitationId: INVITATION, surveyId: SURVEY, customerId: CUSTOMER, mode: MODE },
  });
  api.event('survey.response-submitted', {
    description: 'Answers were handed in. Of anonymous surveys there is no such event.',
    payload: {
      responseId: 'The response.',
      surveyId: SURVEY,
      customerId: 'Who answered.',
      ratings:
        'What was rated on a scale, by `question` or `question.statement`. Sensitive answers are left out, and all of them where the customer does not want to be asked.',
    },
  });
  api.event('survey.callback-opened', {
    description: 'After a low score somebody has to speak to the customer.',
    payload: { callbackId: CALLBACK, responseId: 'The response.', dueAt: 'By when.' },
  });
  api.event('survey.callback-overdue', {
    description: 'A customer with a low score was not spoken to in time; said once.',
    payload: { callbackId: CALLBACK, dueAt: 'By when it should have been.' },
  });
  api.event('survey.callback-done', {
    description: 'A customer with a low score was spoken to, and the cause is known.',
    payload: { callbackId: CALLBACK, isOnTime: 'Whether it was in time.' },
  });
}
