import type { PluginApi } from '@candor/kernel';

export function registerErrors(api: PluginApi): void {
  api.errors({
    VALUE_MODEL_UNSOUND: 'The model cannot be published as it is; the message says what is wrong with it.',
    VALUE_UNDEFINED: 'The model has no value for these inputs, as where it would divide by zero.',
    FEASIBILITY_CONTRADICTORY: 'What falls short on one side is not simply feasible.',
    FEASIBILITY_MISSING: 'Nothing is planned that was not judged feasible; the settings ask for it.',
    ESTIMATE_TOO_LATE: 'What is delivered is measured, not estimated.',
    QUARTER_NOT_ASSESSED: 'A yearly report rests on its quarters; the message says which is missing.',
  });
}
