/*
 * The whole way of a mail (E-18, E-20), between a real SMTP peer and a real IMAP server: a mission is
 * signed, the round sends the reminder, the person answers that very message with two files, and the
 * reply is put into the return box; the files land on their pieces, the firm and the person read so,
 * the reminders stop. Strangers are filed from the page, machines go nowhere, and whatever is killed
 * or comes twice, each reply is taken once.
 */
import assert from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { dovecot, program as imapProgram } from '../peers/dovecot.mjs';
import { House, done, plain, press, signIn, skip, sleep, smtpPeer, temporary, test, text, until } from './house.mjs';

if (!imapProgram) {
    skip('the whole way of a mail', 'no dovecot here');
    done();
}

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const asked = 'Vos éléments de TVA';
const people = ['anne@ateliers.example', 'paul@boutique.example', 'lea@cantine.example'];
const companies = ['Ateliers Anne', 'Boutique Paul', 'Cantine Léa'];

const imap = await dovecot(temporary());
const peer = await smtpPeer();
const house = new House({
    QUITUS_CLOCK_FROZEN: '2026-12-15T08:00:00Z',
    QUITUS_MAIL_URL: peer.url,
    QUITUS_MAIL_RETURN_TO: 'reponse@cabinet.example',
    QUITUS_IMAP_URL: imap.url,
    QUITUS_IMAP_USER: imap.user,
    QUITUS_IMAP_PASSWORD: imap.password,
});
await house.make();
await house.start();
await house.signUp();
const books = path.join(house.folder, 'quitus.db');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
process.on('exit', () => browser.close());
const page = await (await browser.newContext({ locale: 'fr-FR', viewport: { width: 1440, height: 900 } })).newPage();
page.setDefaultTimeout(10000);

const read = (query) => JSON.parse(execFileSync('python3', ['-c',
    'import sqlite3, sys, json\n'
    + 'print(json.dumps(sqlite3.connect(sys.argv[1], timeout=20).execute(sys.argv[2]).fetchall()))',
    books, query], { encoding: 'utf8' }));
const one = (query) => read(query)[0][0];

/* Another morning: the server is started again on that day. */
async function morning(day, signal = 'SIGTERM') {
    await house.end(signal);
    house.settings.QUITUS_CLOCK_FROZEN = `${day}T08:00:00Z`;
    await house.start();
}

/* A server that starts reads its box at once, one that runs four times a minute. */
async function readBox() {
    await house.end('SIGTERM');
    await house.start();
}

async function addClient(name, email) {
    await page.goto(`${house.url}/clients/nouveau`);
    await page.fill('#name', name);
    await page.fill('#year_ends', '31/12');
    await Promise.all([page.waitForNavigation(), page.click('main form.form button[type=submit]')]);
    const client = Number(new URL(page.url()).pathname.split('/').pop());
    await page.goto(`${house.url}/clients/${client}/contacts/nouveau`);
    await page.fill('#name', email.split('@')[0]);
    await page.fill('#email', email);
    for (const role of ['legal', 'main', 'operational'])
        await page.check(`input[name=${role}]`);
    await Promise.all([page.waitForNavigation(), page.click('main form.form button[type=submit]')]);
    return client;
}

async function addService() {
    await page.goto(`${house.url}/catalogue`);
    await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Nouvelle prestation' }).click()]);
    await page.fill('#title', 'Rappel TVA');
    await page.fill('#category_title', 'Rappels');
    await page.fill('#lead', '10');
    await page.fill('#request-1-name_fr', asked);
    await page.fill('#item-1-1-name_fr', 'Factures d’achat');
    await press(page, 'Ajouter un élément : Demande 1');
    await page.fill('#item-1-2-name_fr', 'Relevés bancaires');
    await press(page, 'Enregistrer');
    return Number(new URL(page.url()).pathname.split('/').pop());
}

