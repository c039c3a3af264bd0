/*
 * « Jours et heures » in a browser without JavaScript, on the real server: days are closed, opened
 * and closed again, hours are changed, and the command line says the same.
 */
import assert from 'node:assert';
import fs from 'node:fs';
import playwright from 'playwright-core';
import { chromium } from '../pages/site.mjs';
import { House, admin, done, skip, test } from './house.mjs';

if (!fs.existsSync(chromium.executablePath)) {
    skip('the page of days and hours', 'no Chromium here');
    done();
}

/* A Monday in March: the clock of the house stands still, so that dates can be told. */
const house = new House({ QUITUS_CLOCK_FROZEN: '2026-03-30T08:00:00Z' });
await house.make();
await house.start();
await house.signUp();

const browser = await playwright.chromium.launch(chromium);
const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fr-FR' });
const page = await context.newPage();
await page.goto(`${house.url}/connexion`);
await page.fill('input[name=email]', admin.email);
await page.fill('input[name=password]', admin.password);
await page.click('main button[type=submit], form[action="/connexion"] button');

const words = async () => (await page.textContent('main')).replace(/\s+/g, ' ');
const openSays = (day) => JSON.parse(house.run('calendar', 'open', day, '--json'));

async function close(first, last, label) {
    await page.fill('#first', first);
    await page.fill('#last', last);
    await page.fill('#label', label);
    await page.click('form[action="/reglages/calendrier/fermetures"] button');
}

await test('the menu leads an admin to the page, and nothing is closed', async () => {
    await page.click('.menu > summary');
    await page.click('.menu a[href="/reglages/calendrier"]');
    assert.match(await words(), /Aucune fermeture prévue/);
    assert.match(await words(), /Ouvert de 08:00 à 19:00/);
    assert.match(await words(), /mardi 31 mars 2026/);
});

await test('days that are closed are closed for the command line too', async () => {
    await close('2026-03-31', '2026-04-03', 'Inventaire');
    assert.match(await words(), /Jours fermés/);
    assert.match(await words(), /mardi 7 avril 2026/);
    const said = openSays('2026-04-01');
    assert.deepEqual([said.is_open, said.closed_by, said.name, said.next],
        [false, 'firm', 'Inventaire', '2026-04-07']);
    assert.equal(openSays('2026-03-30').is_open, true);
});

await test('a mistake is told, and what was typed stands', async () => {
    await close('2026-04-03', '2026-04-10', 'Pont');
    assert.match(await page.textContent('[role=alert]'), /«\sInventaire\s» ferme déjà/);
    assert.equal(await page.inputValue('#label'), 'Pont');
    assert.equal(await page.inputValue('#first'), '2026-04-03');
});

await test('what was opened again is closed by one click', async () => {
    await page.click('.closures button');
    assert.match(await words(), /Aucune fermeture prévue/);
    assert.equal(openSays('2026-04-01').is_open, true);
    await page.click('form[action="/reglages/calendrier/fermetures"] button');
    assert.match(await words(), /Inventaire/);
    assert.equal(openSays('2026-04-01').is_open, false);
});

await test('hours, region and zone are changed, and hold at once', async () => {
    await page.fill('#from', '10:30');
    await page.selectOption('#region', 'reunion');
    await page.selectOption('#zone', 'Indian/Reunion');
    await page.click('form[action="/reglages/calendrier/heures"] button');
    assert.match(await words(), /Ouvert de 10:30 à 19:00/); /* noon in Saint-Denis, nine in Paris */
    assert.equal(openSays('2026-12-20').name, 'Abolition de l’esclavage');
});

await test('and when the server is started again', async () => {
    await house.end('SIGTERM');
    await house.start();
    await page.goto(`${house.url}/reglages/calendrier`);
    const said = await words();
    assert.match(said, /Ouvert de 10:30 à 19:00/);
});

await browser.close();
await house.end('SIGTERM');
done();
