// The example tabs as the tests see them: read from the files that the page is built from.
import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';

/** @param {string} path relative to web/ */
export const read = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** @type {{example: string, title: string}[]} */
const tabs = JSON.parse(read('explorer/tabs.json'));

export const examples = tabs.map(({ example, title }) => {
  const definitions = parse(read(`examples/${example}.graphql`)).definitions;
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const operation = operations[0];
  if (operation?.name === undefined || operations.length !== 1) throw new Error(`${example}: one named operation`);
  return { example, title, operation, name: operation.name.value, variables: JSON.parse(read(`examples/${example}.json`)) };
});
