/*
 * The client's space on a phone (E-16 to E-18): first sign-in by a link that came by mail, terms,
 * answers, a photo, a promise, « je ne l'ai pas »; by keyboard alone, in English, without
 * JavaScript; nothing for axe, a silent console.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import playwright from 'playwright-core';
import { House, done, smtpPeer, test, until } from './house.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

const peer = await smtpPeer();
const house = new House({ QUITUS_MAIL_URL: peer.url });
await house.make();
await house.start();
await house.signUp();
await house.end('SIGTERM');
execFileSync('python3', [path.join(here, 'space_fill.py'), path.join(house.folder, 'quitus.db'), '3']);
await house.start();

const browser = await playwright.chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const words = [];

async function open(settings) {
    const context = await browser.newContext({ ...phone, ...settings });
    const page = await context.newPage();
    page.on('console', (message) => words.push(message.text()));
    return page;
}

async function clean(page) {
    await page.evaluate(`(() => { const module = undefined, exports = undefined, define = undefined; ${axe} })()`);
    const report = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(report.violations.map((v) => `${v.id}: ${v.nodes[0].target}`), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
}

function plainOf(mail) {
    return mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
}

async function linkFor(email) {
    const before = peer.messages().length;
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${house.url}/espace/connexion`);
    await page.fill('#email', email);
    await page.click('main form button.primary');
    await page.context().close();
    const mail = await until('the mail', 15000, () => peer.messages()[before]);
    return /\/espace\/entrer\?cle=[\w-]{43}/.exec(plainOf(mail))[0];
}

async function enter(page, email) {
    await page.goto(house.url + await linkFor(email));
    await page.click('main button.primary');
    await page.check('input[name=accept]');
    await page.click('main button.primary');
    await page.waitForURL('**/espace');
}

await test('E-17: a link by mail, at any hour, then the terms, then what is owed', async () => {
    const page = await open();
    await enter(page, 'zoe101@client.example');
    assert.match(await page.textContent('h1'), /Bonjour Zoé 101/);
    assert.match(await page.textContent('.own-progress'), /0 sur 10/);
    await clean(page);
    await page.goto(`${house.url}/espace/demandes/202`);
    await page.setInputFiles('#photo-2020', { name: 'photo.png', mimeType: 'image/png',
        buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') });
    await page.click('#piece-2020 form.own-file button.primary');
    assert.match(await page.textContent('.notice.good'), /Reçu/);
    await page.fill('#answer-2021', '12');
    await page.click('#piece-2021 button.primary');
    await page.click('#piece-2022 button[value=no]');
    await page.click('#piece-2023 summary:has-text("Je ne l’ai pas")');
    await page.fill('#reason-2023', 'Nous n’en avons pas');
    await page.click('#piece-2023 details[open] button');
    await page.click('#piece-2024 summary:has-text("plus tard")');
    await page.fill('#on-2024', new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10));
    await page.click('#piece-2024 details[open] button');
    assert.match(await page.textContent('.own-progress'), /4 sur 5/);
    await clean(page);
    await page.goto(`${house.url}/espace/documents`);
    assert.match(await page.textContent('main'), /photo\.png/);
    const foreign = await page.goto(`${house.url}/espace/demandes/204`);
    const hidden = await page.textContent('main');
    const missing = await page.goto(`${house.url}/espace/demandes/9999`);
    assert.deepEqual([foreign.status(), missing.status()], [404, 404]);
    const number = /[0-9a-f]{8}/g;
    assert.equal(hidden.replace(number, ''), (await page.textContent('main')).replace(number, ''));
    for (const where of ['/', '/clients', '/clients/1', '/api/v1/companies'])
        assert.ok([401, 200].includes((await page.goto(house.url + where)).status()) && !/Transports/.test(await page.content()));
});

await test('in English, by keyboard alone', async () => {
    const page = await open({ locale: 'en-GB' });
    await enter(page, 'zoe102@client.example');
    const tab = async (selector) => {
        for (let i = 0; i < 200; i++) {
            if (await page.evaluate((s) => document.activeElement.matches(s), selector))
                return;
            await page.keyboard.press('Tab');
        }
        throw new Error(`the keyboard does not reach ${selector}`);
    };
    await tab('.own-bar button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('html[lang=en]');
    assert.match(await page.textContent('.own-progress'), /0 of 10/);
    await page.evaluate(() => document.activeElement.blur());
    await tab('#answer-2041');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/espace/demandes/204');
    assert.match(await page.textContent('.notice.good'), /Your answer is kept/);
    await tab('#piece-2042 button[value=yes]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /2 of 5/.test(document.querySelector('.own-progress').textContent));
    await tab('#piece-2043 details:first-of-type summary');
    await page.keyboard.press('Enter');
    await tab('#reason-2043');
    await page.keyboard.type('We have none');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /3 of 5/.test(document.querySelector('.own-progress').textContent));
    await clean(page);
});

await test('without JavaScript: a file, an answer, a second device by a code', async () => {
    const page = await open({ javaScriptEnabled: false });
    await enter(page, 'zoe103@client.example');
    await page.goto(`${house.url}/espace/demandes/206`);
    await page.setInputFiles('#file-2060', { name: 'releve.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
    await page.click('#piece-2060 form:nth-of-type(2) button');
    assert.match(await page.textContent('#piece-2060'), /releve\.pdf/);
    await page.goto(`${house.url}/espace/compte`);
    await page.click('main form button.wide');
    const code = (await page.textContent('.own-code')).replace(/\D/g, '');
    const other = await open({ javaScriptEnabled: false });
    await other.goto(`${house.url}/espace/connexion`);
    await other.click('summary');
    await other.fill('#email-2', 'zoe103@client.example');
    await other.fill('#code', code);
    await other.click('details button.wide');
    assert.match(await other.textContent('h1'), /Bonjour Zoé 103/);
});

await test('the console stays silent', () => {
    assert.deepEqual(words.filter((w) => !/status of (404|401|403)/.test(w)), []);
});

await browser.close();
await house.end('SIGTERM');
done();
