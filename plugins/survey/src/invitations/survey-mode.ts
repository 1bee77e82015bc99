import '@candor/kernel';
import { registerEnumType } from 'type-graphql';

/** How somebody is asked. */
export enum SurveyMode {
  WEB_LINK = 'WEB_LINK',
  PHONE = 'PHONE',
  IN_PERSON = 'IN_PERSON',
  MAIL = 'MAIL',
}

registerEnumType(SurveyMode, {
  name: 'SurveyMode',
  description: 'How somebody is asked.',
  valuesConfig: {
    WEB_LINK: { description: 'By a link that is sent, and answered on a page.' },
    PHONE: { description: 'On the telephone; staff write the answers down.' },
    IN_PERSON: { description: 'Face to face; staff write the answers down.' },
    MAIL: { description: 'By letter or e-mail; staff key the answers in, or the link in it is used.' },
  },
});
