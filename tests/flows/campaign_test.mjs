/*
 * P-16 from the screen: a campaign to twelve thousand clients, from the filter of their list: worded,
 * shown row by row, launched with a click too many, followed, exported, undone; then one by what
 * clients are, stopped with a reason. Every page is looked at by axe, wide, on a phone and
 * in the dark, and the console stays silent under the strict CSP.
 */
import assert from 'node:assert';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { House, done, look, press, shots, signIn, test, text } from './house.mjs';

const CLIENTS = Number(process.env.QUITUS_CLIENTS || 12000);
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const house = new House({ QUITUS_CLOCK_FROZEN: '2026-12-15T08:00:00Z' });
await house.make();
await house.start();
await house.signUp();
await house.fill('clients_fill.py', String(CLIENTS));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
process.on('exit', () => browser.close());
const noise = [];

async function open(settings) {
    const context = await browser.newContext({ locale: 'fr-FR', ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on('console', (message) => /status of (400|404)/.test(message.text())
        || noise.push(`${page.url()} ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`${page.url()} ${error.message}`));
    await signIn(page, house.url);
    return page;
}

const page = await open({ viewport: { width: 1440, height: 900 } });

await test('P-16: none yet, and where one begins', async () => {
    await page.goto(`${house.url}/campagnes`);
    assert.match(await text(page), /Aucune campagne/);
    await look(page, 'campaigns-none');
    await page.goto(`${house.url}/campagnes/nouvelle`);
    await look(page, 'campaign-new');
});

await test('P-16: all clients of the list, seen row by row before anything is asked', async () => {
    await page.goto(`${house.url}/clients?tab=all`);
    await page.locator('[data-check-all]').check();
    await page.locator('#bulk input[name=all]').check();
    await press(page, 'Lancer une campagne');
    await look(page, 'campaign-drawn');
    await page.fill('#name_fr', 'Facturation électronique');
    await page.fill('#instructions_fr', 'Merci de nous dire quelle plateforme vous avez choisie.');
    await page.fill('#due_on', '2027-01-15');
    await page.fill('#item-1-fr', 'Nom de la plateforme');
    await page.selectOption('#kind-1', 'answer');
    await page.fill('#item-2-fr', 'Mandat signé');
    await page.locator('input[name=item-2-blocking]').uncheck();
    await page.fill('#name_en', 'E-invoicing of {{customer}}');
    await press(page, 'Voir qui la recevra');
    assert.match(await page.innerText('#name_en-flaw'), /«\scustomer\s» \(en anglais\) n’existe pas/);
    await look(page, 'campaign-flaw');
    await page.fill('#name_en', 'E-invoicing of {{client}}');
    await press(page, 'Voir qui la recevra');
    const read = await text(page);
    const counts = read.match(/(sera sollicité|n’est pas sollicité)\s+\d[\d ]*/g);
    assert.deepStrictEqual(counts.map((c) => Number(c.replace(/\D/g, ''))), [CLIENTS * 0.9, CLIENTS * 0.1]);
    await look(page, 'campaign-preview');
    assert.match(read, /Aperçu[\s\S]*Ce que lirait/);
    const address = page.url();
    await page.getByRole('link', { name: /n’est pas sollicité/ }).click();
    assert.match(await text(page), /Aucune adresse e-mail utilisable/);
    await page.goto(address);
});

await test('P-16, E-11: launched with a click too many, each client is asked once', async () => {
    const address = page.url();
    const token = await page.locator('input[name=token]').first().inputValue();
    const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
    const launch = () => fetch(`${address}/lancer`, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url, Cookie: cookie }, body: new URLSearchParams({ token }) });
    const began = performance.now();
    const answers = await Promise.all([launch(), launch()]);
    console.log(`# launched for ${CLIENTS * 0.9} clients in ${Math.round(performance.now() - began)} ms`);
    assert.deepStrictEqual(answers.map((a) => a.status), [303, 303]);
    await page.goto(address);
    assert.match(await text(page), /0 \/ 10 800|0 \/ \d+/);
    await look(page, 'campaign-running');
    const id = address.split('/').pop();
    const listed = JSON.parse(house.run('request', 'list', '--campaign', id, '--json'));
    assert.strictEqual(listed.count, CLIENTS * 0.9);
    assert.strictEqual(new Set(listed.requests.map((r) => r.client_id)).size, CLIENTS * 0.9);
    const file = await (await fetch(`${address}/liste.csv`, { headers: { Cookie: cookie } })).text();
    assert.strictEqual(file.trim().split('\r\n').length, CLIENTS + 1);
});

await test('wide, on a phone, in the dark, printed', async () => {
    const address = page.url();
    for (const [name, settings] of [['phone', { viewport: { width: 390, height: 844 } }],
        ['dark', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
        ['narrow', { viewport: { width: 360, height: 640 }, javaScriptEnabled: true }]]) {
        const other = await open(settings);
        await other.goto(address);
        await look(other, `campaign-${name}`);
        await other.goto(`${house.url}/campagnes`);
        await look(other, `campaigns-${name}`);
        await other.context().close();
    }
    await page.emulateMedia({ media: 'print' });
    if (shots)
        await page.screenshot({ path: path.join(shots, 'campaign-print.png') });
    await page.emulateMedia({ media: 'screen' });
});

await test('P-16: undone before anything left', async () => {
    const began = performance.now();
    await press(page, 'Annuler ce qui n’est pas parti');
    console.log(`# undone in ${Math.round(performance.now() - began)} ms`);
    assert.match(await text(page), /rien n’était parti/);
    await look(page, 'campaign-undone');
});

await test('E-12: by what clients are, stopped with a reason', async () => {
    await page.goto(`${house.url}/campagnes/nouvelle`);
    await page.getByLabel('Rennes').check();
    await press(page, 'Choisir ces clients');
    await page.fill('#name_fr', 'Attestation');
    await page.fill('#due_on', '2027-01-20');
    await page.fill('#item-1-fr', 'Attestation');
    await press(page, 'Voir qui la recevra');
    await press(page, /^Lancer pour/);
    await page.locator('summary', { hasText: 'Arrêter la campagne' }).click();
    await page.fill('#reason', 'Reportée à l’an prochain');
    await press(page, 'Arrêter la campagne');
    assert.match(await text(page), /Arrêtée : Reportée à l’an prochain/);
    await page.goto(`${house.url}/campagnes`);
    assert.match(await text(page), /annulée[\s\S]*|arrêtée/);
    await look(page, 'campaigns-some');
});

await test('the console stayed silent', async () => {
    assert.deepStrictEqual(noise, []);
});

await house.end('SIGTERM');
done();
