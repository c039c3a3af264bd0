/*
 * The client's space on a phone (E-16 to E-18): first sign-in by a link that came by mail, terms,
 * answers, a photo, a promise, « je ne l'ai pas »; by keyboard alone, in English, without
 * JavaScript; nothing for axe, a silent console.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { House, done, entry, look, smtpPeer, test } from './house.mjs';
import { phones } from './phones.mjs';

const peer = await smtpPeer();
const house = new House({ QUITUS_MAIL_URL: peer.url });
await house.make();
await house.start();
await house.signUp();
await house.fill('space_fill.py', '11');
const { words, open, end } = await phones();

async function linkFor(email) {
    const before = peer.messages().length;
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${house.url}/espace/connexion`);
    await page.fill('#email', email);
    await page.click('main form button.primary');
    await page.context().close();
    return entry(peer, before);
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
    await look(page);
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
    await look(page);
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
    await look(page);
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

const pdf = (name, size) => ({ name, mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from('%PDF-1.4\n'), crypto.randomBytes(size)]) });
/* E-16, E-21: nothing but Tab, Enter and Space, and what is typed; a date is typed as the browser wants it. */
const spoken = {
    fr: { progress: '5 sur 5', received: /Reçu/},
    en: { progress: '5 of 5', received: /Received|received/},
};
for (const [language, locale, client] of [['fr', 'fr-FR', 110], ['en', 'en-US', 111]])
    await test(`the whole space by keyboard alone, ${language}`, async () => {
        const page = await open({ locale });
        const words = spoken[language];
        const piece = 2 * client * 10;
        const tab = async (selector) => {
            for (let i = 0; i < 300; i++) {
                if (await page.evaluate((s) => document.activeElement.matches(s), selector))
                    return;
                await page.keyboard.press('Tab');
            }
            throw new Error(`the keyboard does not reach ${selector}`);
        };
        const press = async (selector, key = 'Enter') => {
            await tab(selector);
            await page.keyboard.press(key);
        };
        const shows = (pattern) => page.waitForFunction((s) => new RegExp(s).test(document.querySelector('main, header').ownerDocument.body.textContent), pattern);
        const email = `zoe${client}@client.example`;
        const before = peer.messages().length;
        await page.goto(`${house.url}/espace/connexion`);
        await tab('#email');
        await page.keyboard.type(email);
        await page.keyboard.press('Enter');
        await page.goto(house.url + await entry(peer, before));
        await press('main button.primary');
        await page.waitForURL(/\/espace\/conditions/);
        await press('input[name=accept]', 'Space');
        await press('main button.primary');
        await page.waitForURL((url) => url.pathname === '/espace');
        if (await page.getAttribute('html', 'lang') !== language) {
            await press('.own-bar button', 'Space');
            await page.waitForSelector(`html[lang=${language}]`);
        }
        await press(`a[href="/espace/demandes/${2 * client}"]`);
        await page.waitForURL(`**/espace/demandes/${2 * client}`);
        const chooser = page.waitForEvent('filechooser');
        await press(`#file-${piece}`, 'Space');
        await (await chooser).setFiles(pdf('clavier.pdf', 700000));
        await press(`#piece-${piece} form:nth-of-type(2) button`, 'Space');
        await page.waitForSelector(`#piece-${piece} a:has-text("clavier.pdf")`);
        assert.match(await page.textContent('.notice.good'), words.received);
        await tab(`#answer-${piece + 1}`);
        await page.keyboard.type('12');
        await page.keyboard.press('Enter');
        await page.waitForFunction((n) => !document.querySelector(`#answer-${n}`), piece + 1);
        await press(`#piece-${piece + 2} button[value=no]`, 'Space');
        await page.waitForFunction((n) => !document.querySelector(`#piece-${n} button[value=no]`), piece + 2);
        await press(`#piece-${piece + 3} details:first-of-type summary`, 'Space');
        await tab(`#reason-${piece + 3}`);
        await page.keyboard.type('Aucun');
        await page.keyboard.press('Enter');
        await page.waitForFunction((n) => !document.querySelector(`#reason-${n}`), piece + 3);
        await press(`#piece-${piece + 4} details:nth-of-type(2) summary`);
        await tab(`#on-${piece + 4}`);
        const day = new Date(Date.now() + 2 * 86400000).toISOString().slice(0, 10);
        await page.keyboard.type(day.slice(5, 7) + day.slice(8) + day.slice(0, 4));
        assert.equal(await page.inputValue(`#on-${piece + 4}`), day);
        await press(`#piece-${piece + 4} details[open] button`);
        await page.waitForFunction(([n, d]) => document.querySelector(`#piece-${n} time[datetime="${d}"]`), [piece + 4, day]);
        await tab(`#answer-${piece + 4}`);
        await page.keyboard.type('Un mot');
        await press(`#piece-${piece + 4} form button.primary`);
        await page.waitForFunction((s) => document.querySelector('.own-progress').textContent.includes(s), words.progress);
        await tab('#text');
        await page.keyboard.type('Bonjour');
        await press('section form:has(#text) button', 'Space');
        await shows('Bonjour');
        await look(page);
        await press('a[href="/espace/documents"]');
        await page.waitForURL('**/espace/documents');
        await shows('clavier\\.pdf');
        await look(page);
        await press('a[href="/espace/utilisateurs"]');
        await page.waitForURL('**/espace/utilisateurs');
        await look(page);
        await press('a[href="/espace/compte"]');
        await page.waitForURL('**/espace/compte');
        await look(page);
        await press('form[action="/espace/deconnexion"] button');
        await page.waitForURL(/\/espace\/connexion/);
    });

