/*
 * The main job, in a browser, on a real accounting file, against a real SMTP peer, the clock frozen
 * near the file's closing: from the first set-up to the first reminders. Every page on the way is
 * looked at by axe, and the console must stay silent under the strict CSP.
 */
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { House, admin, data, done, look, skip, sleep, smtpPeer, test, text, until } from './house.mjs';

const fec = path.join(data, 'fec', '0000000001FEC20220831.txt');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

if (!fs.existsSync(fec)) {
    skip('the main job in a browser', 'QUITUS_DATA holds no fec/0000000001FEC20220831.txt');
    done();
}

const peer = await smtpPeer();
const house = new House({ QUITUS_CLOCK_FROZEN: '2022-09-02T08:00:00Z', QUITUS_MAIL_URL: peer.url });
await house.make();
await house.start();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
process.on('exit', () => browser.close());
const noise = [];

async function open(settings) {
    const context = await browser.newContext({ locale: 'fr-FR', ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    page.on('console', (message) => noise.push(`${page.url()} ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`${page.url()} ${error.message}`));
    return page;
}

const page = await open({ viewport: { width: 1440, height: 900 } });

await test('T-12 the first set-up makes the firm and its admin, once', async () => {
    await page.goto(house.setup);
    await look(page, 'installation');
    await page.fill('#firm', 'Lemoine & Associés');
    await page.fill('#name', 'Claire Moreau');
    await page.fill('#email', admin.email);
    await page.fill('#password', admin.password);
    await page.fill('#password-again', admin.password);
    await Promise.all([page.waitForNavigation(), page.click('form.form button[type=submit]')]);
    assert.strictEqual((await page.request.get(house.setup)).status(), 404);
});

await test('sign-in, and the empty first page', async () => {
    await page.goto(`${house.url}/connexion`);
    if (page.url().endsWith('/connexion')) {
        await look(page, 'login');
        await page.fill('#email', admin.email);
        await page.fill('#password', admin.password);
        await Promise.all([page.waitForNavigation(), page.click('form.form button[type=submit]')]);
    }
    await page.goto(`${house.url}/`);
    await look(page, 'today-empty');
    await page.goto(`${house.url}/clients`);
    await look(page, 'clients-empty');
});

await test('« Importer un FEC »: the file is taken, the report tells why', async () => {
    await page.goto(`${house.url}/importer`);
    await look(page, 'import');
    await page.fill('#name', 'Dossier d’essai');
    await page.setInputFiles('#file', fec);
    await Promise.all([page.waitForURL(/imports/), page.click('form[data-upload] button[type=submit]')]);
    const report = await text(page);
    assert.match(report, /5 422/);
    assert.match(report, /10 186 219,81/);
    await look(page, 'import-report');
});

await test('« Balance âgée »: the balance of the 411 accounts', async () => {
    await page.goto(`${house.url}/clients/2/agee?on=2022-09-02`);
    assert.match(await text(page), /52 517,24/);
    await look(page, 'ageing');
});

await test('« Compléter les adresses », pasted as account and address', async () => {
    const { customers } = await (await page.request.get(`${house.url}/api/v1/companies/2/ageing`)).json();
    const lines = customers.map((c) => `${c.account};compta@${c.account.toLowerCase()}.example`);
    await page.goto(`${house.url}/clients/2/adresses`);
    await look(page, 'addresses');
    await page.fill('#text', lines.join('\n'));
    await Promise.all([page.waitForNavigation(),
        page.click('form[action$="/coller"]:has(#text) button[type=submit]')]);
    await look(page, 'addresses-preview');
    await Promise.all([page.waitForNavigation(),
        page.click('form:has(input[name=confirm]) button[type=submit]')]);
});

await test('f38 a doubtful lettering waits for a person', async () => {
    await page.goto(`${house.url}/relances/demain?on=2022-09-02`);
    assert.match(await text(page), /Lettrage à vérifier/);
    const { customers } = await (await page.request.get(`${house.url}/api/v1/companies/2/ageing`)).json();
    for (const customer of customers) {
        await page.goto(`${house.url}/clients/2/debiteurs/${customer.id}`);
        const button = page.locator('form[action$="/doute"] button');
        if (await button.count())
            await Promise.all([page.waitForNavigation(), button.click()]);
    }
    await look(page, 'customer');
});

let planned;

await test('« Que part-il demain ? » says what will leave', async () => {
    planned = await (await page.request.get(`${house.url}/api/v1/chase/plan?on=2022-09-02`)).json();
    assert.ok(planned.messages.some((message) => message.channel === 'email'));
    await page.goto(`${house.url}/relances/demain?on=2022-09-02`);
    await look(page, 'tomorrow');
    await page.goto(`${house.url}/relances`);
    await look(page, 'plan');
});

await test('C-8 the day is run: what was planned arrives, and nothing else', async () => {
    const mails = planned.messages.filter((message) => message.channel === 'email');
    await page.goto(`${house.url}/relances`);
    await Promise.all([page.waitForNavigation(),
        page.click('form[action="/relances/envoyer"] button, form[action="/relances/accord"] button')]);
    await page.goto(`${house.url}/relances`);
    const accord = page.locator('form[action$="/accord"] button');
    while (await accord.count())
        await Promise.all([page.waitForNavigation(), accord.first().click()]);
    await until('the messages', 20000, () => peer.accepted().length >= mails.length);
    await sleep(1500);
    const received = peer.messages();
    assert.strictEqual(received.length, mails.length);
    for (const mail of mails)
        assert.ok(received.some((bytes) => bytes.includes(mail.to)), mail.to);
});

await test('the message: headers, text, the statement’s table', () => {
    const bytes = peer.messages()[0];
    const head = bytes.split('\r\n\r\n')[0];
    assert.match(head, /^Message-Id: <q1-\d+-[0-9a-f]{32}@/im);
    assert.match(head, /^Auto-Submitted: auto-generated/im);
    assert.match(head, /^From: .*<relances@cabinet\.example>/ims);
    assert.match(head, /^Content-Type: multipart\/alternative/im);
    assert.match(bytes, /Dossier d/);
    assert.match(bytes, /<table/);
    assert.doesNotMatch(bytes.replace(/\r\n/g, ''), /[\r\n]/);
});

await test('C-1 run again: none arrives', async () => {
    const before = peer.accepted().length;
    const token = await page.getAttribute('input[name=token]', 'value');
    const response = await page.request.post(`${house.url}/relances/envoyer`,
        { form: { token }, headers: { Origin: house.url }, maxRedirects: 0 });
    assert.ok(response.status() < 400);
    await sleep(2500);
    assert.strictEqual(peer.accepted().length, before);
});

await test('what was sent: the list, one message, its frame', async () => {
    await page.goto(`${house.url}/messages`);
    await look(page, 'messages');
    await page.goto(`${house.url}/messages/1`);
    await look(page, 'message');
    await page.goto(`${house.url}/a-verifier`);
    await look(page, 'check-empty');
});

await test('C-10 a customer is paused with a reason, and resumed', async () => {
    const to = peer.messages()[0].match(/^To: .*<([^>]+)>/im)[1];
    const { customers } = await (await page.request.get(`${house.url}/api/v1/companies/2/ageing`)).json();
    const customer = customers.find((c) => to.includes(c.account.toLowerCase()));
    await page.goto(`${house.url}/clients/2/debiteurs/${customer.id}`);
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    await page.fill('form[action$="/pause"] [name=reason]', 'Litige sur la livraison');
    await Promise.all([page.waitForNavigation(), page.click('form[action$="/pause"] button[type=submit]')]);
    assert.match(await text(page), /Litige sur la livraison/);
    await look(page, 'customer-paused');
    await Promise.all([page.waitForNavigation(), page.click('form[action$="/reprendre"] button')]);
});

for (const [name, settings] of [['phone', { viewport: { width: 360, height: 740 } }],
    ['dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }]])
    await test(`the same pages, ${name}`, async () => {
        const other = await open({ ...settings, storageState: await page.context().storageState() });
        for (const [where, called] of [['/', 'today'], ['/clients', 'clients'], ['/clients/2', 'client'],
            ['/clients/2/agee', 'ageing'], ['/relances', 'plan'], ['/relances/demain', 'tomorrow'],
            ['/messages', 'messages'], ['/messages/1', 'message'], ['/importer', 'import'],
            ['/clients/2/debiteurs/1', 'customer'], ['/recherche?q=pro', 'search']]) {
            await other.goto(house.url + where);
            await look(other, `${called}-${name}`);
            const wider = await other.evaluate(() =>
                document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert.ok(wider <= 0, `${where} is ${wider} pixels too wide`);
        }
    });

await test('with JavaScript off: sign-in, import page, plan', async () => {
    const plain = await open({ javaScriptEnabled: false });
    await plain.goto(`${house.url}/relances`);
    await plain.fill('#email', admin.email);
    await plain.fill('#password', admin.password);
    await plain.click('form.form button[type=submit]');
    await plain.waitForURL(/relances/);
    for (const where of ['/importer', '/clients/2/agee', '/clients/2/adresses', '/relances/demain'])
        assert.strictEqual((await plain.goto(house.url + where)).status(), 200);
});

await test('T-10 the console stayed silent', () => {
    assert.deepStrictEqual(noise, []);
});

await browser.close();
await house.end('SIGTERM');
done();
