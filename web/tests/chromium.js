// A headless Chromium out of an npm package: it needs neither root, nor a system browser, nor a download of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/**
 * WANGGE_CHROMIUM names another browser, for machines that the packaged one is not built for (it is Linux on x86-64).
 * No name but this machine's own resolves in it, so whatever a page asks of any other host fails.
 */
export async function launchChromium() {
  const folder = mkdtempSync(join(tmpdir(), 'wangge-chromium-'));
  const browser = await chromium.launch({
    executablePath: process.env.WANGGE_CHROMIUM ?? (await unpack(folder)),
    args: ['--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
  });
  browser.on('disconnected', () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

/** @param {string} folder */
async function unpack(folder) {
  process.env.TMPDIR = folder; // where the package unpacks to; in a folder of its own no other or half-done copy is used
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'; // makes the package bring its shared libraries (NSS) along
  const { default: packaged } = await import('@sparticuz/chromium');
  const executable = await packaged.executablePath();
  writeFileSync(join(folder, 'fonts', 'fonts.conf'), FONTS(folder)); // the package's own file names /tmp
  return executable;
}

/** @param {string} folder */
const FONTS = (folder) => `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
  <dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`;