async function sign(client, service) {
    await page.goto(`${house.url}/clients/${client}/prestations/nouvelle`);
    await page.fill('#name', 'Rappel TVA');
    await page.fill('#first', '2026-01-01');
    await page.fill('#last', '');
    await page.check(`input[name=line-${service}-chosen]`);
    await press(page, 'Continuer');
    await page.selectOption(`#rhythm-${service}`, 'month');
    await page.fill(`#first-${service}`, '2026-12-30');
    await page.fill(`#lead-${service}`, '10');
    await press(page, 'Voir l’aperçu');
    await press(page, 'Enregistrer et signer');
    assert.match(await text(page), /La mission est signée/);
}

/* The reminders that a person got, the newest last. */
const headOf = (mail) => mail.split('\r\n\r\n')[0].replace(/\r\n[ \t]+/g, ' ');
const header = (mail, name) => (new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(headOf(mail)) || ['', ''])[1].trim();
const reminders = (person) => peer.messages().filter((mail) => header(mail, 'To').includes(person));

const part = (name) => `--B\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="${name}"\n`
    + `Content-Transfer-Encoding: base64\n\n${Buffer.from(`%PDF-1.4\n${name}\n%%EOF\n`).toString('base64')}\n`;
const letter = ({ from, to, more = '', words = 'Voici les pièces.', files = [] }) => `From: ${from}\nTo: ${to}\n`
    + `Subject: Re: Rappel\n${more}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n`
    + `Content-Type: text/plain; charset=utf-8\n\n${words}\n\nLe cabinet a écrit :\n> Merci\n${files.map(part).join('')}--B--\n`;

const taken = (wanted) => until(`${wanted} mails taken`, 60000, () => one('SELECT COUNT(*) FROM mail') >= wanted);
/* Which document stands on which piece of a client's only request. */
const filed = (client) => read('SELECT i.name, d.name FROM item i JOIN document d ON d.item = i.id'
    + ` WHERE i.client = ${client} AND d.removed_at IS NULL AND d.way = 'mail' ORDER BY i.place, d.id`);
const states = (client) => read(`SELECT state FROM item WHERE client = ${client} ORDER BY place`).flat();
const both = [['Factures d’achat', 'factures achats.pdf'], ['Relevés bancaires', 'releve bancaire.pdf']];
const files = ['releve bancaire.pdf', 'factures achats.pdf'];

let clients;
let said; /* the reply, as it was put into the box */

await test('E-20 a mission is signed, and the round sends its reminder to three people', async () => {
    await signIn(page, house.url);
    clients = [];
    for (const [i, name] of companies.entries())
        clients.push(await addClient(name, people[i]));
    const service = await addService();
    for (const client of clients)
        await sign(client, service);
    for (const day of ['2026-12-19', '2026-12-20', '2026-12-21'])
        await morning(day);
    for (const person of people) {
        const [mail] = await until(`the mail of ${person}`, 20000, () => reminders(person).length > 0 && reminders(person));
        assert.match(header(mail, 'Reply-To'), /^<?reponse\+q1-[^@]+@cabinet\.example>?$/);
        assert.ok(header(mail, 'Message-ID').length > 0);
    }
});

await test('E-18 the reply to that very message, with two files: each lands on its piece', async () => {
    const [mail] = reminders(people[0]);
    said = letter({ from: `Anne <${people[0]}>`, to: header(mail, 'Reply-To'),
        more: `In-Reply-To: ${header(mail, 'Message-ID')}\n`, files });
    await imap.append(said);
    await readBox();
    await taken(1);
    assert.deepEqual(read('SELECT state, reason, client FROM mail'), [['filed', '', clients[0]]]);
    assert.deepEqual(filed(clients[0]), both);
    assert.deepEqual(states(clients[0]), ['given', 'given']);
});

await test('E-18 by In-Reply-To alone, to the address that it came from', async () => {
    const [mail] = reminders(people[1]);
    await imap.append(letter({ from: people[1].toUpperCase(), to: header(mail, 'From'),
        more: `In-Reply-To: ${header(mail, 'Message-ID')}\nReferences: ${header(mail, 'Message-ID')}\n`, files }));
    await readBox();
    await taken(2);
    assert.deepEqual(read('SELECT state, reason, client FROM mail')[1], ['filed', '', clients[1]]);
    assert.deepEqual(filed(clients[1]), both);
    assert.deepEqual(filed(clients[2]), []);
});

