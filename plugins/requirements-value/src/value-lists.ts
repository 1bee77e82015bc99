import { Requirement } from '@candor/core/requirements';
import type { PluginApi } from '@candor/kernel';
import { inLanguage } from '@candor/kernel/database';
import { Feasibility } from './feasibility/feasibility.js';
import { ValueKanoAnswer } from './kano/kano-answer.js';
import { ValueKanoQuestion } from './kano/kano-question.js';
import { ValueModel } from './models/model.js';
import { ValueInput } from './models/model-parts.js';
import { ValueModelVersion } from './models/model-version.js';
import { AssessedRequirement } from './realised/assessed-requirement.js';
import { ValueAssessment } from './realised/assessment.js';
import { RealisedCostCut } from './realised/cost-realisation.js';
import { ValueEstimate } from './realised/estimate.js';
import { ValueReport } from './reports/report.js';
import { ValueScore } from './scores/score.js';

export function registerLists(api: PluginApi): void {
  api.list('valueModels', ValueModel, {
    description: 'The models that requirements are scored with. For staff.',
    filter: ['key', 'kind'],
    orderBy: ['createdAt'],
    ascending: true,
  });
  api.list('versions', ValueModelVersion, {
    description: 'All that it ever computed, the newest first.',
    on: { type: ValueModel, by: 'model' },
    orderBy: ['number'],
  });
  api.list('valueAssessments', ValueAssessment, {
    description: 'What requirements brought, by quarter. For staff.',
    filter: ['year', 'quarter'],
    orderBy: ['startsAt'],
  });
  api.list('requirements', AssessedRequirement, {
    description: 'The requirements that were assessed, each with what was expected of it.',
    on: { type: ValueAssessment, by: 'assessment' },
    orderBy: ['deliveredAt'],
    ascending: true,
  });
  api.list('valueReports', ValueReport, {
    description: 'The yearly reviews. For staff.',
    filter: ['year'],
    orderBy: ['publishedAt'],
  });
  requirementLists(api);
  api.graphql.extend<ValueModelVersion>('ValueModelVersion', 'inputs: [ValueInput!]!', {
    description: 'The numbers that it asks for.',
    types: [ValueInput],
    needs: ['storedInputs'],
    cost: 0,
    load: (versions, _, { locale }) =>
      versions.map(({ storedInputs }) =>
        storedInputs.map((input) => ({ ...input, label: inLanguage(input.label, locale) })),
      ),
  });
}

function requirementLists(api: PluginApi): void {
  api.list('valueScores', ValueScore, {
    description: 'All that people thought it worth, the newest first. For staff.',
    on: { type: Requirement, by: 'requirement' },
    filter: ['modelVersion', 'stakeholder'],
    orderBy: ['at'],
  });
  api.list('kanoAnswers', ValueKanoAnswer, {
    description: 'What customers answered to the pair of questions about it. For staff.',
    on: { type: Requirement, by: 'requirement' },
    orderBy: ['answeredAt'],
  });
  api.list('kanoQuestions', ValueKanoQuestion, {
    description: 'Which questions of surveys ask for it. For staff.',
    on: { type: Requirement, by: 'requirement' },
    orderBy: ['createdAt'],
  });
  api.list('feasibilities', Feasibility, {
    description: 'Whether it can be made, as it was judged, the newest first. For staff.',
    on: { type: Requirement, by: 'requirement' },
    orderBy: ['assessedAt'],
  });
  api.list('valueEstimates', ValueEstimate, {
    description: 'What was expected of it, the newest first. For staff.',
    on: { type: Requirement, by: 'requirement' },
    orderBy: ['estimatedAt'],
  });
  api.list('realisedCostCuts', RealisedCostCut, {
    description: 'By how much it cut cost, as it was measured, the newest first. For staff.',
    on: { type: Requirement, by: 'requirement' },
    orderBy: ['measuredAt'],
  });
  api.list('assessments', AssessedRequirement, {
    description: 'What it brought, in the assessments of its quarter. For staff.',
    on: { type: Requirement, by: 'requirement' },
    orderBy: ['deliveredAt'],
  });
}
