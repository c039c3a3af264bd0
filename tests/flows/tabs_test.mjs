/*
 * Every case of the tabs (P-11, P-12), each variant of the search (P-13) and every pair of filters
 * (P-14), over 12,000 clients: what a page tells before it is asked is what comes.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import playwright from 'playwright-core';
import { chromium } from '../pages/site.mjs';
import { House, admin, done, skip, test } from './house.mjs';

const CLIENTS = 12000;
const CLAIRE = 1;
const KEN = 2;
const ZOE = 3;
const OF_ALL = 2;       /* number 1, onboarding, nobody's */
const FIRST_ID = 101;

const house = new House({ QUITUS_CLOCK_FROZEN: '' });
const books = path.join(house.folder, 'quitus.db');
await house.make();
await house.start();
await house.signUp();
await house.fill('clients_fill.py', String(CLIENTS));

/* Straight into the books, as a move of another software would; the server is told by the number. */
function change(...statements) {
    execFileSync('python3', ['-c', `import json, sqlite3, sys
b = sqlite3.connect(sys.argv[1], timeout=20)
for text in json.loads(sys.argv[2]) + ["UPDATE client_changes SET last = last + 1, whole = last + 1"]:
    b.execute(text)
b.commit()`, books, JSON.stringify(statements)]);
}

async function signIn(email) {
    const form = await fetch(`${house.url}/connexion`);
    const [, token] = /name="token" value="([^"]*)"/.exec(await form.text());
    const first = form.headers.get('set-cookie');
    const answer = await fetch(`${house.url}/connexion`, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url, ...(first ? { Cookie: first.split(';')[0] } : {}) },
        body: new URLSearchParams({ token, email, password: admin.password }) });
    assert.equal(answer.status, 303, await answer.text());
    return answer.headers.get('set-cookie').split(';')[0];
}

const claire = await signIn(admin.email);
const ken = await signIn('ken@cabinet.example');
const zoe = await signIn('zoe@cabinet.example');

async function ask(cookie, where) {
    const answer = await fetch(house.url + where, { headers: { Cookie: cookie } });
    assert.equal(answer.status, 200, where);
    return answer.text();
}

