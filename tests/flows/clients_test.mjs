/*
 * The clients page in Chromium, with 12,000 clients: tabs (P-11, P-12), search (P-13), filters and
 * saved tabs (P-14), order by each column and pages by place (P-15), many at once with preview and
 * undo (P-16), the row menu (P-17). QUITUS_PICTURES names a folder for pictures.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import playwright from 'playwright-core';
import { chromium } from '../pages/site.mjs';
import { House, admin, done, skip, test } from './house.mjs';

const CLIENTS = 12000;
const pictures = process.env.QUITUS_PICTURES;

if (!fs.existsSync(chromium.executablePath)) {
    skip('the clients page', 'no Chromium');
    done();
}

const house = new House({ QUITUS_CLOCK_FROZEN: '' });
await house.make();
await house.start();
await house.signUp();
const browser = await playwright.chromium.launch(chromium);
const said = [];

async function open(email, options = {}) {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(`${house.url}/connexion`);
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', admin.password);
    await page.click('main button[type=submit], form button[type=submit]');
    await page.waitForURL((url) => !url.pathname.startsWith('/connexion'));
    return page;
}

async function picture(page, name) {
    if (pictures)
        await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: name.includes('phone') });
}

const plain = (text) => text.replace(/[\s\u00A0\u202F]+/g, ' ').trim();
const tabs = async (page) => (await page.locator('nav.tabs a').allTextContents()).map(plain);
const names = async (page) => (await page.locator('.clients-table tbody th .name').allTextContents()).map(plain);
const total = async (page) =>
    Number((await page.locator('.clients-table tfoot th').textContent()).replace(/\D/g, ''));
const headed = async (page) => Number((await page.locator('.head p').textContent()).replace(/\D/g, ''));
const exported = async (page) =>
    new URL(await page.locator('.head a[href*="export.xlsx"]').getAttribute('href'), house.url).searchParams;
const go = (page, query) => page.goto(`${house.url}/clients${query}`);

await test('P-11 with 0 clients: both ways to begin, no tab', async () => {
    const page = await open(admin.email);
    await go(page, '');
    assert.deepEqual(await tabs(page), []);
    assert.deepEqual((await page.locator('.empty .button').allTextContents()).map(plain),
        ['Importez vos clients', 'Ajouter un client']);
    await picture(page, 'clients-0');
    await page.context().close();
});

await house.fill('clients_fill.py', String(CLIENTS));
const page = await open(admin.email);

await test('P-11: an admin’s tabs with their counts; « Invitations » vanishes when empty', async () => {
    await go(page, '');
    assert.deepEqual(await tabs(page), ['Mes clients1 500', 'Intégration240', 'Tout12 000']);
    assert.equal(plain(await page.locator('nav.tabs [aria-current]').textContent()), 'Mes clients1 500');
    await picture(page, 'clients-mine');
    await go(page, '?tab=all');
    assert.equal(await total(page), CLIENTS);
    await picture(page, 'clients-all');
    await go(page, '?tab=integration');
    assert.equal(await total(page), 240);
});

await test('P-12: an accountant’s tabs: theirs, « Intégration » only with one being verified', async () => {
    const ken = await open('ken@cabinet.example');
    await go(ken, '');
    assert.deepEqual(await tabs(ken), ['Mes clients1 500']);
    await go(ken, '?tab=all');
    assert.equal(await total(ken), 1500);
    await ken.context().close();
    const zoe = await open('zoe@cabinet.example');
    await go(zoe, '');
    assert.deepEqual(await tabs(zoe), []);
    assert.match(await zoe.locator('.empty').textContent(), /ne vous est affecté/);
    await zoe.context().close();
});

await test('P-13: search as you type', async () => {
    await go(page, '?tab=all');
    for (const [typed, first] of [
        ['oenologie', 'L’Œnologie du Port'], ['l\'ŒNOLOGIE', 'L’Œnologie du Port'],
        ['œnologei', 'L’Œnologie du Port'], ['port oeno', 'L’Œnologie du Port'],
        ['hotel muller', /^Hôtel Müller/], ['hotle muler', /^Hôtel Müller/],
        ['c7777@client.example', /7777$/], ['contact77', /77/], ['D07777', /7777$/],
    ]) {
        await page.fill('#q', '');
        const answered = page.waitForResponse((response) => response.url().includes('/clients?'));
        await page.locator('#q').pressSequentially(typed, { delay: 5 });
        await answered;
        await page.waitForFunction((want) => new URLSearchParams(location.search).get('q') === want, typed);
        const [name] = await names(page);
        const found = await (await page.request.get(
            `${house.url}/api/v1/companies?tab=all&q=${encodeURIComponent(typed)}`)).json();
        assert.equal(await headed(page), found.count, `the heading counts what « ${typed} » finds`);
        assert.equal((await exported(page)).get('q'), typed, 'what is found is exported');
        if (typeof first === 'string')
            assert.equal(name, first, typed);
        else
            assert.match(name, first, typed);
    }
    await go(page, '?tab=all&q=zzzzzzzz');
    assert.equal(plain(await page.locator('.empty h2').textContent()), 'Aucun dossier ne correspond');
});

await test('P-13: by SIREN and SIRET, with blanks between their groups', async () => {
    const [{ siren }] = (await (await page.request.get(`${house.url}/api/v1/companies?q=D00042`)).json()).items;
    for (const typed of [siren, siren.replace(/(...)(...)(...)/, '$1 $2 $3'),
        siren.replace(/(...)(...)(...)/, '$1\u202F$2\u202F$3'), `${siren}00017`]) {
        await go(page, `?tab=all&q=${encodeURIComponent(typed)}`);
        assert.deepEqual((await names(page)).map((n) => n.split(' ').pop()), ['42'], typed);
    }
});

await test('P-14: filters tell their counts, combine, and can be saved, renamed, removed', async () => {
    await go(page, '?tab=all');
    const chip = page.locator('.clients-filters a.chip', { hasText: 'Justificatifs manquants' });
    const count = Number((await chip.locator('.count').textContent()).replace(/\D/g, ''));
    await chip.click();
    assert.equal(await total(page), count);
    for (const cell of await page.locator('td[data-label="Justif. manquants"]').allTextContents())
        assert.ok(Number(plain(cell)) > 0);
    await page.locator('.more-filters > summary', { hasText: 'Plus de filtres' }).click();
    const option = page.locator('#facet-sector option', { hasText: 'BTP' });
    const [, both] = /\(([^)]*)\)/.exec(await option.textContent());
    await page.selectOption('#facet-sector', 'BTP');
    await page.click('button[form=filter]');
    assert.equal(await total(page), Number(both.replace(/\D/g, '')));
    assert.ok(await total(page) < count + 1);
    await page.locator('.more-filters > summary', { hasText: 'Enregistrer la vue' }).click();
    await page.fill('#tab-name', 'BTP à relancer');
    await page.click('form[action="/clients/onglets"] button');
    assert.equal(plain(await page.locator('nav.tabs [aria-current]').textContent()),
        `BTP à relancer${both}`.replace(/[\u202F\u00A0]/g, ' '));
    await page.locator('.more-filters > summary', { hasText: 'Cet onglet' }).click();
    await page.fill('#tab-rename', 'BTP');
    await page.locator('button', { hasText: 'Renommer' }).click();
    assert.ok((await tabs(page)).some((tab) => tab.startsWith('BTP')));
    await page.locator('nav.tabs a', { hasText: 'BTP' }).click();
    await page.locator('.more-filters > summary', { hasText: 'Cet onglet' }).click();
    await page.locator('button', { hasText: 'Retirer l’onglet' }).click();
    assert.equal((await tabs(page)).length, 3);
});

await test('P-15: every column sorts up and down over the whole list, by keyboard too', async () => {
    await go(page, '?tab=all');
    const heads = page.locator('.clients-table thead th a');
    assert.equal(await heads.count(), 11);
    for (let i = 0; i < 11; i++) {
        for (let turn = 0; turn < 2; turn++) {
            await heads.nth(i).focus();
            await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
            const sorted = page.locator('.clients-table thead th[aria-sort]');
            assert.equal(await sorted.count(), 1);
            assert.ok(await sorted.locator('a').count(), 'the head that sorts');
            assert.equal((await names(page)).length, 50);
        }
    }
});

/* A name as it sorts, near enough for the names of these books. */
const folded = (name) => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, ' ').trim();
const STATES = ['invited', 'onboarding', 'active', 'leaving', 'archived'];
const COLUMNS = { /* what a row says of each; undefined: nothing, which is last both ways */
    name: (c) => folded(c.name),
    holder: (c) => c.holder && folded(c.holder),
    receipts: (c) => c.receipts,
    requests: (c) => c.requests,
    exports: (c) => c.exports,
    wallet: (c) => (c.has_wallet ? Number(c.wallet) : undefined),
    open: (c) => (c.is_blank ? undefined : Number(c.open)),
    late: (c) => Number(c.late),
    missing: (c) => c.missing_addresses,
    next: (c) => c.next_on,
    state: (c) => STATES.indexOf(c.state),
};

