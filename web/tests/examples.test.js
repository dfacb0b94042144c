import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Kind, parse } from 'graphql';
import { examples } from './examples.js';

test('every example document has a tab and a file of variables', () => {
  const files = readdirSync(new URL('../examples', import.meta.url)).sort();
  assert.deepEqual(files, examples.flatMap(({ example }) => [`${example}.graphql`, `${example}.json`]).sort());
});

for (const { example, operation, variables } of examples) {
  test(`${example}: its variables are those that its operation declares`, () => {
    const declared = operation.variableDefinitions ?? [];
    const names = declared.map((definition) => definition.variable.name.value);
    const required = declared.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);
    assert.deepEqual(Object.keys(variables).filter((name) => !names.includes(name)), []);
    assert.deepEqual(required.map(({ variable }) => variable.name.value).filter((name) => !(name in variables)), []);
  });

  test(`${example}: what it asks of the running service is a query`, () => {
    JSON.stringify(variables, (key, value) => (key === '$ask' ? parse(value) : value));
  });
}

test('tab titles and operations are distinct', () => {
  assert.equal(new Set(examples.map(({ title }) => title)).size, examples.length);
  assert.equal(new Set(examples.map(({ name }) => name)).size, examples.length);
});
