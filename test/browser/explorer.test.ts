import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Scene, scene } from '../clients/scene.js';
import { LEFT_OUT, openBrowser } from './browser.js';

(LEFT_OUT ? describe.skip : describe)('the explorer in a browser without internet', () => {
  let at: Scene;
  let browser: Browser;
  let page: Page;
  /** What the page asked of other hosts; each was refused. */
  const elsewhere: string[] = [];

  beforeAll(async () => {
    const actors: Array<{ name: string; token: string }> = [];
    at = await scene({ explorer: true, explorerActors: async () => actors });
    actors.push(
      { name: 'customer Ada', token: at.customer.token! },
      { name: 'agent', token: at.agent.token! },
    );
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1_400, height: 900 }, locale: 'en-GB' });
    await context.route('**', (route) => {
      const url = route.request().url();
      if (url.startsWith(new URL(at.url).origin) || url.startsWith('data:')) return route.continue();
      elsewhere.push(url);
      return route.abort();
    });
    page = await context.newPage();
    await page.goto(new URL('/explorer/', at.url).href);
    await page.locator('.graphiql-container').waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await at?.close();
  });

  /** Opens a tab and runs it, once GraphiQL has read which operation stands there, as it does a moment later. */
  async function run(operation: string): Promise<void> {
    await page.getByRole('tab', { name: operation }).click();
    await page.waitForFunction(
      (name) => localStorage.getItem('candor-explorer:graphiql:operationName') === name,
      operation,
    );
    await page.getByRole('button', { name: /^Execute query/ }).click();
  }
  const answer = () => page.locator('.result-window');

  async function answered(...parts: string[]): Promise<void> {
    for (const part of parts) await answer().getByText(part).first().waitFor();
  }

  it('api-24 runs a query, in the name of the actor that is chosen', async () => {
    await run('WhoAmI');
    await answered('"Ada"');
    await page.getByLabel('Ask as').selectOption('agent');
    await run('WhoAmI');
    await answered('"Li Wei"');
  });

  it('api-24 runs a subscription: what is posted meanwhile appears', async () => {
    await page.getByLabel('Ask as').selectOption('customer Ada');
    await run('BoardProgress');
    await answered('"SNAPSHOT"');
    await at.post(77);
    await answered('"CHANGE"', '77');
    await page.getByRole('button', { name: /^Stop query/ }).click();
  });

  it('has the documentation of the schema beside it', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Subscription', exact: true }).click();
    await page.getByText('Watches a board: first how it is, then every change in order.').waitFor();
  });

  it('api-24 asked no other host for anything', () => {
    expect(elsewhere).toEqual([]);
  });
});
