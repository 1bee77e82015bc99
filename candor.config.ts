import type { CandorConfig } from '@candor/server';

/** Which plugins this installation runs: folders of `plugins/`, or names of installed packages. */
export default { plugins: [] } satisfies CandorConfig;
