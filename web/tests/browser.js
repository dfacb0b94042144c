// The explorer in a real browser, against a running service: WANGGE_URL=http://127.0.0.1:PORT npm run browser
// Pictures of the page are put into the folder WANGGE_SCREENSHOTS, where it is set.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from './chromium.js';
import { examples } from './examples.js';

const service = process.env.WANGGE_URL;
assert.ok(service, 'WANGGE_URL must name the running service');
const pictures = process.env.WANGGE_SCREENSHOTS;

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
/** @type {string[]} */
const foreign = [];
/** @type {string[]} */
const complaints = [];

before(async () => {
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  page.setDefaultTimeout(20_000);
  page.context().on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${service}/graphql`);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
});

after(() => browser?.close());

/** @param {string} address */
function note(address) {
  const { protocol, host } = new URL(address);
  const own = host === new URL(String(service)).host || protocol === 'data:' || protocol === 'blob:';
  if (!own) foreign.push(address);
}

/** Opens a tab and waits until GraphiQL has read its document, 0.1 s later; until then it would run the last one's operation. @param {string} name */
async function open(name) {
  await page.locator(`.graphiql-tab-button[title="${name}"]`).click();
  await page.waitForFunction((operation) => localStorage.getItem('graphiql:query')?.includes(operation), ` ${name}(`);
}

/** Runs the open tab and returns what was sent and what came back. @param {() => Promise<void>} start */
async function exchange(start) {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await start();
  const response = await answered;
  await page.locator('.graphiql-response .view-line', { hasText: '"data"' }).waitFor();
  return { sent: response.request().postDataJSON(), answer: await response.json() };
}

const clickRun = () => page.locator('.graphiql-execute-button').click();

/** @param {string} name */
const picture = (name) => pictures && page.screenshot({ path: join(pictures, `${name}.png`) });

test('every example is open in a tab named in Chinese and English', async () => {
  const titles = await page.locator('.graphiql-tab-button').evaluateAll((buttons) =>
    buttons.map((button) => getComputedStyle(button, '::before').content.replaceAll('"', '') + button.textContent),
  );
  assert.deepEqual(titles, examples.map(({ title, name }) => `${title} ${name}`));
});

for (const { name, variables } of examples) {
  test(`${name} answers, sent with its own variables`, async () => {
    await open(name);
    const { sent, answer } = await exchange(clickRun);
    assert.equal(sent.operationName, name);
    assert.equal(answer.errors, undefined);
    for (const [key, value] of Object.entries(variables)) {
      if ('$ask' in Object(value)) assert.ok(sent.variables[key], `the service gave no ${key}`);
      else assert.deepEqual(sent.variables[key], value);
    }
  });
}

test('the tabs and their variables are still there after a reload', async () => {
  await open('Coverage');
  await page.waitForTimeout(1_000); // GraphiQL stores the tabs after half a second of rest
  await page.reload();
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  assert.equal(await page.locator('.graphiql-tab-button').count(), examples.length);
  for (const { name, variables } of examples.filter((example) => ['Hierarchy', 'BeforeAfter'].includes(example.name))) {
    await open(name);
    assert.deepEqual((await exchange(clickRun)).sent.variables, variables);
  }
});

test('it is worked by keyboard: run from the editor, and leave the editor', async () => {
  await page.locator('.graphiql-query-editor .view-line').first().click();
  await exchange(() => page.keyboard.press('Control+Enter'));
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  const inEditor = await page.evaluate(() => document.activeElement?.closest('.graphiql-query-editor .monaco-editor') != null);
  assert.equal(inEditor, false);
});

test('the schema is there to read', async () => {
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer', { hasText: 'Organization' }).waitFor();
});

for (const [colorScheme, editors, paper] of /** @type {const} */ ([
  ['light', 'vs', 'rgb(255, 255, 255)'],
  ['dark', 'vs-dark', 'rgb(33, 42, 59)'],
])) {
  test(`${colorScheme}, as the system is`, async () => {
    await page.emulateMedia({ colorScheme });
    await page.locator(`.graphiql-query-editor .monaco-editor.${editors}`).waitFor();
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), paper);
    await picture(`explorer-${colorScheme}`);
  });
}

test('closed examples come back', async () => {
  await page.getByRole('button', { name: 'Close Tab' }).first().click();
  await page.locator('.graphiql-tab-button').nth(examples.length - 1).waitFor({ state: 'detached' });
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Restore examples' }).click();
  await page.locator('.graphiql-tab-button').nth(examples.length - 1).waitFor();
});

test('nothing was asked of another host, and the browser complained of nothing', () => {
  assert.deepEqual(foreign, []);
  assert.deepEqual(complaints, []);
});
