import { fileURLToPath } from 'node:url';
import { findDemo } from '@candor/core/boards';
import { createTestPlatform } from '@candor/testing';
import { test } from '@jest/globals';
import { openBrowser } from './browser.js';

const EXAMPLE = new URL('../../examples/progress-board/', import.meta.url);

// The picture of the READMEs: drawn anew with PICTURES=1, so that it changes only when somebody means it.
(process.env['PICTURES'] ? test : test.skip)('the board of the demo, as its customer sees it', async () => {
  const platform = await createTestPlatform({ seeds: ['demo'] });
  const { url } = await platform.listen({ boardPage: fileURLToPath(new URL('dist', EXAMPLE)) });
  const demo = (await findDemo(platform.platform.services))!;
  const { token } = await platform.as('customer', demo.customer);
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 960, height: 1_000 }, locale: 'en-GB' });
  await page.clock.install({ time: platform.clock.now() });
  await page.goto(`${url}/board/#token=${token}&board=${demo.board}`);
  await page.locator('.connection[data-state="live"]').waitFor();
  await page.screenshot({ path: fileURLToPath(new URL('board.png', EXAMPLE)) });
  await browser.close();
  await platform.close();
});
