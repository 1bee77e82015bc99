import { registerEnumType } from 'type-graphql';

/** By which method a model comes to a score. */
export enum ValueModelKind {
  RICE = 'RICE',
  WSJF = 'WSJF',
  WEIGHTED = 'WEIGHTED',
  KANO = 'KANO',
  AHP = 'AHP',
  CUSTOM = 'CUSTOM',
}

registerEnumType(ValueModelKind, {
  name: 'ValueModelKind',
  description: 'By which method a model comes to a score. A higher score comes first with all of them.',
  valuesConfig: {
    RICE: { description: 'Reach × impact × confidence / effort.' },
    WSJF: { description: '(Business value + time criticality + risk or opportunity) / job size.' },
    WEIGHTED: { description: 'The sum of criteria, each by its weight; the weights sum to 1.' },
    KANO: { description: 'What customers answered to a pair of questions: the mean of better and |worse|.' },
    AHP: {
      description:
        'The sum of criteria, whose weights follow from comparing them in pairs (analytic hierarchy process).',
    },
    CUSTOM: { description: 'A formula of your own.' },
  },
});
