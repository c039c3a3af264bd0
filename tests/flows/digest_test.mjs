/*
 * Being told (P-19 to P-21), on the real server with a frozen clock, in a browser without
 * JavaScript, against a real SMTP peer: a digest at 10:00 of a Monday in winter, in summer and after
 * a holiday, nothing before, none twice; « Notifier les comptables » with nobody, one and three.
 */
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import playwright from 'playwright-core';
import { chromium } from '../pages/site.mjs';
import { House, admin, done, skip, sleep, smtpPeer, test, until } from './house.mjs';

if (!fs.existsSync(chromium.executablePath)) {
    skip('being told', 'no Chromium here');
    done();
}

const shots = process.env.QUITUS_SHOTS;
const axe = fs.readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const QUIET_MS = 2500; // the worker turns twice a second

const peer = await smtpPeer();
const house = new House({ QUITUS_MAIL_URL: peer.url });

async function at(instant) {
    if (house.child && house.child.exitCode === null)
        await house.end('SIGTERM');
    house.settings.QUITUS_CLOCK_FROZEN = instant;
    await house.start();
}

/* What has no page here is written into the books while nobody else has them. */
async function write(...statements) {
    await house.end('SIGTERM');
    execFileSync('python3', ['-c',
        'import sqlite3, sys\n'
        + 'with sqlite3.connect(sys.argv[1]) as books:\n'
        + '    [books.execute(statement) for statement in sys.argv[2:]]',
        path.join(house.folder, 'quitus.db'), ...statements]);
}

