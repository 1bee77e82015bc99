import type { PluginApi } from '@candor/kernel';
import type {
  CaptureRequirementInput,
  PlanRequirementInput,
  TriageRequirementInput,
} from './requirement-inputs.js';

declare module '@candor/kernel' {
  interface Events {
    'requirement.captured': { requirementId: string; class: string; source: string };
    'requirement.triaged': { requirementId: string; outcome: string };
    'requirement.delivered': { requirementId: string; class: string; ownerId: string; isOnTime: boolean };
    'requirement.changed': { requirementId: string; changeId: string; kind: string; state: string };
  }
  interface Commands {
    'requirement.capture': CaptureRequirementInput;
    'requirement.triage': TriageRequirementInput;
    'requirement.plan': PlanRequirementInput;
  }
}

const REQUIREMENT = 'The requirement.';
const CLASS = 'What sort of wish it is, a value of `RequirementClass`.';

export function requirementEvents(api: PluginApi): void {
  api.event('requirement.captured', {
    description: 'A requirement was written down.',
    payload: {
      requirementId: REQUIREMENT,
      class: CLASS,
      source: 'Where it came from, as a key such as `ticket` or `feedback`.',
    },
  });
  api.event('requirement.triaged', {
    description: 'It was decided whether a requirement is looked into.',
    payload: { requirementId: REQUIREMENT, outcome: 'A value of `TriageOutcome`.' },
  });
  api.event('requirement.delivered', {
    description: 'A requirement was delivered.',
    payload: {
      requirementId: REQUIREMENT,
      class: CLASS,
      ownerId: 'The staff member who delivered it.',
      isOnTime: 'Whether that was by the date of the first plan.',
    },
  });
  api.event('requirement.changed', {
    description: 'Something about a requirement changed: all that its history holds.',
    payload: {
      requirementId: REQUIREMENT,
      changeId: 'The entry of its history.',
      kind: 'A value of `RequirementChangeKind`.',
      state: 'How far it is, a value of `RequirementState`.',
    },
  });
}
