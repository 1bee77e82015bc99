import { Requirement } from '@candor/core/requirements';
import type { AccessRule, PluginApi, Viewer } from '@candor/kernel';
import { Feasibility } from './feasibility/feasibility.js';
import { ValueKanoAnswer } from './kano/kano-answer.js';
import { ValueKanoQuestion } from './kano/kano-question.js';
import { ValueModel } from './models/model.js';
import { ValueModelVersion } from './models/model-version.js';
import { AssessedRequirement } from './realised/assessed-requirement.js';
import { ValueAssessment } from './realised/assessment.js';
import { RealisedCostCut } from './realised/cost-realisation.js';
import { ValueEstimate } from './realised/estimate.js';
import { ValueReport } from './reports/report.js';
import { ValueScore } from './scores/score.js';

/** What requirements are worth is the company's own reckoning: customers see none of it. */
const reads = (viewer: Viewer) => viewer.is('staff', 'service') && viewer.can('requirements-value:read');

/** Nothing here is changed by id: commands add rows, under permissions of their own. */
const forStaff: AccessRule<object> = { read: reads, write: () => false };

const ofRequirement: AccessRule<
  ValueScore | ValueKanoAnswer | ValueKanoQuestion | Feasibility | ValueEstimate | RealisedCostCut
> = {
  read: (viewer, row) => reads(viewer) && viewer.sees(Requirement, row.requirement),
  write: () => false,
};

export function registerAccess(api: PluginApi): void {
  for (const type of [ValueModel, ValueModelVersion, ValueAssessment, AssessedRequirement])
    api.access<object>(type, forStaff);
  // A report stays as it was published, with the titles of requirements.
  api.access(ValueReport, { ...forStaff, fields: { candidates: 'requirements:read' } });
  api.access(ValueScore, ofRequirement);
  api.access(ValueKanoAnswer, ofRequirement);
  api.access(ValueKanoQuestion, ofRequirement);
  api.access(Feasibility, ofRequirement);
  api.access(ValueEstimate, ofRequirement);
  api.access(RealisedCostCut, ofRequirement);
}