const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
const kept = () => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3, sys, json\n'
    + 'print(json.dumps(sqlite3.connect(sys.argv[1], timeout=20).execute("SELECT name, lower(hex(sha256)), item,'
    + ' contact, way FROM document ORDER BY id").fetchall()))', path.join(house.folder, 'quitus.db')], { encoding: 'utf8' }));

await test('E-16 on a phone: several files at once in parts, with progress, each on its piece', async () => {
    const before = kept().length;
    const page = await open();
    await enter(page, 'zoe104@client.example');
    await page.goto(`${house.url}/espace/demandes/208`);
    const files = [pdf('relevé.pdf', 1300000), pdf('suite.pdf', 3000)];
    let parts = 0;
    const seen = [];
    page.on('request', (request) => { parts += request.url().endsWith('/espace/uploads/part'); });
    await page.exposeFunction('seen', (name, value, max) => seen.push([name, value, max]));
    await page.evaluate(() => new MutationObserver(() => {
        for (const bar of document.querySelectorAll('[data-parts-list] progress'))
            window.seen(bar.getAttribute('aria-label'), bar.value, bar.max);
    }).observe(document.body, { subtree: true, childList: true, attributes: true }));
    await page.setInputFiles('#file-2080', files);
    await page.click('#piece-2080 form:nth-of-type(2) button');
    await page.waitForSelector('.notice.good');
    assert.match(await page.textContent('.notice.good'), /Reçu/);
    assert.equal(parts, 4); /* three of 512 KiB, one */
    assert.ok(seen.some(([name, value, max]) => /relevé\.pdf/.test(name) && value > 0 && value < max), 'no progress');
    assert.deepEqual(kept().slice(before).map(([name, hash, item, contact, way]) => [name, hash, item, contact, way]).sort(),
        files.map(({ name, buffer }) => [name, sha256(buffer), 2080, 104, 'space']).sort());
    assert.match(await page.textContent('#piece-2080'), /relevé\.pdf[^]*suite\.pdf/);
    assert.match(await page.textContent('.own-progress'), /1 sur 5/);
    await look(page);
});

await test('E-16 cut in the middle and the page closed: it goes on where it was', async () => {
    const page = await open();
    await enter(page, 'zoe105@client.example');
    const where = `${house.url}/espace/demandes/210`;
    const file = path.join(house.folder, 'coupé.pdf');
    const { buffer } = pdf('', 2600000);
    fs.writeFileSync(file, buffer);
    let parts = 0;
    await page.goto(where);
    await page.route('**/espace/uploads/part', (route) => (++parts > 2 ? route.abort() : route.continue()));
    await page.setInputFiles('#file-2100', file);
    const cut = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/part'));
    await page.click('#piece-2100 form:nth-of-type(2) button');
    await cut;
    assert.ok(!kept().some(([name]) => name === 'coupé.pdf'));
    await page.goto('about:blank');
    await page.unroute('**/espace/uploads/part');
    await house.end('SIGKILL'); /* the server too */
    await house.start();
    await page.goto(where);
    const sent = [];
    page.on('request', (request) => { if (request.url().endsWith('/part')) sent.push(request); });
    await page.setInputFiles('#file-2100', file);
    await page.click('#piece-2100 form:nth-of-type(2) button');
    await page.waitForSelector('#piece-2100 a:has-text("coupé.pdf")');
    assert.equal(sent.length, 3); /* of 5 parts 2 were safe */
    assert.equal(kept().find(([name]) => name === 'coupé.pdf')[1], sha256(buffer));
});

