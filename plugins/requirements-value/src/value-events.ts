import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Events {
    'requirements-value.model-published': {
      modelId: string;
      versionId: string;
      kind: string;
      number: number;
    };
    'requirements-value.scored': {
      requirementId: string;
      scoreId: string;
      modelId: string;
      modelVersionId: string;
      score: number;
    };
    'requirements-value.feasibility-assessed': {
      requirementId: string;
      feasibilityId: string;
      verdict: string;
    };
    'requirements-value.quarter-assessed': {
      assessmentId: string;
      year: number;
      quarter: number;
      edition: number;
    };
    'requirements-value.report-published': { reportId: string; year: number; edition: number };
  }
}

const REQUIREMENT = 'The requirement.';
const EDITION = 'Which one of it, from 1.';

export function registerEvents(api: PluginApi): void {
  api.event('requirements-value.model-published', {
    description: 'A model to score requirements with, or another version of one, was published.',
    payload: {
      modelId: 'The model.',
      versionId: 'The version.',
      kind: 'A value of `ValueModelKind`.',
      number: 'Which version it is.',
    },
  });
  api.event('requirements-value.scored', {
    description: 'Somebody said what a requirement is worth.',
    payload: {
      requirementId: REQUIREMENT,
      scoreId: 'The score.',
      modelId: 'The model.',
      modelVersionId: 'The version of the model.',
      score: 'How much.',
    },
  });
  api.event('requirements-value.feasibility-assessed', {
    description: 'Somebody judged whether a requirement can be made.',
    payload: {
      requirementId: REQUIREMENT,
      feasibilityId: 'The judgement.',
      verdict: 'A value of `FeasibilityVerdict`.',
    },
  });
  api.event('requirements-value.quarter-assessed', {
    description: 'What requirements brought in a quarter was put beside what was expected.',
    payload: {
      assessmentId: 'The assessment.',
      year: 'The year of the quarter.',
      quarter: 'The quarter, from 1 to 4.',
      edition: EDITION,
    },
  });
  api.event('requirements-value.report-published', {
    description: 'The review of a year was published.',
    payload: { reportId: 'The report.', year: 'The year.', edition: EDITION },
  });
}