async function walk(query) {
    const rows = [];
    for (let cursor = ''; cursor !== null;) {
        const answer = await (await page.request.get(
            `${house.url}/api/v1/companies?${query}&limit=100&cursor=${encodeURIComponent(cursor)}`)).json();
        rows.push(...answer.items);
        cursor = answer.has_more ? answer.next_cursor : null;
    }
    return rows;
}

/* In order of the column, blanks last; equal ones by name, then by id, whichever way. */
function disorder(rows, value, sign) {
    for (let i = 1; i < rows.length; i++) {
        const [before, after] = [rows[i - 1], rows[i]];
        const [a, b] = [value(before), value(after)];
        if (a === undefined && b !== undefined)
            return `${before.name} has none, ${after.name} has ${b}`;
        if (b !== undefined && (sign > 0 ? a > b : a < b))
            return `${before.name} ${a}, ${after.name} ${b}`;
        const names = [folded(before.name), folded(after.name)];
        if (a === b && (names[0] > names[1] || (names[0] === names[1] && before.id > after.id)))
            return `${before.name} ${before.id}, ${after.name} ${after.id}, both ${a}`;
    }
    return '';
}

for (const [column, value] of Object.entries(COLUMNS))
    await test(`P-15: the whole list by ${column}, up and down, stable`, async () => {
        for (const down of [0, 1]) {
            const rows = await walk(`sort=${column}&down=${down}`);
            assert.equal(new Set(rows.map(({ id }) => id)).size, CLIENTS);
            const stable = column === 'name' ? (c) => folded(c.name) : value;
            assert.equal(disorder(column === 'name' && down ? [] : rows, stable, down ? -1 : 1), '');
            if (column === 'name' && down)
                for (let i = 1; i < rows.length; i++)
                    assert.ok(value(rows[i - 1]) >= value(rows[i]), `${rows[i - 1].name}, ${rows[i].name}`);
        }
        assert.ok(new Set((await walk(`sort=${column}`)).map(value)).size > 1, 'the books tell this column apart');
    });

