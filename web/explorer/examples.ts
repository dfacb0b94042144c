// The example documents as GraphiQL tabs: web/examples/NAME.graphql with its variables in NAME.json.
import { fetchWithKey } from './key';
import tabs from './tabs.json';

export type Tab = { query: string; variables: string };

// Vite reads these options at build time, so they must be written out.
const documents = import.meta.glob<string>('../examples/*.graphql', { query: '?raw', import: 'default', eager: true });
const variables = import.meta.glob<string>('../examples/*.json', { query: '?raw', import: 'default', eager: true });

const examples = tabs.map(({ example, title }) => {
  const document = documents[`../examples/${example}.graphql`];
  const values = variables[`../examples/${example}.json`];
  if (document === undefined || values === undefined) throw new Error(`web/examples has no ${example}.graphql and .json`);
  return { title, document, variables: values };
});

export function loadTabs(): Promise<Tab[]> {
  return Promise.all(
    examples.map(async ({ document, variables }) => ({
      query: document,
      variables: JSON.stringify(await filled(JSON.parse(variables)), null, 2),
    })),
  );
}

/** GraphiQL names a tab after its operation, in ASCII; these rules put the Chinese name before it. */
export const tabTitleRules = examples
  .map(({ title, document }) => {
    const operation = /^(?:query|mutation|subscription)\s+(\w+)/m.exec(document)?.[1];
    return `.graphiql-tab-button[title="${operation}"]::before { content: "${title} "; }`;
  })
  .join('\n');

/** The variables with every `{"$ask": query}` replaced by what the running service answers: ids that only it knows. */
async function filled(value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(filled));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ask' in value) return ask(String(value.$ask)).catch(() => null);
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await filled(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function ask(query: string): Promise<unknown> {
  const response = await fetchWithKey('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(30_000),
  });
  return firstLeaf((await response.json()).data);
}

function firstLeaf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return firstLeaf(Object.values(value)[0] ?? null);
}
