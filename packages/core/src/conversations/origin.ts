import { registerEnumType } from 'type-graphql';

/** Whether a fact was recorded when it happened, or taken over from another system with its own instants. */
export enum Origin {
  LIVE = 'LIVE',
  IMPORT = 'IMPORT',
}

registerEnumType(Origin, {
  name: 'Origin',
  description: 'Whether a fact was recorded when it happened, or taken over from another system.',
  valuesConfig: {
    LIVE: { description: 'Recorded here, when it happened.' },
    IMPORT: { description: 'Taken over from another system, with the instants that were noted there.' },
  },
});