/* The text part of a mail, and its subject, as a person reads them. */
function read(mail) {
    const bytes = (text) => Buffer.from(text.replace(/=\r?\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8');
    const part = mail.split(/\r?\n--/).find((p) => /Content-Type: text\/plain/i.test(p)) || mail;
    const body = part.split(/\r?\n\r?\n/).slice(1).join('\n\n');
    const text = /base64/i.test(part.split(/\r?\n\r?\n/)[0])
        ? Buffer.from(body, 'base64').toString('utf8') : bytes(body);
    const to = /^To: .*<([^>]+)>/im.exec(mail);
    return { text: text.replace(/[\u00a0\u202f]/g, ' '), to: to && to[1] };
}

const mails = () => peer.messages().map(read);

async function count(wanted) {
    if (mails().length < wanted)
        await until(`${wanted} mails`, 15000, () => mails().length >= wanted);
    await sleep(QUIET_MS);
    assert.equal(mails().length, wanted);
}

/* Books of one admin, four clients, three accountants. */
house.settings.QUITUS_CLOCK_FROZEN = '2026-01-02T09:00:00Z';
await house.make();
for (const name of ['Transports Rivoal', 'Boulangerie du Port', 'Garage Perrin', 'Hôtel des Voiles'])
    house.run('client', 'add', '--name', name);
await house.start();
await house.signUp();
await write(
    ...[2, 3, 4].map((id) => 'INSERT INTO member (firm, id, name, email, email_folded, role, language, state,'
        + ` created_at) VALUES (1, ${id}, 'Membre ${id}', 'm${id}@cabinet.example', 'm${id}@cabinet.example',`
        + " 'accountant', 'fr', 'active', 0)"),
    "INSERT INTO client_figure VALUES (1, 1, 125040, 14, 3, 0)",
    "INSERT INTO client_figure VALUES (1, 2, NULL, 1, 0, 0)",
    /* Nobody is asked to obtain an address (P-4): no round is held, however far the day jumps. */
    'INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state, email_said, phone, language,'
        + " created_at) VALUES (1, 90, 'Anne', 'anne', 'anne@port.example', 'anne@port.example', 'ok', '', '', 'fr', 0)",
    ...[2, 3].map((client) => 'INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,'
        + ` is_payroll, is_operational, added_at) VALUES (1, ${client}, 90, 1, 1, 0, 0, 0, 0)`),
    ...[[2, 2], [3, 2], [3, 3], [3, 4]].map(([client, member], i) => 'INSERT INTO assignment (firm, id, client,'
        + ` member, function, first_on, by) VALUES (1, ${100 + i}, ${client}, ${member}, 'holder', '2025-01-01', 0)`),
);

const browser = await playwright.chromium.launch(chromium);
const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR' });
const page = await plain.newPage();

async function signIn(on) {
    await on.goto(`${house.url}/connexion`);
    await on.fill('input[name=email]', admin.email);
    await on.fill('input[name=password]', admin.password);
    await on.click('form[action="/connexion"] button');
}

const words = async () => (await page.textContent('main')).replace(/\s+/g, ' ');

/* Wide, phone, dark: axe finds nothing, the console is silent; kept when a folder is asked for. */
async function look(where, name) {
    for (const [look, width, colorScheme] of [['wide', 1440, 'light'], ['phone', 390, 'light'], ['dark', 1440, 'dark']]) {
        const context = await browser.newContext({ locale: 'fr-FR', colorScheme, viewport: { width, height: 900 } });
        const seen = await context.newPage();
        const noise = [];
        seen.on('console', (message) => noise.push(message.text()));
        seen.on('pageerror', (error) => noise.push(error.message));
        await signIn(seen);
        await seen.goto(house.url + where);
        assert.ok(await seen.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
            `${name}, ${look}: wider than the window`);
        if (shots)
            await seen.screenshot({ path: path.join(shots, `${name}-${look}.png`), fullPage: true });
        await seen.evaluate(`(() => { const module = undefined, exports = undefined, define = undefined; ${axe} })()`);
        const found = await seen.evaluate('axe.run().then((r) => r.violations.map((v) => v.id + " " + v.nodes[0].html))');
        assert.deepEqual([found, noise], [[], []], `${name}, ${look}`);
        await context.close();
    }
}

await test('P-19: « E-mail » is ticked on a Friday; the next Monday is told', async () => {
    await at('2026-01-02T09:00:00Z');
    await signIn(page);
    await look('/notifications', 'notifications-0');
    await page.goto(`${house.url}/clients/1/notifications`);
    assert.match(await words(), /Vous ne suivez pas ce dossier/);
    await page.check('#notification-email');
    await page.click('#notifications button');
    assert.match(await words(), /Prochain point : lundi 5 janvier 2026, 10 h/);
    await page.goto(`${house.url}/clients/2/notifications`);
    await page.check('#notification-email');
    await page.click('#notifications button');
    await look('/clients/1/notifications', 'notification');
    await look('/notifications', 'notifications-2');
    const [first] = JSON.parse(house.run('notice', 'list', '--json')).subscriptions;
    assert.deepEqual([first.client, first.frequency, first.next_on], ['Boulangerie du Port', 'weekly', '2026-01-05']);
});

await test('P-19: nothing at 9:59 of a Monday in winter', async () => {
    await at('2026-01-05T08:59:00Z');
    await count(0);
});

await test('P-19, P-20: at 10:00 one mail over both clients', async () => {
    await at('2026-01-05T09:00:00Z');
    await count(1);
    const [mail] = mails();
    assert.equal(mail.to, admin.email);
    assert.match(mail.text, /Transports Rivoal\s+- 14 justificatifs manquants\s+- 3 dépenses prêtes à exporter\s+- Solde du portefeuille : 1 250,40 €/);
    assert.match(mail.text, /Boulangerie du Port\s+- 1 justificatif manquant/);
    assert.match(mail.text, /\/notifications/);
});

await test('P-20: none twice, after a restart and later on that day', async () => {
    await at('2026-01-05T09:00:00Z');
    await count(1);
    await at('2026-01-05T15:30:00Z');
    await count(1);
    await at('2026-01-06T09:00:00Z');
    await count(1);
});

await test('P-19: on Easter Monday nothing, on Tuesday at 10:00 of the summer', async () => {
    await at('2026-04-06T09:00:00Z');
    await count(1);
    await at('2026-04-07T07:59:00Z');
    await count(1);
    await at('2026-04-07T08:00:00Z');
    await count(2);
});

await test('P-19: a missed 10:00 of a Monday in summer is caught up on the same day', async () => {
    await at('2026-07-06T13:00:00Z');
    await count(3);
});

await test('P-20: nothing to say, nothing sent', async () => {
    await write('UPDATE client_figure SET wallet_cents = NULL, missing_receipts = 0, ready_exports = 0');
    await at('2026-07-13T08:00:00Z');
    await count(3);
});

await test('P-20: the mail stands among the messages, with why it left', async () => {
    await signIn(page);
    await page.goto(`${house.url}/messages`);
    await page.click('table a.name');
    assert.match(await words(), /suit des dossiers par e-mail/);
    await look('/messages', 'messages');
    await look('/messages/1', 'message-digest');
});

await test('P-21: with nobody assigned the form says so and leads to assigning', async () => {
    await page.goto(`${house.url}/clients/1/notifier`);
    assert.match(await words(), /Aucun collaborateur n’est affecté/);
    assert.equal(await page.locator('a[href="/clients/1/personnes"]').count(), 1);
    await look('/clients/1/notifier', 'notify-0');
});

await test('P-21: one accountant gets the subjects and the comment', async () => {
    await page.goto(`${house.url}/clients/2/notifier`);
    await page.fill('#comment', 'Merci de regarder avant jeudi.');
    await page.click('main form button');
    assert.match(await page.textContent('[role=alert]'), /Cochez au moins un sujet/);
    assert.equal(await page.inputValue('#comment'), 'Merci de regarder avant jeudi.');
    await page.check('#about-receipts');
    await page.check('#about-onboarding');
    await page.click('main form button');
    assert.match(page.url(), /\/clients\/2$/);
    await count(4);
    const mail = mails()[3];
    assert.equal(mail.to, 'm2@cabinet.example');
    assert.match(mail.text, /Merci de regarder avant jeudi\./);
    assert.match(mail.text, /Aucun justificatif manquant/);
    assert.match(mail.text, /Dossier actif, depuis/);
    assert.doesNotMatch(mail.text, /facture/);
});

await test('P-21: three accountants; a second one on the same day shows the first and is confirmed', async () => {
    await page.goto(`${house.url}/clients/3/notifier`);
    await look('/clients/3/notifier', 'notify-3');
    await page.check('#about-invoices');
    await page.click('main form button');
    await count(7);
    assert.deepEqual(mails().slice(4).map((mail) => mail.to).sort(),
        [2, 3, 4].map((id) => `m${id}@cabinet.example`));
    await page.goto(`${house.url}/clients/3/notifier`);
    assert.match(await words(), /Déjà notifié aujourd’hui/);
    await look('/clients/3/notifier', 'notify-again');
    await page.check('#about-exports');
    const token = await page.inputValue('main form input[name=token]');
    const refused = await plain.request.post(`${house.url}/clients/3/notifier`,
        { form: { token, 'about-exports': '1' }, headers: { Origin: house.url } });
    assert.equal(refused.status(), 409);
    assert.match(await refused.text(), /ont déjà été notifiés de ce dossier aujourd’hui/);
    await page.check('#again');
    await page.click('main form button');
    await count(10);
});

await test('P-19: several are stopped at once', async () => {
    await page.goto(`${house.url}/notifications`);
    await page.check('input[name=client-1]');
    await page.check('input[name=client-2]');
    await page.selectOption('#act', 'stop');
    await page.click('form[action="/notifications"] button');
    assert.match(await words(), /Vous ne suivez aucun dossier/);
    assert.equal(JSON.parse(house.run('notice', 'list', '--json')).subscriptions.length, 0);
});

await browser.close();
await house.end('SIGTERM');
done();