await test('E-16 the network goes in the middle and comes back: said, then on where it was, by itself', async () => {
    const page = await open({ colorScheme: 'dark' });
    await enter(page, 'zoe109@client.example');
    await page.goto(`${house.url}/espace/demandes/218`);
    const file = pdf('réseau.pdf', 2600000); /* six parts of 512 KiB */
    const sent = [];
    page.on('requestfinished', (request) => { if (request.url().endsWith('/part')) sent.push(request); });
    const part = () => page.waitForEvent('requestfinished', (request) => request.url().endsWith('/part'));
    const throttle = await page.context().newCDPSession(page);
    await throttle.send('Network.enable');
    await throttle.send('Network.emulateNetworkConditions', { offline: false, latency: 50, downloadThroughput: -1, uploadThroughput: 1500000 });
    await page.setInputFiles('#file-2180', file);
    const second = part().then(part);
    await page.click('#piece-2180 form:nth-of-type(2) button');
    await second;
    await throttle.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    const said = page.locator('#piece-2180 [data-parts-list] .tag.orange');
    await said.waitFor();
    assert.match(await said.textContent(), /pas de réseau/);
    const before = sent.length;
    let tried = 0;
    page.on('request', (request) => { tried += request.url().includes('/espace/uploads'); });
    assert.ok(before >= 2 && before < 6, `${before} parts had left`);
    await look(page);
    if (process.env.QUITUS_SHOTS)
        await page.screenshot({ path: path.join(process.env.QUITUS_SHOTS, 'offline.png') });
    await new Promise((resolve) => { setTimeout(resolve, 3000); });
    assert.equal(tried, 0); /* where there is no network */
    assert.ok(!kept().some(([name]) => name === 'réseau.pdf'));
    await throttle.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await page.waitForSelector('#piece-2180 a:has-text("réseau.pdf")');
    assert.match(await page.textContent('.notice.good'), /Reçu/);
    assert.ok(sent.length <= 7, `${sent.length} parts for six`); /* the one that was cut, at most twice */
    assert.deepEqual(kept().filter(([name]) => name === 'réseau.pdf').map(([, hash, item, contact, way]) => [hash, item, contact, way]),
        [[sha256(file.buffer), 2180, 109, 'space']]);
});

await test('T-14 what is refused says so beside its name, and leaves nothing', async () => {
    const before = kept().length;
    const page = await open();
    await enter(page, 'zoe106@client.example');
    await page.goto(`${house.url}/espace/demandes/212`);
    await page.setInputFiles('#file-2120', { name: 'facture.pdf', mimeType: 'application/pdf',
        buffer: Buffer.from('<html><script>alert(1)</script></html>') });
    await page.click('#piece-2120 form:nth-of-type(2) button');
    const said = await page.waitForSelector('#piece-2120 [data-parts-list] .tag.rose');
    assert.match(await said.textContent(), /n’est pas un document que nous prenons/);
    await look(page);
    assert.equal(kept().length, before);
});

await test('T-5, T-11 another person’s piece, and another’s upload, are as if they were not there', async () => {
    const page = await open();
    await enter(page, 'zoe107@client.example');
    const ask = (where, body) => page.evaluate(async ([url, given]) => {
        const token = document.querySelector('form[data-parts]').dataset.token;
        const answer = await fetch(url, { method: 'POST', body: JSON.stringify(given),
            headers: { 'X-Quitus-Token': token, 'Content-Type': 'application/json', Accept: 'application/json' } });
        return [answer.status, await answer.text()];
    }, [where, body]);
    await page.goto(`${house.url}/espace/demandes/214`);
    const file = { name: 'a.pdf', size: 8 };
    const [own, begun] = await ask('/api/v1/espace/pieces/2140/uploads', file);
    assert.equal(own, 200);
    const foreign = await ask('/api/v1/espace/pieces/2120/uploads', file);
    const missing = await ask('/api/v1/espace/pieces/9999/uploads', file);
    const plain = ([status, text]) => [status, text.replace(/"(instance|request|id)":"[^"]*"/g, '').replace(/[0-9a-f]{8,}/g, '')];
    assert.equal(foreign[0], 404);
    assert.deepEqual(plain(foreign), plain(missing));
    const other = await open();
    await enter(other, 'zoe108@client.example');
    await other.goto(`${house.url}/espace/demandes/216`);
    const { key } = JSON.parse(begun);
    for (const act of ['end', 'cancel'])
        assert.equal(await other.evaluate(async ([name, given]) => (await fetch(`/api/v1/espace/uploads/${name}`, { method: 'POST',
            body: JSON.stringify({ key: given }), headers: { 'Content-Type': 'application/json', Accept: 'application/json',
                'X-Quitus-Token': document.querySelector('form[data-parts]').dataset.token } })).status, [act, key]), 404);
});

await test('the console stays silent', () => {
    assert.deepEqual(words.filter((w) => !/status of (400|404|401|403)|ERR_FAILED|ERR_INTERNET_DISCONNECTED/.test(w)), []);
});

await end();
await house.end('SIGTERM');
done();
