import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './explorer.css';

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-ws';
import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';

import { loadTabs, tabTitleRules } from './examples';
import { authorization, fetchWithKey, isLetIn, listenForKeys, takeKeyFromAddress } from './key';

// Where GraphiQL keeps the open tabs and the text of the editors.
const OPEN_TABS = ['graphiql:tabState', 'graphiql:query', 'graphiql:variables', 'graphiql:headers'];

const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  fetch: fetchWithKey,
  wsClient: createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`, // connects at the first subscription
    connectionParams: authorization,
  }),
});

takeKeyFromAddress();
listenForKeys();

document.querySelector('#restore')?.addEventListener('click', () => {
  if (!confirm('关闭全部标签页并恢复示例？\nClose all tabs and bring back the examples?')) return;
  OPEN_TABS.forEach((key) => localStorage.removeItem(key));
  location.reload();
});

document.querySelector('#schema')?.addEventListener('click', async (event) => {
  event.preventDefault(); // a link alone would carry no key
  const response = await fetchWithKey('/schema.graphql');
  if (!response.ok) return;
  const file = document.createElement('a');
  file.href = URL.createObjectURL(await response.blob());
  file.download = 'schema.graphql';
  file.click();
  URL.revokeObjectURL(file.href);
});

/** GraphiQL's editors take the system's theme once, at the start; this tells them when it changes. */
function FollowSystemTheme() {
  const { setTheme } = useGraphiQLActions();
  const theme = useGraphiQL((state) => state.theme);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(theme);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, [theme, setTheme]);
  return null;
}

async function show(): Promise<void> {
  const tabs = await loadTabs();
  const firstVisit = localStorage.getItem('graphiql:tabState') === null;
  createRoot(document.querySelector('#graphiql')!).render(
    <>
      <style>{tabTitleRules}</style>
      <GraphiQL
        fetcher={fetcher}
        defaultTabs={tabs}
        // GraphiQL fills the editor from the first tab's query but not from its variables.
        initialVariables={firstVisit ? tabs[0]?.variables : undefined}
        defaultEditorToolsVisibility="variables"
      >
        <GraphiQL.Logo> </GraphiQL.Logo>
        <FollowSystemTheme />
      </GraphiQL>
    </>,
  );
}

// Without a key there is nothing to show, and tabs filled in without one would be kept half empty.
if (await isLetIn()) await show();
else document.querySelector<HTMLInputElement>('#key input')?.focus();
