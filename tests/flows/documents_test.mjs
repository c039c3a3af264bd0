/*
 * A client's documents in Chromium (E-16, E-22): files sent in parts, several at once, gone on with
 * after a cut and after the page was closed; refused with a sentence; given back, removed, put back;
 * and all of it without a script. QUITUS_PICTURES names a folder for pictures.
 */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import playwright from 'playwright-core';
import { chromium } from '../pages/site.mjs';
import { House, admin, done, skip, test } from './house.mjs';

if (!fs.existsSync(chromium.executablePath)) {
    skip('documents', 'no Chromium');
    done();
}

const pictures = process.env.QUITUS_PICTURES;
const house = new House({ QUITUS_CLOCK_FROZEN: '' });
await house.make();
house.run('client', 'add', '--name', 'Garage Perrin', '--siren', '732829320');
await house.start();
await house.signUp();
const browser = await playwright.chromium.launch(chromium);
const said = [];
const where = `${house.url}/clients/1/documents`;

async function open(options = {}) {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(`${house.url}/connexion`);
    await page.fill('[name=email]', admin.email);
    await page.fill('[name=password]', admin.password);
    await page.click('form button[type=submit]');
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    await page.goto(where);
    return page;
}

async function picture(page, name) {
    if (pictures)
        await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

const pdf = (name, size) => ({ name, mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), crypto.randomBytes(size)]) });
const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
const names = (page) => page.locator('tbody .name').allTextContents();
const input = 'form[data-parts] input[type=file]';
const sendButton = 'form[data-parts] button[type=submit]';
const page = await open();

await test('E-22 two files at once, in parts, are there with their hashes', async () => {
    const files = [pdf('relevé.pdf', 1500000), pdf('facture.pdf', 3000)];
    await picture(page, 'documents-0');
    await page.setInputFiles(input, files);
    await page.click(sendButton);
    await page.waitForSelector('tbody .name');
    assert.deepEqual((await names(page)).sort(), ['facture.pdf', 'relevé.pdf']);
    const hashes = await page.locator('tbody code').allTextContents();
    assert.deepEqual(hashes.sort(), files.map((file) => sha256(file.buffer)).sort());
});

await test('T-14 given back as it was received', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'),
        page.click('tbody .name >> text=relevé.pdf')]);
    assert.equal(download.suggestedFilename(), 'relevé.pdf');
    const row = page.locator('tbody tr', { hasText: 'relevé.pdf' });
    assert.equal(sha256(fs.readFileSync(await download.path())), await row.locator('code').textContent());
});

await test('E-16 a cut in the middle costs one part, also after the page was closed', async () => {
    const folder = fs.mkdtempSync(path.join(house.folder, 'sent-'));
    const file = path.join(folder, 'coupé.pdf');
    const { buffer } = pdf('', 2600000);
    fs.writeFileSync(file, buffer);
    let parts = 0;
    await page.route('**/api/v1/uploads/part', (route) => (++parts > 2 ? route.abort() : route.continue()));
    await page.setInputFiles(input, file);
    const cut = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/part'));
    await page.click(sendButton);
    await cut; /* the page now waits before it asks again; a part under way would pass when the route is lifted */
    await page.goto('about:blank'); /* or it goes on by itself as soon as it may */
    await page.unroute('**/api/v1/uploads/part');
    await page.goto(where);
    const sent = [];
    page.on('request', (request) => { if (request.url().endsWith('/part')) sent.push(request); });
    await page.setInputFiles(input, file);
    await page.click(sendButton);
    await page.waitForSelector('tbody .name >> text=coupé.pdf');
    assert.equal(sent.length, 3); /* of 5 parts 2 were safe; the rest leaves once */
    assert.equal(await page.locator('tbody tr', { hasText: 'coupé.pdf' }).locator('code').textContent(), sha256(buffer));
});

await test('T-14 what is refused says why, and leaves nothing', async () => {
    await page.setInputFiles(input, { name: 'facture.pdf', mimeType: 'application/pdf',
        buffer: Buffer.from('<html><script>alert(1)</script></html>') });
    await page.click(sendButton);
    const words = await page.waitForSelector('[data-parts-list] .tag.rose');
    assert.match(await words.textContent(), /n’est pas un document que nous prenons/);
    await page.goto(where);
    assert.equal((await names(page)).length, 3);
});

await test('removed, undone, removed, put back', async () => {
    const row = () => page.locator('tbody tr', { hasText: 'facture.pdf' });
    await row().locator('[action$=retirer] button, [action$=remettre] button').click();
    assert.equal(await row().count(), 0);
    await picture(page, 'documents-removed');
    await page.click('[role=status] form button');
    assert.equal(await row().count(), 1);
    await row().locator('[action$=retirer] button, [action$=remettre] button').click();
    await page.goto(`${where}?removed=1`);
    await row().locator('[action$=retirer] button, [action$=remettre] button').click();
    assert.equal((await names(page)).length, 3);
    await page.goto(`${where}?q=FACTURE`);
    assert.deepEqual(await names(page), ['facture.pdf']);
});

await test('without a script the plain form does the same', async () => {
    const plain = await open({ javaScriptEnabled: false });
    await plain.setInputFiles(input, [pdf('un.pdf', 100), pdf('deux.pdf', 200)]);
    await plain.click(sendButton);
    await plain.waitForSelector('tbody .name >> text=deux.pdf');
    assert.equal((await names(plain)).length, 5);
    await plain.setInputFiles(input, { name: 'a.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
    await plain.click(sendButton);
    assert.match(await plain.locator('[role=alert]').textContent(), /a\.exe/);
    assert.equal((await names(plain)).length, 5);
});

await test('E-16 on a phone, in the dark, nothing overflows', async () => {
    const phone = await open({ viewport: { width: 360, height: 780 }, colorScheme: 'dark' });
    assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 360);
    await picture(phone, 'documents-phone-dark');
    await page.goto(where);
    await picture(page, 'documents');
});

await test('T-10 the console says nothing but the refusals that were asked for', () => {
    const own = said.filter((line) => !/status of 4\d\d|ERR_FAILED/.test(line));
    assert.deepEqual(own, []);
});

await browser.close();
await house.end('SIGTERM');
done();
