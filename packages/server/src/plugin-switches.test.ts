import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSwitches, switchedOn, switchPlugin } from './plugin-switches.js';

const CONFIGURED = ['loyalty', 'survey'];
const fresh = () => mkdtempSync(join(tmpdir(), 'candor-switches-'));
const running = (root: string) => switchedOn(CONFIGURED, readSwitches(root));

describe('the switches of an installation', () => {
  it('leave what is configured as it is, until one is turned', () => {
    expect(running(fresh())).toEqual(['loyalty', 'survey']);
  });

  it('turn a plugin off and on again, and leave no trace', () => {
    const root = fresh();
    expect(switchPlugin(root, CONFIGURED, 'loyalty', false)).toBe(true);
    expect(switchPlugin(root, CONFIGURED, 'loyalty', false)).toBe(false);
    expect(running(root)).toEqual(['survey']);
    expect(switchPlugin(root, CONFIGURED, 'loyalty', true)).toBe(true);
    expect(running(root)).toEqual(['loyalty', 'survey']);
    expect(readSwitches(root)).toEqual({ enabled: [], disabled: [] });
  });

  it('turn on what is not configured, behind what is', () => {
    const root = fresh();
    expect(switchPlugin(root, CONFIGURED, 'care', true)).toBe(true);
    expect(running(root)).toEqual(['loyalty', 'survey', 'care']);
    expect(switchPlugin(root, CONFIGURED, 'care', false)).toBe(true);
    expect(running(root)).toEqual(['loyalty', 'survey']);
  });

  it.each(['{', '[]', '{"enabled":"loyalty"}', '{"other":[]}'])('are refused as %s', (content) => {
    const root = fresh();
    writeFileSync(join(root, 'candor.plugins.json'), content);
    expect(() => readSwitches(root)).toThrow(/candor\.plugins\.json must be/);
  });
});