await test('the accountant reads what came, by mail, and from whom', async () => {
    await signIn(page, house.url); /* days later: another session */
    await page.goto(`${house.url}/demandes/${one(`SELECT id FROM request WHERE client = ${clients[0]}`)}`);
    const shown = await text(page);
    for (const word of ['factures achats.pdf', 'releve bancaire.pdf', 'Voici les pièces.', 'anne'])
        assert.ok(shown.includes(word), `${word} in ${shown}`);
    assert.match(shown, /répondu/);
});

await test('the person reads in their space that it arrived', async () => {
    const phone = await (await browser.newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } })).newPage();
    const before = reminders(people[0]).length;
    await phone.goto(`${house.url}/espace/connexion`);
    await phone.fill('#email', people[0]);
    await phone.click('main form button.primary');
    const mail = await until('the link', 20000, () => reminders(people[0])[before]);
    await phone.goto(house.url + /\/espace\/entrer\?cle=[\w-]{43}/.exec(plain(mail))[0]);
    await phone.click('main button.primary');
    await phone.check('input[name=accept]');
    await phone.click('main button.primary');
    await phone.waitForURL('**/espace');
    await phone.goto(`${house.url}/espace/documents`);
    const shown = await phone.innerText('main');
    for (const name of files)
        assert.ok(shown.includes(name), shown);
    await phone.goto(`${house.url}/espace/demandes/${one(`SELECT id FROM request WHERE client = ${clients[0]}`)}`);
    assert.match(await phone.innerText('.own-progress'), /2 sur 2/);
    await phone.context().close();
});

await test('the same mail twice is taken once; an out-of-office goes nowhere', async () => {
    const [mail] = reminders(people[2]);
    const acts = one('SELECT COUNT(*) FROM request_event');
    await imap.append(said);
    await imap.append(letter({ from: people[2], to: header(mail, 'Reply-To'), words: 'Je suis absente.',
        more: `Auto-Submitted: auto-replied\nIn-Reply-To: ${header(mail, 'Message-ID')}\n` }));
    await readBox();
    await taken(3);
    await until('all four seen', 20000, () => imap.flags().join() === 'S,S,S,S');
    assert.deepEqual(read('SELECT state, reason FROM mail ORDER BY id')[2], ['dropped', 'MAIL-AUTOMATIQUE']);
    assert.equal(one('SELECT COUNT(*) FROM mail'), 3);
    assert.equal(one('SELECT COUNT(*) FROM document'), 4);
    assert.equal(one('SELECT COUNT(*) FROM request_event'), acts);
    assert.deepEqual(states(clients[2]), ['missing', 'missing']);
});

await test('an unknown sender waits in triage, and is filed from the page on the pieces', async () => {
    const [mail] = reminders(people[2]);
    await imap.append(letter({ from: 'secretariat@ailleurs.example', to: header(mail, 'Reply-To'), files }));
    await readBox();
    await taken(4);
    assert.deepEqual(read('SELECT state, reason FROM mail ORDER BY id')[3], ['triage', 'EXPEDITEUR-INCONNU']);
    assert.equal(one('SELECT COUNT(*) FROM document'), 4);
    await page.goto(`${house.url}/courrier`);
    assert.match(await text(page), /n’est un contact d’aucun dossier/);
    await Promise.all([page.waitForNavigation(), page.click('tbody th a')]);
    await page.fill('#q', 'cantine');
    await press(page, 'Chercher');
    await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: companies[2] }).click()]);
    await page.getByText(asked).click();
    await press(page, 'Classer dans ce dossier');
    assert.deepEqual(filed(clients[2]), both);
    assert.equal(one('SELECT state FROM mail ORDER BY id DESC LIMIT 1'), 'filed');
    await press(page, 'Annuler'); /* so that this one goes on being asked */
    assert.deepEqual(states(clients[2]), ['missing', 'missing']);
});