await test('P-15: pages by place hold every client once', async () => {
    const seen = new Set();
    let cursor = '';
    do {
        const answer = await (await page.request.get(
            `${house.url}/api/v1/companies?sort=receipts&limit=100&cursor=${encodeURIComponent(cursor)}`)).json();
        for (const { id } of answer.items) {
            assert.ok(!seen.has(id));
            seen.add(id);
        }
        cursor = answer.has_more ? answer.next_cursor : '';
    } while (cursor);
    assert.equal(seen.size, CLIENTS);
    await go(page, '?tab=all');
    const first = await names(page);
    await page.locator('a[rel=next]').click();
    assert.ok(!(await names(page)).includes(first[0]));
    await page.locator('a[rel=prev]').click();
    assert.deepEqual(await names(page), first);
});

await test('P-16: 3,000 clients assigned at once, previewed row by row, then undone', async () => {
    await go(page, '?tab=all&plan=Essentiel&hub=1');
    const whole = await total(page);
    assert.equal(whole, 6000);
    await go(page, '?tab=all&plan=Essentiel&member=0');
    const all = await total(page);
    assert.equal(all, 3000);
    await page.locator('.clients-table tbody .check').first().check();
    await picture(page, 'clients-selected');
    await page.locator('.selection .whole .check').check();
    await page.locator('.selection button', { hasText: 'Affecter' }).click();
    await page.selectOption('#value', { label: 'Zoé Abel' });
    await page.selectOption('#function', 'holder');
    await page.locator('button', { hasText: 'Voir ce qui change' }).click();
    assert.match(plain(await page.locator('.bulk-counts').textContent()), /3 000 seront changés/);
    assert.equal(await page.locator('main tbody tr').count(), 50);
    await page.locator('a[rel=next]').click();
    assert.equal(await page.locator('main tbody tr').count(), 50);
    await picture(page, 'bulk-preview');
    await page.locator('form[action$="/appliquer"] button').click();
    assert.match(plain(await page.locator('.bulk-counts').textContent()), /3 000 changés/);
    const where = page.url();
    const zoe = await open('zoe@cabinet.example');
    await go(zoe, '');
    assert.equal((await tabs(zoe))[0], 'Mes clients3 000');
    await go(page, '?tab=all&plan=Essentiel&member=0');
    assert.equal(await page.locator('.empty').count(), 1);
    await page.goto(where);
    await page.locator('form[action$="/annuler"] button').click();
    assert.match(plain(await page.locator('.bulk-counts').textContent()), /3 000 rétablis/);
    await go(zoe, '');
    assert.deepEqual(await tabs(zoe), []);
    await zoe.context().close();
    await page.goto(`${house.url}/clients/lots`);
    assert.match(plain(await page.locator('main tbody').textContent()), /Zoé Abel/);
    await picture(page, 'bulks');
});