const plain = (html) => html.replace(/<[^>]*>/g, '').replace(/&#39;/g, '\'').replace(/&amp;/g, '&')
    .replace(/[\s\u00A0\u202F]+/g, ' ').trim();
const figure = (text) => Number(text.replace(/\D/g, ''));

/* { Invitations: 1, … } of the page, in its order. */
async function tabs(cookie) {
    const [, nav] = /<nav class="tabs"[^>]*>(.*?)<\/nav>/s.exec(await ask(cookie, '/clients')) || [null, ''];
    return Object.fromEntries([...nav.matchAll(/<a [^>]*>(.*?)<span class="count">(.*?)<\/span>/gs)]
        .map(([, name, count]) => [plain(name), figure(count)]));
}

async function total(cookie, query) {
    const foot = /<tfoot>.*?<th scope="row">(.*?)<\/th>/s.exec(await ask(cookie, `/clients?${query}`));
    return foot ? figure(plain(foot[1])) : 0;
}

async function found(cookie, query) {
    const html = await ask(cookie, `/clients?tab=all&q=${encodeURIComponent(query)}`);
    return [...html.matchAll(/<th scope="row"><a class="name"[^>]*>(.*?)<\/a>/g)].map(([, name]) => plain(name));
}

const invitation = (id, state) => 'INSERT INTO invitation (firm, id, name, siren, person, email, note, state,'
    + ` asked_at, reason) VALUES (1, ${id}, 'Neuf ${id}', '', 'Ana', 'a${id}@x.example', '', '${state}', 0, '')`;
const assignment = (id, client, member, more = {}) => 'INSERT INTO assignment (firm, id, client, member, function,'
    + ` first_on, last_on, by) VALUES (1, ${id}, ${FIRST_ID + client}, ${member}, '${more.function || 'holder'}',`
    + ` '${more.first || '2020-01-01'}', ${more.last ? `'${more.last}'` : 'NULL'}, 0)`;
const client = (number, what) => `UPDATE client SET ${what} WHERE id = ${FIRST_ID + number}`;

await test('P-11: an admin without invitations has three tabs', async () =>
    assert.deepEqual(await tabs(claire), { 'Mes clients': 1500, Intégration: 240, Tout: CLIENTS }));

await test('P-11: « Invitations » counts those that wait, not those that were answered', async () => {
    change(invitation(901, 'waiting'), invitation(902, 'waiting'), invitation(903, 'accepted'), invitation(904, 'refused'));
    assert.deepEqual(Object.entries(await tabs(claire)),
        [['Invitations', 2], ['Mes clients', 1500], ['Intégration', 240], ['Tout', CLIENTS]]);
});

await test('P-12: an accountant never has « Invitations » nor « Tout »', async () =>
    assert.deepEqual(await tabs(ken), { 'Mes clients': 1500 }));

await test('P-12: « Intégration » only with one of theirs being verified, invited is not enough', async () => {
    const invited = 100; /* Ken's, invited */
    change(client(invited, 'state = \'invited\''));
    assert.deepEqual(await tabs(ken), { 'Mes clients': 1500 });
    change(client(invited, 'state = \'onboarding\''));
    assert.deepEqual(Object.entries(await tabs(ken)), [['Mes clients', 1500], ['Intégration', 1]]);
    assert.equal(await total(ken, 'tab=integration'), 1);
    assert.deepEqual((await tabs(claire)).Intégration, 240);
    change(client(invited, 'state = \'active\''));
    assert.deepEqual(await tabs(ken), { 'Mes clients': 1500 });
    assert.equal((await tabs(claire)).Intégration, 239);
    change(client(invited, 'state = \'invited\''));
});

await test('P-12: any function counts, from its first day to its last', async () => {
    assert.deepEqual(await tabs(zoe), {});
    change(assignment(900901, OF_ALL - 1, ZOE, { function: 'payroll', last: '2020-12-31' }),
        assignment(900902, 12 + 1, ZOE, { first: '2099-01-01' }));
    assert.deepEqual(await tabs(zoe), {});
    change(assignment(900903, 14, ZOE, { function: 'reviewer' }));
    assert.deepEqual(await tabs(zoe), { 'Mes clients': 1 });
    change(assignment(900904, 1, ZOE, { function: 'payroll', first: '2021-01-01' }));
    assert.deepEqual(await tabs(zoe), { 'Mes clients': 2, Intégration: 1 });
    change('DELETE FROM assignment WHERE member = 3');
    assert.deepEqual(await tabs(zoe), {});
});

await test('P-9, P-11, P-12: a confidential one counts for those who work for it alone', async () => {
    change(client(1, 'is_confidential = 1')); /* onboarding, nobody's */
    assert.deepEqual(await tabs(claire), { Invitations: 2, 'Mes clients': 1500, Intégration: 239, Tout: CLIENTS - 1 });
    change(assignment(900905, 1, KEN));
    assert.deepEqual(await tabs(ken), { 'Mes clients': 1501, Intégration: 1 });
    assert.deepEqual(await tabs(claire), { Invitations: 2, 'Mes clients': 1500, Intégration: 239, Tout: CLIENTS - 1 });
    change(client(8, 'is_confidential = 1')); /* Claire's */
    assert.equal((await tabs(claire)).Tout, CLIENTS - 1);
    assert.equal(await total(claire, 'tab=mine'), 1500);
    change(client(1, 'is_confidential = 0'), client(8, 'is_confidential = 0'), 'DELETE FROM assignment WHERE id = 900905');
    assert.deepEqual(await tabs(claire), { Invitations: 2, 'Mes clients': 1500, Intégration: 240, Tout: CLIENTS });
});

await test('P-7, P-11, P-12: an archived one is in nobody’s work any more', async () => {
    change(client(4, 'state = \'archived\''), client(8, 'state = \'archived\''), client(101, 'state = \'archived\''));
    assert.deepEqual(await tabs(ken), { 'Mes clients': 1499 });
    assert.deepEqual(await tabs(claire), { Invitations: 2, 'Mes clients': 1499, Intégration: 239, Tout: CLIENTS });
    change(client(4, 'state = \'active\''), client(8, 'state = \'active\''), client(101, 'state = \'onboarding\''));
});

await test('P-10: a test dossier is counted nowhere, not its owner’s either', async () => {
    change(client(4, `tester = ${KEN}, state = 'onboarding'`), client(8, `tester = ${CLAIRE}`));
    assert.deepEqual(await tabs(ken), { 'Mes clients': 1499 });
    assert.deepEqual(await tabs(claire), { Invitations: 2, 'Mes clients': 1499, Intégration: 240, Tout: CLIENTS - 2 });
    change(client(4, 'tester = NULL, state = \'active\''), client(8, 'tester = NULL'));
});

await test('P-11: with none of them the tabs vanish', async () => {
    change('UPDATE client SET sector = state WHERE state IN (\'invited\', \'onboarding\')',
        'UPDATE client SET state = \'active\' WHERE state IN (\'invited\', \'onboarding\')',
        'UPDATE invitation SET state = \'refused\' WHERE id = 901', 'UPDATE assignment SET member = 2 WHERE member = 1');
    assert.deepEqual(await tabs(claire), { Invitations: 1, 'Mes clients': 0, Tout: CLIENTS });
    change('UPDATE client SET state = sector, sector = \'BTP\' WHERE sector IN (\'invited\', \'onboarding\')',
        `UPDATE assignment SET member = ${CLAIRE} WHERE client % 8 = ${FIRST_ID % 8}`);
    assert.deepEqual(await tabs(claire), { Invitations: 1, 'Mes clients': 1500, Intégration: 240, Tout: CLIENTS });
});

if (fs.existsSync(chromium.executablePath))
    await test('P-8, P-11 in Chromium: one accepted moves from count to count, the empty tab vanishes', async () => {
        const browser = await playwright.chromium.launch(chromium);
        const page = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
        const shown = async () => (await page.locator('nav.tabs a').allTextContents()).map(plain);
        await page.goto(`${house.url}/connexion`);
        await page.fill('[name=email]', admin.email);
        await page.fill('[name=password]', admin.password);
        await page.click('form button[type=submit]');
        await page.goto(`${house.url}/clients`);
        assert.deepEqual(await shown(), ['Invitations1', 'Mes clients1 500', 'Intégration240', 'Tout12 000']);
        await page.click('nav.tabs a >> text=Invitations');
        await page.click('form[action$="/accepter"] button');
        await page.goto(`${house.url}/clients`);
        assert.deepEqual(await shown(), ['Mes clients1 500', 'Intégration241', 'Tout12 001']);
        await browser.close();
        change('UPDATE client SET state = \'archived\' WHERE name = \'Neuf 902\'');
    });
else
    skip('P-8, P-11 in Chromium', 'no Chromium');

/* Names as people type them, and what must find each. */
const NAMES = ['L’Étoile d\'Argent', 'Société Zythum–Bières', 'Œuf\u00A0Frais', 'Jean\u2011Kévin Straße', 'Lynx Façadier'];
const VARIANTS = {
    case: [['L’ÉTOILE D’ARGENT', 0], ['étoile', 0], ['ZYTHUM', 1], ['ŒUF frais', 2]],
    accents: [['etoile', 0], ['Ètoïle', 0], ['societe zythum', 1], ['bieres', 1], ['facadier', 4], ['e\u0301toile argent', 0]],
    ligatures: [['oeuf', 2], ['œuf', 2], ['strasse', 3], ['STRASSE', 3]],
    apostrophes: [['l\'étoile', 0], ['l’étoile', 0], ['l\u02BCétoile', 0], ['d’argent', 0], ['d\'argent', 0], ['l etoile', 0]],
    dashes: [['zythum-bières', 1], ['zythum–bières', 1], ['zythum\u2011bières', 1], ['jean-kevin', 3], ['jean–kevin', 3],
        ['jean\u2011kevin', 3], ['jean kevin', 3]],
    blanks: [['oeuf frais', 2], ['œuf\u00A0frais', 2], ['œuf\u202Ffrais', 2], ['  œuf   frais ', 2]],
    prefixes: [['étoi arg', 0], ['arg étoi', 0], ['bièr zyth soc', 1], ['kév', 3], ['stras jea', 3], ['faça lyn', 4]],
    inserted: [['étoille', 0], ['zytthum', 1], ['façaddier', 4]],
    deleted: [['étole', 0], ['zythm', 1], ['façdier', 4]],
    replaced: [['étoite', 0], ['zythun', 1], ['fagadier', 4]],
    swapped: [['étiole', 0], ['zyhtum', 1], ['façaider', 4]],
    'one typo in each of two words': [['étiole argnet', 0]],
};
const NOTHING = ['lynq', 'lyxn', 'lyqx', 'lyx', 'oefu', 'zyhtmu', 'étoile bières', 'zythum œuf'];

await test('P-13: the clients of the variants are written by the house', async () => {
    for (const name of NAMES) {
        const answer = await house.post('/clients/nouveau', { name });
        assert.equal(answer.status, 303, name);
    }
});

for (const [kind, cases] of Object.entries(VARIANTS))
    await test(`P-13: ${kind}`, async () => {
        for (const [typed, which] of cases)
            assert.equal((await found(claire, typed))[0], plain(NAMES[which]), `« ${typed} »`);
    });

await test('P-13: no typo in four letters, no two typos, every word is wanted', async () => {
    assert.equal((await found(claire, 'lynx'))[0], 'Lynx Façadier');
    for (const typed of NOTHING)
        assert.deepEqual((await found(claire, typed)).filter((name) => NAMES.map(plain).includes(name)), [], `« ${typed} »`);
});

await test('P-13: SIREN, SIRET, VAT-like groups, contact’s name and address', async () => {
    const [{ siren }] = (await (await fetch(`${house.url}/api/v1/companies?q=D04321`, { headers: { Cookie: claire } })).json()).items;
    const siret = `${siren}00017`;
    const grouped = (text, blank) => text.replace(/(...)(...)(...)(.*)/, (all, a, b, c, d) => [a, b, c, d].filter(Boolean).join(blank));
    for (const typed of [siren, siret, ...[' ', '\u00A0', '\u202F', '.'].flatMap((b) => [grouped(siren, b), grouped(siret, b)]),
        siren.slice(0, 8), 'contact4321', 'CONTACT4321', 'c4321@client.example', 'C4321@Client.example', 'c4321@cl'])
        assert.match((await found(claire, typed))[0] || '', / 4321$/, `« ${typed} »`);
    assert.deepEqual(await found(claire, siren.replace(/.$/, (last) => String((Number(last) + 1) % 10))), []);
});

/* What the page tells of each filter, with those that are on: [ [ query, count ] ]. */
async function offers(query) {
    const html = await ask(claire, `/clients?tab=all&${query}`);
    const chips = [...html.matchAll(/<a class="chip[^"]*" href="([^"]*)"( aria-current="true")?>[^<]*<span class="count">(.*?)<\/span>/g)]
        .filter(([, , on]) => !on).map(([, url, , count]) => [url.replace(/&amp;/g, '&').split('?')[1], figure(count)]);
    const choices = [...html.matchAll(/<select[^>]* name="([a-z]+)"[^>]*>(.*?)<\/select>/gs)].flatMap(([, word, options]) =>
        [...options.matchAll(/<option value="([^"]+)"[^>]*>[^<]*\(([^)]*)\)/g)].map(([, value, count]) =>
            [new URLSearchParams([...new URLSearchParams(`tab=all&${query}`)].filter(([name]) => name !== word)
                .concat([[word, value]])).toString(), figure(count)]));
    return [...chips, ...choices];
}

await test('P-14: what each filter tells is what comes, alone and upon each other', async () => {
    let seen = 0;
    for (const on of ['', 'receipts=1', 'requests=1&sector=BTP', 'legal=1&plan=Essentiel', 'address=1&hub=2', 'q=garage&unpaid=1'])
        for (const [query, count] of await offers(on)) {
            assert.equal(await total(claire, query), count, query);
            seen++;
        }
    assert.ok(seen > 60, `${seen} offers`);
});

await house.end('SIGTERM');
done();
