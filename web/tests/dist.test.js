// The built pages load nothing from another address: government networks have no internet.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const dist = new URL('../dist/', import.meta.url);
assert.ok(existsSync(dist), 'web/dist is missing: run `npm run build` first');

const files = readdirSync(dist, { recursive: true }).map(String);

/** @param {string} ending */
const textOf = (ending) =>
  files.filter((file) => file.endsWith(ending)).map((file) => ({ file, text: readFileSync(new URL(file, dist), 'utf8') }));

/** @param {string} text @param {RegExp} pattern */
const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);

test('the explorer is built', () => {
  assert.ok(files.includes('explorer.html'));
});

for (const { file, text } of textOf('.html')) {
  test(`${file} refers to its own server only, and has no inline script`, () => {
    const addresses = found(text, /\b(?:src|href|action)="([^"]*)"/g);
    assert.deepEqual(addresses.filter((address) => !/^(\/(?!\/)|data:,)/.test(address)), []);
    assert.deepEqual(found(text, /<script(?![^>]*\bsrc=)[^>]*>/g), []);
  });

  test(`${file} finds every asset it names`, () => {
    const assets = found(text, /"\/(assets\/[^"]*)"/g);
    assert.ok(assets.length > 0);
    assert.deepEqual(assets.filter((asset) => !files.includes(asset)), []);
  });
}

for (const { file, text } of textOf('.css')) {
  test(`${file} imports nothing and loads from /assets or itself`, () => {
    assert.deepEqual(found(text, /@import[^;]*/g), []);
    const addresses = found(text, /url\(\s*["']?([^"')]{0,80})/g);
    assert.deepEqual(addresses.filter((address) => !/^(data:|\/assets\/|\.?\/?[\w-]+\.ttf$|#)/.test(address)), []);
  });
}

test('no script names a remote script, style, font, picture or WebAssembly file, nor loads from an address', () => {
  const loadable = /https?:\/\/[^\s"'`<>()]+\.(?:m?js|css|woff2?|ttf|otf|wasm|png|svg|jpe?g|gif)\b/g;
  const loading = /(?:\bimport|\bimportScripts|\bfetch|\bWorker|\bWebSocket|\bEventSource)\(\s*["'`](?:https?:|wss?:)?\/\/[^"'`]*/g;
  const named = textOf('.js').flatMap(({ file, text }) =>
    [...found(text, loadable), ...found(text, loading)].map((address) => `${file}: ${address}`),
  );
  assert.deepEqual(named, []);
});
