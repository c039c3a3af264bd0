/*
 * The example of the trade, from the screen: a service « Rappel TVA » with a lead of ten days and
 * one request, a mission of a client from 1 January, monthly, first due on the 30th. Each morning
 * that matters is a house started again under a clock that stands there. The client's person gets
 * the mails at a real SMTP peer, signs in on a phone, answers, and is reminded no more. Every page
 * on the way is looked at by axe, and the console must stay silent under the strict CSP.
 */
import assert from 'node:assert';
import { chromium } from 'playwright-core';
import { House, done, look, press, signIn, sleep, smtpPeer, test, text, until } from './house.mjs';

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const asked = 'Merci de déposer vos éléments du mois sur le portail du cabinet';

const person = 'anne.martin@client.example';
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const ofTheFirm = /Rappel TVA|Contrôler les éléments/; /* what no client ever reads */

const peer = await smtpPeer();
const house = new House({ QUITUS_CLOCK_FROZEN: '2026-12-15T08:00:00Z', QUITUS_MAIL_URL: peer.url });
await house.make();
await house.start();
await house.signUp();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
process.on('exit', () => browser.close());
const noise = [];

async function open(settings) {
    const context = await browser.newContext({ locale: 'fr-FR', ...settings });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    page.on('console', (message) => /status of (400|401|403|404)/.test(message.text()) /* a form filled in wrongly, a page of others */
        || noise.push(`${page.url()} ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`${page.url()} ${error.message}`));
    return page;
}

/* Another morning: the server is started again on that day. */
async function morning(day) {
    await house.end('SIGTERM');
    house.settings.QUITUS_CLOCK_FROZEN = `${day}T08:00:00Z`;
    await house.start();
}

const page = await open({ viewport: { width: 1440, height: 900 } });
let client;
let service;

await test('a client, and the catalogue with its ready services', async () => {
    await signIn(page, house.url);
    await page.goto(`${house.url}/clients/nouveau`);
    await page.fill('#name', 'Boulangerie Martin');
    await page.fill('#year_ends', '31/12');
    await Promise.all([page.waitForNavigation(), page.click('main form.form button[type=submit]')]);
    client = Number(new URL(page.url()).pathname.split('/').pop());
    assert.ok(client > 0);
    await page.goto(`${house.url}/clients/${client}/contacts/nouveau`);
    await page.fill('#name', 'Anne Martin');
    await page.fill('#email', person);
    for (const role of ['legal', 'main', 'operational'])
        await page.check(`input[name=${role}]`);
    await Promise.all([page.waitForNavigation(), page.click('main form.form button[type=submit]')]);
    await page.goto(`${house.url}/catalogue`);
    assert.match(await text(page), /TVA mensuelle \(CA3\)/);
    await look(page, 'catalogue');
});

await test('E-1 « Rappel TVA » in four steps, in a category made on the way', async () => {
    await page.getByRole('link', { name: 'Nouvelle prestation' }).click();
    await page.waitForLoadState();
    await look(page, 'service-new');
    await page.fill('#title', 'Rappel TVA');
    await page.fill('#category_title', 'Rappels');
    await page.fill('#lead', '10');
    await page.fill('#task-1', 'Contrôler les éléments reçus');
    await page.fill('#request-1-name_fr', asked);
    await page.fill('#request-1-instructions_fr', 'Pour {{mois}}.');
    await page.fill('#item-1-1-name_fr', 'Éléments du mois');
    await press(page, 'Voir ce que le client lira');
    assert.match(await text(page), /mois/);
    await look(page, 'service-wrong');
    await page.fill('#request-1-instructions_fr', 'Pour {{period}}.');
    await press(page, 'Ajouter un élément : Demande 1');
    await page.fill('#item-1-2-name_fr', 'Une opération inhabituelle ?');
    await page.selectOption('#item-1-2-kind', 'answer');
    await press(page, 'Voir ce que le client lira');
    const shown = await page.innerText('#apercu');
    assert.match(shown, new RegExp(asked));
    assert.equal(shown.match(/Pour octobre 2026/g).length, 2); // words lent to the other language keep theirs
    assert.doesNotMatch(shown, /Rappel TVA|Contrôler/);
    await look(page, 'service-preview');
    await press(page, 'Enregistrer');
    service = Number(new URL(page.url()).pathname.split('/').pop());
    assert.ok(service > 0);
    await look(page, 'service');
});

async function describe(first, lead) {
    await page.goto(`${house.url}/clients/${client}/prestations/nouvelle`);
    await page.fill('#name', 'Rappel TVA');
    await page.fill('#first', '2026-01-01');
    await page.fill('#last', '');
    await page.check(`input[name=line-${service}-chosen]`);
    await press(page, 'Continuer');
    await page.selectOption(`#rhythm-${service}`, 'month');
    await page.fill(`#first-${service}`, first);
    await page.fill(`#lead-${service}`, lead);
    await press(page, "Voir l’aperçu");
}

await test('E-7 a first date in the past proposes the next one, and says how many it would create', async () => {
    await describe('2026-01-30', '10');
    const shown = await text(page);
    assert.match(shown, /11 occurrences passées seraient créées/);
    assert.match(shown, /Commencer par la prochaine, le mercredi 30 décembre 2026/);
    assert.ok(await page.isChecked(`input[name=line-${service}-past][value=next]`));
    await look(page, 'mission-preview');
});

await test('E-8, E-10 the preview keeps the anchor: the 20th, but the 18th in February', async () => {
    const rows = await page.locator('.steps table tbody tr').allInnerTexts();
    const lines = rows.map((row) => row.replace(/[\u00a0\u202f]/g, ' ').replace(/\s+/g, ' '));
    assert.strictEqual(lines.length, 12);
    assert.match(lines[0], /^20 décembre 2026 30 décembre 2026/);
    assert.match(lines[1], /^20 janvier 2027 30 janvier 2027/);
    assert.match(lines[2], /^18 février 2027 28 février 2027/);
    assert.match(lines[3], /^20 mars 2027 30 mars 2027/);
    assert.match(lines[2], /fin de semaine/);
});

await test('E-9 a draft is saved, and on the phone it reads as well', async () => {
    await press(page, 'Enregistrer le brouillon');
    assert.match(await text(page), /Rien n’est généré avant la signature/);
    await look(page, 'mission-draft');
    const phone = await open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await signIn(phone, house.url);
    for (const [where, name] of [['/catalogue', 'catalogue'],
        [`/catalogue/prestations/${service}`, 'service'],
        [`/clients/${client}/prestations`, 'missions'],
        [`/clients/${client}/prestations/nouvelle`, 'mission-form'],
        [new URL(page.url()).pathname, 'mission']]) {
        await phone.goto(house.url + where);
        await look(phone, `phone-${name}`);
    }
    await phone.context().close();
});

/* Beside the one that counts, one that is created a day earlier: its requests tell that the day was
 * gone through when the other's are not there yet. */
await test('E-9 signed from the screen, beside the one that stays a draft', async () => {
    for (const lead of ['10', '11']) {
        await describe('2026-12-30', lead);
        assert.doesNotMatch(await text(page), /occurrences passées/);
        assert.match(await text(page), /Ce client a déjà sur ces jours cette prestation/);
        await page.check('input[name=is_another]');
        await press(page, 'Enregistrer et signer');
        assert.match(await text(page), /La mission est signée/);
    }
    await look(page, 'mission-signed');
    await page.goto(`${house.url}/clients/${client}/prestations`);
    assert.match(await text(page), /Brouillon/);
    await look(page, 'missions');
});

function requests(due) {
    const { requests: all } = JSON.parse(house.run('request', 'list', '--json', '--from', due, '--until', due));
    return all;
}

/* Nothing on the eve; both on the day. */
async function created(eve, day, due) {
    await morning(eve);
    await until('the eve', 20000, () => requests(due).length > 0);
    assert.strictEqual(requests(due).length, 1);
    await morning(day);
    await until('the day', 20000, () => requests(due).length > 1);
    const made = requests(due);
    assert.deepStrictEqual(made.map((one) => one.name), [asked, asked]);
    assert.deepStrictEqual(made.map((one) => one.due_on), [due, due]);
}

await test('E-10 due 2026-12-30: created on 2026-12-20, not on 2026-12-19, and nothing of the draft',
    () => created('2026-12-19', '2026-12-20', '2026-12-30'));

/* A mail as a person reads it, its parts one after the other. */
function read(mail) {
    return Buffer.from(mail.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g,
        (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8')
        .replace(/[\u00a0\u202f]/g, ' ');
}

const mails = () => peer.messages().filter((mail) => mail.includes(person)).map(read);

async function mailed(day) {
    const before = mails().length;
    await morning(day);
    await until(`the mail of ${day}`, 20000, () => mails().length > before);
    return mails()[before];
}

await test('E-20 the mails speak of the request, and of nothing else of the firm', async () => {
    for (const day of ['2026-12-21', '2026-12-28']) {
        const mail = await mailed(day);
        assert.ok(mail.includes(asked), mail);
        assert.doesNotMatch(mail, ofTheFirm);
    }
});

const hand = await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

async function owned(where, name) {
    await hand.goto(house.url + where);
    assert.doesNotMatch(await hand.content(), ofTheFirm);
    await look(hand, `own-${name}`);
    return text(hand);
}

async function enter() {
    const before = mails().length;
    await hand.goto(`${house.url}/espace/connexion`);
    await hand.fill('#email', person);
    await hand.click('main form button.primary');
    const mail = await until('the link', 20000, () => mails()[before]);
    await hand.goto(house.url + /\/espace\/entrer\?cle=[\w-]{43}/.exec(mail)[0]);
    await hand.click('main button.primary');
}

await test('E-17 the person signs in by a link that comes by mail, on a phone', async () => {
    await enter();
    await hand.check('input[name=accept]');
    await hand.click('main button.primary');
    await hand.waitForURL('**/espace');
});

await test('E-14 it sees the request alone, and no page of the firm', async () => {
    const shown = await owned('/espace', 'home');
    assert.match(shown, /Bonjour Anne Martin/);
    assert.ok(shown.includes(asked), shown);
    await owned('/espace/documents', 'documents');
    await owned('/espace/compte', 'account');
    for (const where of ['/catalogue', `/catalogue/prestations/${service}`, `/clients/${client}`,
        `/clients/${client}/prestations`, '/taches/1']) {
        await hand.goto(house.url + where);
        assert.doesNotMatch(await hand.content(), ofTheFirm, where);
    }
});

async function answer(request) {
    const where = `/espace/demandes/${request.id}`;
    const shown = await owned(where, 'request');
    assert.ok(shown.includes(asked) && shown.includes('décembre 2026'), shown);
    const [paper, word] = await hand.locator('[id^=piece-]').evaluateAll((list) => list.map((one) => one.id));
    await hand.setInputFiles(`#${paper.replace('piece', 'photo')}`, { name: 'releve.png',
        mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') });
    await hand.click(`#${paper} form.own-file button.primary`);
    assert.match(await hand.textContent('.notice.good'), /Reçu/);
    await hand.fill(`#${word.replace('piece', 'answer')}`, 'Rien ce mois-ci');
    await hand.click(`#${word} button.primary`);
    await hand.waitForURL(`**${where}`);
    await owned(where, 'answered');
    assert.match(await hand.textContent('.own-progress'), /2 sur 2/);
}

await test('E-18 answered from the phone, the reminders stop', async () => {
    const [first, second] = requests('2026-12-30');
    await answer(first);
    const mail = await mailed('2026-12-31'); /* of the other, that is still owed */
    assert.ok(mail.includes(asked), mail);
    await enter(); /* days later: another link */
    await hand.waitForURL('**/espace');
    await answer(second);
    assert.deepStrictEqual(requests('2026-12-30').map((one) => one.state), ['answered', 'answered']);
    const before = mails().length;
    /* Each working day up to the next step's: a gap would hold the run until a person has looked. */
    for (const day of ['2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07']) {
        await morning(day);
        await sleep(2500); /* the worker turns twice a second */
        assert.doesNotMatch(house.log, /run held/);
        assert.strictEqual(mails().length, before, mails()[before]);
    }
});

for (const [eve, day, due] of [['2027-01-19', '2027-01-20', '2027-01-30'],
    ['2027-02-17', '2027-02-18', '2027-02-28'], ['2028-02-18', '2028-02-19', '2028-02-29']])
    await test(`E-10 due ${due}: created on ${day}, not on ${eve}, and nothing of the draft`,
        () => created(eve, day, due));

await test('E-11 another start of the same day makes nothing twice', async () => {
    await morning('2028-02-19');
    await sleep(2500);
    assert.strictEqual(requests('2028-02-29').length, 2);
    assert.strictEqual(requests('2027-06-30').length, 2); /* of the days on which nothing ran */
});

await test('E-5 a change of a service says what it changes and for which missions; the chosen one follows', async () => {
    await signIn(page, house.url);
    await page.goto(`${house.url}/catalogue/prestations/${service}`);
    await page.fill('#lead', '12');
    await press(page, 'Enregistrer');
    await page.goto(`${house.url}/catalogue/prestations/${service}/missions`);
    assert.match(await text(page), /Délai de création : 10 jours, puis 12/);
    const before = await page.locator('tbody tr').count();
    assert.ok(before >= 2, `${before} missions on the version before`);
    await look(page, 'service-behind');
    await page.locator('tbody input[type=checkbox]').first().check();
    await press(page, 'Appliquer à la sélection');
    await page.goto(`${house.url}/catalogue/prestations/${service}/missions`);
    assert.strictEqual(await page.locator('tbody tr').count(), before - 1);
});

await test('E-2 a client has words of its own: looked over, shown on the next occurrence, taken back', async () => {
    const field = '#text-1-name_fr';
    await page.goto(`${house.url}/clients/${client}/prestations/textes/${service}`);
    const before = await page.inputValue(field);
    await page.fill(field, 'Pièces de {{mois}}');
    await press(page, 'Enregistrer');
    assert.match(await page.locator(`${field}-fault`).innerText(), /mois/);
    await look(page, 'refine-wrong');
    await page.fill(field, '{{client}}, vos pièces de {{period}}');
    await press(page, 'Aperçu');
    assert.match(await page.locator('#apercu').innerText(), /, vos pièces de \S+ \d{4}/);
    await press(page, 'Enregistrer');
    assert.match(await text(page), /Les textes sont enregistrés/);
    await look(page, 'refine');
    await page.goto(`${house.url}/clients/${client}/prestations`);
    assert.match(await text(page), /textes propres au client/);
    await page.goto(`${house.url}/clients/${client}/prestations/textes/${service}`);
    await press(page, 'Revenir aux textes d’avant');
    assert.strictEqual(await page.inputValue(field), before);
});

await test('E-12 a rule keeps giving missions to new clients; an exception is listed with its reason', async () => {
    const add = async (name) => {
        await page.goto(`${house.url}/clients/nouveau`);
        await page.fill('#name', name);
        await page.fill('#year_ends', '30/06');
        await Promise.all([page.waitForNavigation(), page.click('main form.form button[type=submit]')]);
        return Number(new URL(page.url()).pathname.split('/').pop());
    };
    await add('Garage Perrin');
    await add('Menuiserie Le Goff');
    await page.goto(`${house.url}/catalogue/regles/nouvelle`);
    await page.fill('#year_ends', '30/06');
    await page.fill('#name', 'Clôtures de juin');
    await page.check(`input[name=line-${service}-chosen]`);
    await page.check('input[name=signs]');
    await press(page, 'Voir qui la recevrait');
    assert.match(await text(page), /Garage Perrin[\s\S]*Menuiserie Le Goff/);
    await press(page, 'Enregistrer');
    const rule = page.url();
    await page.locator('tr', { hasText: 'Menuiserie' }).locator('input[name=reason]').fill('Part en juillet');
    await press(page, 'Laisser de côté Menuiserie Le Goff');
    assert.match(await text(page), /Part en juillet/);
    await look(page, 'rule-exception');
    const late = await add('Fleurs Aubry');
    await morning('2028-02-22');
    await until('the missions of the rule', 20000, async () =>
        JSON.parse(house.run('mission', 'list', '--client', String(late), '--json')).missions.length === 1);
    await signIn(page, house.url);
    await page.goto(rule);
    assert.strictEqual(await page.locator('tr', { hasText: 'déjà' }).count(), 2);
    assert.match(await page.locator('tr', { hasText: 'Menuiserie' }).innerText(), /Part en juillet/);
});

await test('E-9 suspended, then resumed: the form says what fell meanwhile and asks what to do with it', async () => {
    await page.goto(`${house.url}/clients/${client}/prestations`);
    const mission = await page.locator('tr', { hasText: 'Signée' }).first().locator('a.name').getAttribute('href');
    await page.goto(house.url + mission);
    await press(page, 'Suspendre');
    assert.match(await text(page), /Suspendue/);
    const made = () => JSON.parse(house.run('request', 'list', '--client', String(client), '--json')).count;
    const before = made();
    await morning('2028-05-01');
    await signIn(page, house.url);
    await page.goto(house.url + mission);
    assert.match(await text(page), /(2 échéances sont tombées|échéances? .* tombée)/);
    await look(page, 'mission-resume');
    await page.check('input[name=missed][value=make]');
    await press(page, 'Reprendre');
    assert.match(await text(page), /Signée/);
    await morning('2028-05-02');
    await until('what was missed', 20000, async () => made() > before);
});

await test('the console stayed silent', () => assert.deepStrictEqual(noise, []));
done();
