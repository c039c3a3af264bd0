/*
 * « Missions et demandes » (E-14) in a browser: the calendar, filters that say what they leave, keys,
 * dragging and its undo, a phone, without a script. Axe looks at each view, and the console must
 * stay silent under the strict CSP.
 */
import assert from 'node:assert';
import fs from 'node:fs';
import playwright from 'playwright-core';
import { chromium } from '../pages/site.mjs';
import { House, done, look, signIn, skip, test, text } from './house.mjs';

if (!fs.existsSync(chromium.executablePath)) {
    skip('the board in a browser', 'no Chromium here');
    done();
}

const house = new House({ QUITUS_CLOCK_FROZEN: '2026-05-13T08:00:00Z' }); /* a Wednesday */
await house.make();
await house.start();
await house.signUp();
await house.fill('clients_fill.py', '11');
await house.fill('board_fill.py', '60');

const browser = await playwright.chromium.launch(chromium);
process.on('exit', () => browser.close());
const noise = [];
let signedIn; /* the cookie of the first one, for all */

async function open(settings) {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 900 },
        storageState: signedIn, ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on('console', (message) => noise.push(`${page.url()} ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`${page.url()} ${error.message}`));
    if (signedIn)
        return page;
    await signIn(page, house.url);
    signedIn = await context.storageState();
    return page;
}

const focused = (page) => page.evaluate(() => document.activeElement.closest('[data-work]')?.dataset.work);
const stateOf = async (page, work) => page.getAttribute(`[data-work="${work}"]`, 'data-state');
const page = await open({});

await test('E-14: the calendar shows the month, its closed days, and the rest of a full day', async () => {
    await page.goto(`${house.url}/missions?vue=calendrier`);
    assert.match(await text(page, 'main'), /mai 2026/i);
    assert.match(await text(page, '[data-on="2026-05-14"]'), /Ascension/);
    assert.equal(await page.locator('[aria-current=date]').getAttribute('datetime'), '2026-05-13');
    await look(page, 'calendar');
    await page.click('a[rel=next]');
    assert.match(await text(page, 'main'), /juin 2026/i);
    await page.click('.views a >> text=Liste');
    await page.click('.views a >> text=Calendrier');
    assert.match(await text(page, 'main'), /juin 2026/i);
    await page.click('.month-head a >> text=Aujourd’hui');
    assert.match(await text(page, 'main'), /mai 2026/i);
});

await test('E-14: a filter says what it leaves, leaves it, and stays in the other views', async () => {
    for (const view of ['', 'liste', 'calendrier']) {
        await page.goto(`${house.url}/missions${view && `?vue=${view}`}`);
        await page.click('.work-filter summary');
        const offer = await page.locator('#by-genre option', { hasText: 'tâches' }).innerText();
        const count = Number(/\((\d+)\)/.exec(offer)[1]);
        await page.selectOption('#by-genre', 'task');
        await page.selectOption('#by-collaborateur', '1');
        await Promise.all([page.waitForNavigation(), page.click('.work-filter button[type=submit]')]);
        assert.match(page.url(), /genre=task/);
        assert.equal(await page.locator('[data-work^=request]').count(), 0);
        const left = Number(/(\d+) résultat/.exec(await text(page, '.work-filter .ask'))[1]);
        assert.ok(left > 0 && left < count, `${left} of ${count}`);
        for (const link of await page.locator('.views a').all())
            assert.match(await link.getAttribute('href'), /collaborateur=1&genre=task/);
    }
});

await test('keys: J and K, M with arrows, A, D, /, ?; not while somebody types', async () => {
    await page.goto(`${house.url}/missions?genre=task`);
    await page.keyboard.press('j');
    const first = await focused(page);
    await page.keyboard.press('j');
    assert.notEqual(await focused(page), first);
    await page.keyboard.press('k');
    assert.equal(await focused(page), first);
    await page.keyboard.press('m');
    await look(page, 'move');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.undo');
    assert.equal(await stateOf(page, first), 'review');
    assert.equal(await focused(page), first);
    await page.keyboard.press('a');
    await page.selectOption('#give-owner', '2');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`[data-work="${first}"] [title="Ken Ozu"]`);
    await page.keyboard.press('/');
    await page.keyboard.type('mj?');
    assert.equal(await page.inputValue('#q'), 'mj?');
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await page.waitForSelector('#keys[open]');
    await look(page, 'keys');
    await page.uncheck('#keys-on');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    assert.equal(await focused(page), undefined);
    await page.keyboard.press('?');
    await page.check('#keys-on');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    assert.ok(await focused(page));
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.match(page.url(), /\/taches\//);
});

await test('drag: to another column and back by undo; what may not move says why', async () => {
    await page.goto(`${house.url}/missions`);
    const work = await page.locator('[data-lane=todo] [data-work]').first().getAttribute('data-work');
    const before = await stateOf(page, work);
    await page.dragAndDrop(`[data-work="${work}"] p`, '[data-lane=review] h2');
    await page.waitForSelector('.undo');
    assert.match(await text(page, '.undo'), /déplacée/);
    await page.click('.undo button');
    await page.waitForSelector('.undo', { state: 'detached' });
    assert.equal(await stateOf(page, work), before);
    await page.dragAndDrop(`[data-work="${work}"] p`, '[data-lane=client] h2');
    assert.match(await text(page, '.said-here'), /colonne est celle des demandes/);
    await page.dragAndDrop('[data-work^=request] p', '[data-lane=done] h2');
    assert.match(await text(page, '.said-here'), /n’avance pas à la main/);
    assert.equal(await stateOf(page, work), before);
});

await test('E-14: what a colleague did since the page was shown stays, and is told', async () => {
    await page.goto(`${house.url}/missions?genre=task`);
    const work = await page.locator('[data-lane=todo] [data-state=todo]').first().getAttribute('data-work');
    const other = await page.context().newPage();
    await other.goto(`${house.url}/taches/${work.slice('task-'.length)}`);
    await other.selectOption('#state', 'review');
    await Promise.all([other.waitForNavigation(), other.click('#state + button, form:has(#state) button')]);
    await other.close();
    await page.dragAndDrop(`[data-work="${work}"] p`, '[data-lane=done] h2');
    await page.waitForSelector('.said-here');
    assert.match(await text(page, '.said-here'), /a changé entre-temps : elle est maintenant « à vérifier »/);
    await page.reload();
    assert.equal(await stateOf(page, work), 'review');
    noise.splice(0, noise.length, ...noise.filter((line) => !/status of 409/.test(line)));
});

/* What the desktop drops carries no card of the page. */
const dropForeign = (page, lane) => page.evaluate((word) => {
    const place = document.querySelector(`[data-lane=${word}]`), dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'un texte');
    return ['dragover', 'drop'].map((type) =>
        place.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })));
}, lane);

await test('drag: a file or a text from elsewhere moves no card, whatever was held before', async () => {
    await page.goto(`${house.url}/missions?genre=task`);
    const work = await page.locator('[data-lane=todo] [data-work]').first().getAttribute('data-work');
    const before = await stateOf(page, work);
    await page.dragAndDrop(`[data-work="${work}"] p`, '[data-lane=todo] h2');
    assert.deepEqual(await dropForeign(page, 'done'), [true, true], 'left to the browser');
    await page.focus(`[data-work="${work}"] a`);
    await page.keyboard.press('m');
    await page.keyboard.press('Escape');
    assert.deepEqual(await dropForeign(page, 'done'), [true, true], 'after a dialog too');
    await page.reload();
    assert.equal(await stateOf(page, work), before);
});

await test('drag: a task to another day proposes it as the due date; a request does not', async () => {
    await page.goto(`${house.url}/missions?vue=calendrier&genre=task`);
    const work = await page.locator('.month [data-work]').last().getAttribute('data-work');
    await page.dragAndDrop(`[data-work="${work}"] b`, '[data-on="2026-05-27"] .date');
    assert.equal(await page.inputValue('#put-off-on'), '2026-05-27');
    await page.fill('#put-off-why', 'Pièces en retard');
    await page.click('#put-off button[type=submit]');
    await page.waitForSelector('.undo');
    await page.goto(`${house.url}/missions?vue=liste&depuis=2026-05-27&jusqu_au=2026-05-27`);
    assert.equal(await page.locator(`[data-work="${work}"]`).count(), 1);
    await page.goto(`${house.url}/missions?vue=calendrier&genre=request`);
    const request = await page.locator('.month [data-work]').last().getAttribute('data-work');
    await page.dragAndDrop(`[data-work="${request}"] b`, '[data-on="2026-05-27"] .date');
    assert.match(await text(page, '.said-here'), /se change sur sa page/);
});

await test('a phone: an agenda, nothing wider than 360 px', async () => {
    const phone = await open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    for (const view of ['?vue=liste', '?vue=calendrier']) {
        await phone.goto(`${house.url}/missions${view}`);
        await look(phone, `phone${view.slice(5)}`);
    }
    assert.equal(await phone.locator('.month td.bare:not(.now):visible').count(), 0);
    assert.match(await text(phone, 'main'), /vendredi 1er mai 2026/i);
});

await test('without a script a card is moved by its menu, and taken back', async () => {
    const plain = await open({ javaScriptEnabled: false });
    await plain.goto(`${house.url}/missions?genre=task`);
    const card = plain.locator('[data-lane=todo] [data-work]').first();
    const work = await card.getAttribute('data-work');
    await card.locator('summary').click();
    await card.locator('button[value=review]').click();
    assert.match(plain.url(), /genre=task&defaire=/);
    assert.match(await text(plain, 'main'), /Tâche déplacée/);
    await plain.click('.undo button');
    assert.equal(await plain.locator(`[data-lane=todo] [data-work="${work}"]`).count(), 1);
});

await test('the console stayed silent', async () => {
    assert.deepStrictEqual(noise, []);
});

done();