await test('E-20 who answered is reminded no more, who did not is', async () => {
    const before = people.map((person) => reminders(person).length);
    for (const day of ['2026-12-22', '2026-12-23', '2026-12-24', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31', '2027-01-04', '2027-01-05', '2027-01-06', '2027-01-07']) {
        await morning(day);
        await sleep(2500); /* the worker turns twice a second */
        assert.doesNotMatch(house.log, /run held/);
    }
    await until('the reminders', 20000, () => reminders(people[2]).length >= before[2] + 3);
    assert.deepEqual(people.slice(0, 2).map((person) => reminders(person).length), before.slice(0, 2));
});

/* The books are held against the writer: what is fetched cannot become a row. */
function holdBooks() {
    const holder = spawn('python3', ['-c', 'import sqlite3, sys\nb = sqlite3.connect(sys.argv[1], timeout=20)\n'
        + 'b.execute("BEGIN IMMEDIATE")\nprint("held", flush=True)\nsys.stdin.read()', books], { stdio: ['pipe', 'pipe', 'inherit'] });
    return new Promise((resolve) => holder.stdout.once('data', () => resolve(() => new Promise((gone) => {
        holder.once('exit', gone);
        holder.stdin.end();
    }))));
}

/* The first gives all that was asked: the others are more pages of it. */
const reply = (number) => letter({ from: people[2], to: header(reminders(people[2])[0], 'Reply-To'),
    words: `Envoi ${number}.`, files: [`releve bancaire ${number}.pdf`, ...number === 0 ? ['factures achats.pdf'] : []] });
const received = () => read("SELECT name FROM document WHERE name LIKE 'releve bancaire %' ORDER BY id").flat().sort();

await test('T-14 killed when a mail is fetched and not in the books: it is taken once, later', async () => {
    const before = one('SELECT COUNT(*) FROM mail');
    const seen = imap.flags().filter((flag) => flag === 'S').length;
    const release = await holdBooks();
    try {
        await imap.append(reply(0));
        await until('the fetch', 40000, () => imap.flags().filter((flag) => flag === 'S').length > seen);
        await house.end('SIGKILL');
        assert.equal(one('SELECT COUNT(*) FROM mail'), before);
    } finally {
        await release();
    }
    await house.start();
    await taken(before + 1);
    assert.deepEqual(received(), ['releve bancaire 0.pdf']);
});

await test('T-14 killed at any moment of reading the box: nothing lost, nothing twice', async () => {
    const count = 30;
    const before = one('SELECT COUNT(*) FROM mail');
    for (let i = 1; i <= count; i++)
        await imap.append(reply(i));
    for (let kills = 0; kills < 25; kills++) {
        await house.end('SIGKILL');
        await house.start();
        await sleep(Math.random() * 60);
    }
    await house.end('SIGKILL');
    /* And where the mark is what is lost: every message is fetched again. */
    execFileSync('python3', ['-c', 'import sqlite3, sys\nb = sqlite3.connect(sys.argv[1])\n'
        + 'b.execute("UPDATE mail_box SET last = 0")\nb.commit()', books]);
    await house.start();
    await taken(before + count);
    await until('the mark', 30000, () => one('SELECT last FROM mail_box') >= before + count);
    assert.equal(one('SELECT COUNT(*) FROM mail'), before + count);
    assert.deepEqual(received(), Array.from({ length: count + 1 }, (_, i) => `releve bancaire ${i}.pdf`).sort());
    const words = read("SELECT text FROM request_event WHERE act = 'comment' AND text LIKE 'Envoi %'").flat();
    assert.deepEqual(words.sort(), Array.from({ length: count + 1 }, (_, i) => `Envoi ${i}.`).sort());
    for (const [hash] of read("SELECT lower(hex(sha256)) FROM document WHERE removed_at IS NULL"))
        assert.ok(fs.readdirSync(path.join(house.folder, 'files'), { recursive: true }).some((name) => name.replaceAll('/', '').includes(hash)), hash);
});

imap.end();
await house.end('SIGTERM');
done();
