import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { both, type Scene, scene } from '../clients/scene.js';
import { complaints } from './accessibility.js';
import { LEFT_OUT, openBrowser } from './browser.js';

const BOARD_PAGE = fileURLToPath(new URL('../../examples/progress-board/dist', import.meta.url));

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1_200, height: 900 };

const POST = `mutation ($input: PostProgressInput!) {
  postProgress(input: $input) { userErrors { message } }
}`;

(LEFT_OUT ? describe.skip : describe)('the page of a board in a browser', () => {
  let at: Scene;
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    at = await scene({ boardPage: BOARD_PAGE });
    browser = await openBrowser();
  }, 60_000);
  afterEach(async () => {
    at.line.isDown = false;
    for (const page of pages.splice(0)) await page.context().close();
  });
  afterAll(async () => {
    await browser?.close();
    await at?.close();
  });

  async function open(
    options: BrowserContextOptions = {},
    { search = '', token = at.customer.token!, board = at.board } = {},
  ): Promise<Page> {
    const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', ...options });
    const page = await context.newPage();
    pages.push(page);
    // What a person reads as "in 3 days" counts from the day of the platform, not from today.
    await page.clock.install({ time: at.platform.clock.now() });
    await page.goto(`${at.line.url}/board/${search}#token=${token}&board=${board}`);
    return page;
  }

  const connection = (page: Page) => page.locator('.connection');

  async function isLive(page: Page): Promise<void> {
    await page.locator('.connection[data-state="live"]').waitFor();
  }

  const post = (note: string, percent: number) =>
    at.agent.must(POST, {
      variables: { input: { boardId: at.board, percent, nextStep: both('Paint it'), note: both(note) } },
    });

  it('shows what a customer asks: how far, what is next and when, who, and what is expected of them', async () => {
    const page = await open();
    await isLive(page);
    const text = await page.locator('body').textContent();
    for (const part of ['Your app', 'Overall progress', 'Happening now', 'Design', 'What we need from you'])
      expect(text).toContain(part);
    expect(await page.locator('[aria-current="step"] h3').textContent()).toContain('Design');
    expect(await page.title()).toBe('0 % · Your app');
  });

  it('shows a change while one watches, and says it for whoever cannot see it', async () => {
    const page = await open();
    await isLive(page);
    await post('The walls are up', 30);
    await page.getByText('The walls are up').waitFor();
    expect(await page.locator('[aria-live]').textContent()).toBe('Progress · Design · 30 %');
    expect(await page.getByRole('progressbar', { name: 'Design' }).getAttribute('value')).toBe('30');
  });

  it('tells the truth when the line drops, keeps what it has, and goes on without a gap', async () => {
    const page = await open();
    await isLive(page);
    at.line.goDown();
    await page.locator('.connection[data-state="waiting"]').waitFor();
    expect(await connection(page).textContent()).toMatch(/Connection lost.*out of date.*As of/s);
    expect(await page.locator('h1').textContent()).toBe('Your app');
    for (const n of [1, 2, 3]) await post(`While it was dark ${n}`, 40 + n);
    expect(await page.getByText('While it was dark').count()).toBe(0);
    at.line.isDown = false;
    await page.clock.runFor(30_000);
    await isLive(page);
    await page.getByText('While it was dark 3').waitFor();
    expect((await page.getByText(/While it was dark/).allInnerTexts()).map((text) => text.slice(-1))).toEqual(
      ['3', '2', '1'],
    );
  });

  it('lets nobody wait who does not want to: by keyboard, too', async () => {
    const page = await open();
    await isLive(page);
    at.line.goDown();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
    at.line.isDown = false;
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Try now');
    await page.keyboard.press('Enter');
    await isLive(page);
  });

  it('speaks Chinese, in its own words and in those of the platform', async () => {
    const page = await open({ locale: 'zh-CN' });
    await isLive(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    const text = await page.locator('body').textContent();
    for (const part of ['Your app（中文）', '总进度', '正在进行', '需要您做的']) expect(text).toContain(part);
  });

  const LOOKS: ReadonlyArray<[string, BrowserContextOptions, string]> = [
    ['on a desktop in light', { viewport: DESKTOP, colorScheme: 'light' }, ''],
    ['on a desktop in dark', { viewport: DESKTOP, colorScheme: 'dark' }, ''],
    ['on a phone in light, in Chinese', { viewport: PHONE, colorScheme: 'light' }, '?lang=zh-CN'],
    ['on a phone in dark', { viewport: PHONE, colorScheme: 'dark' }, ''],
  ];
  it.each(LOOKS)('gives nobody a barrier %s, live or cut off', async (_look, options, search) => {
    const page = await open(options, { search });
    await isLive(page);
    expect(await complaints(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    at.line.goDown();
    await page.locator('.connection[data-state="waiting"]').waitFor();
    expect(await complaints(page)).toEqual([]);
  });

  it('lists what goes on for a customer who names no board', async () => {
    const page = await open({}, { board: '' });
    await page.getByRole('link', { name: /Your app/ }).click();
    await isLive(page);
    expect(await page.locator('h1').textContent()).toBe('Your app');
  });

  it('says so plainly when a link does not count, and shows nothing', async () => {
    const page = await open({}, { token: 'nonsense' });
    await page.getByText('This link is not valid').waitFor();
    expect(await page.locator('main').count()).toBe(0);
  });

  it('loads nothing from elsewhere and keeps the token out of every request line', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    pages.push(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${at.line.url}/board/#token=${at.customer.token}&board=${at.board}`);
    await isLive(page);
    expect(asked.filter((url) => !url.startsWith(at.line.url) && !url.startsWith('data:'))).toEqual([]);
    expect(asked.slice(1).filter((url) => url.includes(at.customer.token!))).toEqual([]);
  });
});
