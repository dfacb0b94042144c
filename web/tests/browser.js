// The explorer in a real browser, against a running service: WANGGE_URL=http://127.0.0.1:PORT WANGGE_KEY=… npm run browser
// Pictures of the page are put into the folder WANGGE_SCREENSHOTS, where it is set.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from './chromium.js';
import { examples } from './examples.js';

const service = process.env.WANGGE_URL;
const key = process.env.WANGGE_KEY;
assert.ok(service && key, 'WANGGE_URL must name the running service, and WANGGE_KEY be a key of it');
const PATIENCE = 120_000; // ms: catches what hangs, and lets a busy machine take its time
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
  page.setDefaultTimeout(PATIENCE);
  page.context().on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${service}/graphql#key=${key}`);
  await opened(page);
});

after(() => browser?.close());

/** Waits until GraphiQL is there. @param {import('playwright-core').Page} page */
const opened = (page) => page.locator('.graphiql-query-editor .view-line').first().waitFor();

/** Another visitor's page, who holds nothing yet. @param {string} address */
async function visit(address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  context.on('request', (request) => note(request.url()));
  const visited = await context.newPage();
  visited.setDefaultTimeout(PATIENCE);
  await visited.goto(address);
  return visited;
}

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
const picture = (name, of = page) => pictures && of.screenshot({ path: join(pictures, `${name}.png`) });

test('a key in the address is taken out of it, and kept for the tab', async () => {
  assert.equal(page.url(), `${service}/graphql`);
  assert.equal(await page.evaluate(() => sessionStorage.getItem('wangge:key')), key);
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes(String(key)));
});

test('without a key the page is empty, and says where to put one', async () => {
  const visited = await visit(`${service}/graphql`);
  await visited.getByRole('heading', { name: /填入密钥.*Put a key into the field/s }).waitFor();
  assert.equal(await visited.locator('#graphiql').isVisible(), false);
  assert.equal(await visited.locator('#notice').isVisible(), false);
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await visited.emulateMedia({ colorScheme });
    await picture(`no-key-${colorScheme}`, visited);
  }
  await visited.context().close();
});

test('a wrong key is refused in words, a right one typed in its place opens the examples, and is forgotten on demand', async () => {
  const visited = await visit(`${service}/graphql#key=wangge_00000000_x`);
  await visited.getByRole('alert').filter({ hasText: '密钥无效' }).waitFor();
  await picture('wrong-key', visited);
  await visited.getByLabel('密钥 Key').fill(` Bearer ${key} `);
  await visited.getByLabel('密钥 Key').press('Enter');
  await opened(visited);
  assert.equal(await visited.locator('#no-key').isVisible(), false);
  const answered = visited.waitForResponse((response) => response.request().postDataJSON()?.operationName === 'Hierarchy');
  await visited.locator('.graphiql-execute-button').click();
  const response = await answered;
  assert.equal(response.request().headers()['authorization'], `Bearer ${key}`);
  assert.equal((await response.json()).errors, undefined);
  await visited.getByRole('button', { name: 'Forget' }).click();
  await visited.locator('#no-key').waitFor();
  await visited.context().close();
});

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
  await page.waitForFunction(() => { // GraphiQL stores the tabs after half a second of rest
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}');
    return tabs?.[activeTabIndex]?.query?.includes(' Coverage(');
  });
  await page.reload();
  await opened(page);
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

test('a subscription carries the key', async () => {
  const acknowledged = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await page.getByRole('button', { name: 'New tab' }).click();
  await page.locator('.graphiql-query-editor .view-line').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('subscription Follow { changes { revision } }');
  await page.waitForFunction(() => localStorage.getItem('graphiql:query')?.includes('Follow'));
  await clickRun();
  assert.equal(JSON.parse(String((await acknowledged).payload)).type, 'connection_ack');
  await clickRun(); // stops it
  await page.locator('.graphiql-tab button[aria-label="Close Tab"]').last().click();
  await open('Hierarchy');
});

test('the schema is there to read, and to take away', async () => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Schema' }).click()]);
  assert.equal(file.suggestedFilename(), 'schema.graphql');
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