await test('P-17: the row menu', async () => {
    await go(page, '?tab=all');
    const menu = page.locator('.row-menu').first();
    await menu.locator('summary').click();
    assert.deepEqual((await menu.locator('a').allTextContents()).map(plain),
        ['Aller vers le client', 'Afficher les détails', 'Notifier les comptables']);
    await picture(page, 'clients-menu');
});

await test('P-13, P-16 without JavaScript', async () => {
    const bare = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const still = await bare.newPage();
    await still.goto(`${house.url}/clients?tab=all`);
    await still.fill('#q', 'oenologie');
    await still.locator('#filter button').first().click();
    assert.deepEqual(await names(still), ['L’Œnologie du Port']);
    await still.locator('.clients-table tbody .check').check();
    await still.locator('.selection button', { hasText: 'Forfait' }).click();
    await still.fill('#value', 'Nouveau');
    await still.locator('button', { hasText: 'Voir ce qui change' }).click();
    assert.match(plain(await still.locator('main tbody').textContent()), /L’Œnologie du Port.*Nouveau/);
    await bare.close();
});

await test('P-11: « Invitations » is there when somebody waits', async () => {
    await house.end('SIGTERM');
    execFileSync('python3', ['-c', `import sqlite3, sys
b = sqlite3.connect(sys.argv[1])
b.execute("INSERT INTO invitation (firm, id, name, siren, person, email, note, state, asked_at, reason) VALUES"
          " ((SELECT id FROM firm), 1, 'Neuf', '', 'Ana', 'a@x.example', '', 'waiting', 0, '')")
b.commit()`, path.join(house.folder, 'quitus.db')]);
    await house.start();
    await go(page, '');
    assert.equal((await tabs(page))[0], 'Invitations1');
});

if (pictures) {
    await go(page, '?tab=all&receipts=1&sort=late');
    await picture(page, 'clients-filter');
    for (const [name, options] of [['phone', { viewport: { width: 390, height: 844 } }],
        ['dark', { colorScheme: 'dark', viewport: { width: 1440, height: 900 } }]]) {
        const other = await browser.newContext({ ...options, storageState: await page.context().storageState() });
        const look = await other.newPage();
        await look.goto(`${house.url}/clients?tab=all&receipts=1`);
        await picture(look, `clients-${name}`);
        await other.close();
    }
    await page.emulateMedia({ media: 'print' });
    await picture(page, 'clients-print');
}

await test('the console stays silent', async () => assert.deepEqual(said, []));
await browser.close();
await house.end('SIGTERM');
done();
