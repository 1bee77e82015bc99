import { describe, expect, test } from '@jest/globals';
import { BoundedMap } from './bounded-map.js';

describe('a bounded map', () => {
  test('forgets what was used longest ago', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3]);
    expect(map.size).toBe(2);
  });

  test('keeps what is asked for again and again, and the one that was used before it longest', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    for (let i = 0; i < 3; i++) map.get('a');
    map.set('c', 3);
    expect(map.get('b')).toBeUndefined();
    expect(map.get('a')).toBe(1);
  });

  test('replaces a value without pushing another one out', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('b', 3);
    expect([map.get('a'), map.get('b')]).toEqual([1, 3]);
  });

  test('has no value from its instant on', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1, 1_000);
    expect(map.get('a', 999)).toBe(1);
    expect(map.get('a', 1_000)).toBeUndefined();
    expect(map.size).toBe(0);
  });

  test('makes a value once, and drops what matches', () => {
    const map = new BoundedMap<string, number>(9);
    expect(map.getOrMake('a', () => 1)).toBe(1);
    expect(map.getOrMake('a', () => 2)).toBe(1);
    map.set('b', 2);
    map.deleteWhere((value) => value === 1);
    expect([map.get('a'), map.get('b')]).toEqual([undefined, 2]);
  });
});
