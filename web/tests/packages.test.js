import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './examples.js';

const { dependencies, devDependencies } = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));

test('every package is pinned to one version', () => {
  const versions = Object.values({ ...dependencies, ...devDependencies });
  assert.deepEqual(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version)), []);
});

test('the lock names each package by its hash, never by an address', () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  assert.deepEqual(packages.filter(([, entry]) => 'resolved' in entry || !entry.integrity).map(([path]) => path), []);
});
