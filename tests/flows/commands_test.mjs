/*
 * The portfolio's commands: what each prints as JSON and for people, and how it ends (the codes of
 * sysexits: 0 well, 64 usage, 65 data, 66 no input, 73 cannot create).
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { House, admin, done, program, temporary, test } from './house.mjs';

const house = new House({});
const folder = temporary();
await house.make();
await house.start();
await house.signUp();
await house.end('SIGTERM'); /* commands that write want the books alone */

const USAGE = 64, DATA = 65, NO_INPUT = 66, CANNOT_CREATE = 73;

/* { exit, out, err }; data on one stream, all else on the other. */
function run(...words) {
    const { status, stdout, stderr } = spawnSync(program, words, { env: house.env(), encoding: 'utf8' });
    return { exit: status, out: stdout, err: stderr };
}

function json(...words) {
    const { exit, out, err } = run(...words, '--json');
    assert.equal(exit, 0, err);
    assert.equal(err, '');
    return JSON.parse(out);
}

function refused(exit, said, ...words) {
    const told = run(...words);
    assert.equal(told.exit, exit, `${words.join(' ')}: ${told.exit} ${told.err}`);
    assert.equal(told.out, '');
    assert.match(told.err, said);
}

function sheet(name, ...lines) {
    const where = path.join(folder, name);
    fs.writeFileSync(where, `${lines.join('\n')}\n`);
    return where;
}

await test('client add, show: fields, and the first step of its life (P-6, P-7)', () => {
    json('client', 'add', '--name', 'L’Œnologie du Port', '--siren', '732829320', '--code', 'C1');
    const { clients: [{ id }] } = json('client', 'list');
    const shown = json('client', 'show', String(id));
    assert.equal(shown.client.code, 'C1');
    assert.equal(shown.client.vat_number, 'FR44732829320');
    assert.equal(shown.client.is_confidential, false);
    assert.equal(shown.life.length, 1);
    assert.deepEqual([shown.team, shown.contacts], [[], []]);
    const said = run('client', 'show', String(id)).out;
    assert.match(said, /L’Œnologie du Port/);
    assert.match(said, /: (engagement|accrual)\n/i);
    assert.match(said, /: (actif|active)\n/i);
    assert.match(said, /: (français|French)\n/i);
});

await test('client add: a number that is none, a code that is taken (P-23)', () => {
    refused(DATA, /Luhn/, 'client', 'add', '--name', 'Faux', '--siren', '732829321');
    assert.notEqual(run('client', 'add', '--name', 'Autre', '--code', 'C1').exit, 0);
    refused(USAGE, /./, 'client', 'add', '--nom', 'Faux');
    assert.equal(json('client', 'list').count, 1);
});

await test('guard cap, chase plan, chase why: what they answer is so, in the words of the reader', () => {
    const french = (...words) => {
        const { status, stdout, stderr } = spawnSync(program, words,
            { env: { ...house.env(), LC_ALL: 'fr_FR.UTF-8' }, encoding: 'utf8' });
        return { exit: status, out: stdout, err: stderr };
    };
    assert.match(french('guard', 'cap', '0').out, /^Aucun plafond/);
    assert.match(french('guard', 'cap', '40').out, /Au-delà de 40 messages/);
    const past = french('chase', 'plan', '--on', '2020-01-02');
    assert.equal(past.exit, DATA);
    assert.match(past.err, /JOUR-PASSE/);
    const few = french('chase', 'why');
    assert.equal(few.exit, USAGE);
    assert.match(few.err, /n’est pas complète/);
    assert.match(french('chase', 'why', 'A', 'B').err, /«\u00a0B\u00a0» est de trop/u);
    assert.match(french('chase', 'why', '--quand').err, /«\u00a0--quand\u00a0» n’est pas une option/u);
});

await test('client show: what is no number, what is not there', () => {
    refused(DATA, /./, 'client', 'show', 'abc');
    refused(NO_INPUT, /./, 'client', 'show', '77');
    refused(USAGE, /./, 'client', 'show');
    refused(USAGE, /./, 'client', 'show', '1', '2');
});

await test('client source: while the source software reminds nothing leaves (Guards)', () => {
    const id = String(json('client', 'list').clients[0].id);
    assert.deepEqual(json('client', 'show', id).source, { stands: false });
    const { source } = json('client', 'source', id, 'reminds', '--reason', 'double envoi');
    assert.deepEqual([source.stands, source.reason], [true, 'double envoi']);
    assert.match(run('client', 'show', id).out, /rien ne part|nothing leaves/);
    assert.deepEqual(json('client', 'source', id, 'ended').source, { stands: false });
    refused(DATA, /./, 'client', 'source', id, 'perhaps');
    refused(NO_INPUT, /./, 'client', 'source', '77', 'reminds');
});

await test('client list: order, filter and tab, refused when unknown (P-14, P-15)', () => {
    json('client', 'add', '--name', 'Garage Perrin', '--code', 'C2');
    assert.deepEqual(json('client', 'list').clients.map(({ code }) => code), ['C2', 'C1']);
    assert.deepEqual(json('client', 'list', '--filter', 'down=1').clients.map(({ code }) => code), ['C1', 'C2']);
    assert.deepEqual(json('client', 'list', '--filter', 'address=1').count, 2);
    assert.deepEqual(json('client', 'list', '--filter', 'receipts=1').count, 0);
    assert.deepEqual(json('client', 'list', '--q', 'oenol').clients.map(({ code }) => code), ['C1']);
    assert.equal(json('client', 'list', '--tab', 'integration').count, 0);
    refused(DATA, /./, 'client', 'list', '--filter', 'colour=red');
    refused(DATA, /./, 'client', 'list', '--sort', 'colour');
    refused(DATA, /./, 'client', 'list', '--tab', 'mine');
});

await test('client search: as the page searches (P-13)', () => {
    for (const words of [['ŒNOLOGEI'], ['port', 'oeno'], ['732 829 320'], ['732829320', 'oeno']])
        assert.deepEqual(json('client', 'search', ...words).clients.map(({ code }) => code), ['C1'], words.join(' '));
    assert.equal(json('client', 'search', 'zzzzzz').count, 0);
    refused(USAGE, /./, 'client', 'search');
});

await test('client import --dry-run: what would be, nothing written (P-23)', () => {
    const file = sheet('liste.csv', 'Code;Nom;SIREN', 'C3;Menuiserie Le Goff;552100554', 'C4;Faux;732829321');
    const told = run('client', 'import', file, '--dry-run', '--json');
    assert.equal(told.exit, DATA);
    const { dry_run: isDry, import: counts } = JSON.parse(told.out);
    assert.equal(isDry, true);
    assert.equal(counts.faulty, 1);
    assert.equal(json('client', 'list').count, 2);
});

await test('client import: the good rows, the bad ones as a file to mend (P-23)', () => {
    const mend = path.join(folder, 'a-corriger.xlsx');
    const told = run('client', 'import', path.join(folder, 'liste.csv'), '--faulty', mend, '--json');
    assert.equal(told.exit, DATA);
    const { rows } = JSON.parse(told.out);
    assert.equal(rows[1].notes[0].code, 'ROSTER-SIREN');
    assert.deepEqual([rows[1].notes[0].value, rows[1].notes[0].weight], ['732829321', 'fault']);
    assert.deepEqual(json('client', 'list').clients.map(({ code }) => code), ['C2', 'C1', 'C3']);
    const bad = run('xlsx', 'read', mend, '--json').out;
    assert.match(bad, /C4/);
    assert.doesNotMatch(bad, /C3/);
    json('client', 'import', sheet('mieux.csv', 'Code;Nom;SIREN', 'C4;Vrai;443061841'));
    assert.equal(json('client', 'list').count, 4);
});

await test('words that are no UTF-8 do not end the program', () => {
    for (const command of ['id check "$W" --json', `client export "${folder}/$W.csv" --json`]) {
        const script = `W=$(printf '\\377x'); exec "$0" ${command}`;
        const { status } = spawnSync('sh', ['-c', script, program], { env: house.env() });
        assert.ok(status === 0 || status === DATA, `${command}: ${status}`);
    }
});

await test('client import: no file, no sheet, no columns', () => {
    refused(NO_INPUT, /./, 'client', 'import', path.join(folder, 'nulle-part.csv'));
    refused(DATA, /./, 'client', 'import', sheet('vide.csv', ''));
    refused(USAGE, /./, 'client', 'import');
});

await test('client export: CSV and XLSX that come back unchanged', () => {
    for (const name of ['liste-out.csv', 'liste-out.xlsx']) {
        const file = path.join(folder, name);
        assert.deepEqual(json('client', 'export', file), { file, clients: 4 });
        assert.ok(fs.statSync(file).size > 100);
        const again = json('client', 'import', file, '--dry-run');
        assert.equal(again.import.faulty, 0);
        assert.deepEqual([again.import.new, again.import.changed].map(Number).filter(Boolean), [], name);
    }
    refused(CANNOT_CREATE, /./, 'client', 'export', path.join(folder, 'nulle', 'part.csv'));
});

await test('hub add, rename, list (P-1)', () => {
    json('hub', 'add', 'Paris');
    assert.deepEqual(json('hub', 'add', 'Rennes').hubs.map(({ name }) => name), ['Paris', 'Rennes']);
    assert.deepEqual(json('hub', 'rename', 'Rennes', 'Brest').hubs.map(({ name }) => name).sort(), ['Brest', 'Paris']);
    assert.equal(run('hub', 'list').out, 'Brest\nParis\n');
    refused(NO_INPUT, /hub/, 'hub', 'rename', 'Lyon', 'Nice');
    refused(DATA, /Paris/, 'hub', 'add', 'Paris');
    refused(DATA, /nom/, 'hub', 'add', ' ');
    refused(DATA, /nom/, 'hub', 'rename', 'Paris', '');
    refused(USAGE, /./, 'hub', 'add');
});

await test('member add, list, show (P-1): the link is told once', () => {
    const { url, id } = json('member', 'add', 'ken@cabinet.example', 'Ken Ozu', '--hub', 'Paris');
    assert.match(url, /\/bienvenue\?key=/);
    json('member', 'add', 'ada@cabinet.example', 'Ada Lebrun', '--role', 'admin');
    const { members } = json('member', 'list');
    assert.deepEqual(members.map(({ name }) => name).sort(), ['Ada Lebrun', 'Claire Moreau', 'Ken Ozu']);
    const { member } = json('member', 'show', 'KEN@cabinet.example');
    assert.deepEqual([member.id, member.hub.name, member.clients], [id, 'Paris', 0]);
    assert.doesNotMatch(run('member', 'list', '--json').out, /key=/);
    refused(DATA, /./, 'member', 'add', 'zoe@cabinet.example', 'Zoé', '--role', 'chef');
    refused(NO_INPUT, /hub/, 'member', 'add', 'zoe@cabinet.example', 'Zoé', '--hub', 'Lyon');
    assert.notEqual(run('member', 'add', 'ken@cabinet.example', 'Autre Ken').exit, 0);
    refused(DATA, /./, 'member', 'add', 'sans-arobase', 'Zoé');
    refused(NO_INPUT, /./, 'member', 'show', 'personne@cabinet.example');
});

await test('member archive (P-5): the work goes to another', () => {
    refused(NO_INPUT, /./, 'member', 'archive', 'personne@cabinet.example');
    assert.deepEqual(Object.keys(json('member', 'archive', 'ken@cabinet.example', '--to', admin.email))
        .filter((key) => key !== 'base_url'), ['clients', 'tasks', 'by_hand']);
    assert.deepEqual(json('member', 'list').members.map(({ name }) => name), ['Ada Lebrun', 'Claire Moreau']);
    assert.equal(json('member', 'list', '--archived').members.length, 3);
});

await test('mission preview: a suspension in the wrong order, a day beyond all (E-8, E-9)', () => {
    const asked = ['mission', 'preview', '--first', '2026-01-30', '--every', 'month'];
    refused(DATA, /RECURRENCE-SUSPENSION.*1er mai 2026/, ...asked,
        '--suspended', '2026-05-01/2026-03-01');
    assert.equal(json(...asked, '--on', '2200-12-31').past, 2100);
    refused(DATA, /DATE-ANNEE/, ...asked, '--on', '9999-12-31');
});

await test('lists of a client that is not there, a sheet that is none, a book that nobody may write', () => {
    for (const noun of ['request', 'task', 'mission'])
        refused(NO_INPUT, /./, noun, 'list', '--client', '99999');
    refused(NO_INPUT, /nope\.csv/, 'mission', 'amounts', path.join(folder, 'nope.csv'));
    const told = run('client', 'export', '/nope/x.xlsx');
    assert.equal(told.exit, CANNOT_CREATE);
    assert.doesNotMatch(told.err, /ERROR|workbook/);
    assert.match(told.err, /x\.xlsx/);
});

await test('a word that is no command is refused with what was meant', () => {
    refused(USAGE, /client list/, 'client', 'lst');
    refused(USAGE, /./, 'member', 'list', '--colour');
});

await test('deadline list --client: as its file says, but for what an option says (issue 5, R-8)', () => {
    json('client', 'import', sheet('regimes.csv', 'Code;Nom;Forme juridique;Régime de TVA;Paie;Effectif;Clôture',
        'D1;Le Fournil;SARL;trimestriel;oui;12;30/06', 'D2;Les Murs;SCI;aucun;non;0;31/12'));
    const { clients } = json('client', 'list');
    const [fournil, murs, first] = ['D1', 'D2', 'C1'].map((code) => String(clients.find((one) => one.code === code).id));
    const dated = (...words) => json('deadline', 'list', '--client', ...words, '--year', '2027').deadlines;
    const kinds = (...words) => [...new Set(dated(...words).map(({ kind }) => kind))].sort();
    assert.deepEqual(kinds(fournil, '--day', '24'), ['CA3', 'CFE', 'CFE-ACOMPTE', 'DSN', 'IS-ACOMPTE', 'IS-SOLDE', 'LIASSE']);
    assert.deepEqual(dated(fournil, '--day', '24', '--kind', 'CA3').map(({ legal }) => legal),
        ['2027-01-24', '2027-04-24', '2027-07-24', '2027-10-24']);
    assert.deepEqual(dated(fournil, '--day', '24', '--kind', 'LIASSE').map(({ period }) => period), ['2027-06-30']);
    assert.ok(!kinds(murs).includes('CA3') && !kinds(murs).includes('IS-ACOMPTE') && kinds(murs).includes('LIASSE'));
    assert.deepEqual(kinds(murs, '--regime', 'IS').sort(), ['IS-ACOMPTE', 'IS-SOLDE', 'LIASSE']);
    assert.match(run('deadline', 'list', '--client', fournil, '--year', '2027', '--day', '24').out, /CA3/);
    refused(DATA, /«\u00a0Régime de TVA\u00a0»/, 'deadline', 'list', '--client', first, '--year', '2027');
    refused(NO_INPUT, /dossier/, 'deadline', 'list', '--client', '7777', '--year', '2027');
    refused(DATA, /./, 'deadline', 'list', '--client', 'abc', '--year', '2027');
    refused(DATA, /--year/, 'deadline', 'list', '--client', fournil);
});

await test('deadline list: what no date asked for needs is not asked for; none is said (R-2)', () => {
    const dated = (...words) => json('deadline', 'list', '--regime', ...words).deadlines.map(({ kind }) => kind);
    assert.deepEqual(dated('CA12', '--period', '2025-12-31'), ['CA12']);
    refused(DATA, /CA12-ACOMPTE.*dept/, 'deadline', 'list', '--regime', 'CA12', '--period', '2025', '--form', 'SA');
    assert.deepEqual(dated('CA12', '--period', '2025', '--form', 'SA', '--dept', '33'), ['CA12-ACOMPTE', 'CA12-ACOMPTE']);
    assert.deepEqual(dated('CA12', '--kind', 'CA12', '--period', '2025'), ['CA12']); // the year that closes in 2025
    assert.deepEqual(dated('IS', '--kind', 'LIASSE', '--period', '2025'), ['LIASSE']);
    assert.equal(json('deadline', 'list', '--regime', 'IS', '--period', '2025').deadlines.length, 6);
    assert.match(run('deadline', 'list', '--regime', 'IS', '--period', '2025-06-30').out, /^Rien ne tombe.*2025-12-31/);
    assert.match(run('deadline', 'list', '--regime', 'DSN', '--headcount', '3', '--period', '2025').out, /^Rien.*2025-01, 2025-02/);
    assert.ok(dated('CA12', '--year', '2026').includes('CA12'));
    refused(DATA, /CA3.*form/, 'deadline', 'list', '--regime', 'CA3', '--year', '2026');
    const moved = run('deadline', 'list', '--regime', 'IS', '--year', '2026', '--closing', '02-28').out;
    assert.match(moved, /reportée du 31 mai 2026.*en ligne jusqu’au 15 juin 2026/);
    const none = ['--opened', '2025-09-01', '--first-closing', '2026-12-31', '--year', '2026'];
    assert.match(run('deadline', 'list', '--regime', 'IS', ...none).out, /^Rien ne tombe/);
    const over = ['--first', '2026-01-31', '--every', 'once', '--from', '2026-06-01'];
    assert.match(run('mission', 'preview', ...over).out, /^Aucune occurrence/);
});

await test('deadline list: what cannot be computed is named, and holds up no other (french-rules 8, T-5)', () => {
    const asked = ['deadline', 'list', '--regime', 'CA3,DSN,IS', '--year', '2027', '--headcount', '12'];
    const whole = json(...asked, '--day', '24');
    assert.deepEqual(whole.missing, []);
    const { deadlines, missing } = json(...asked);
    assert.deepEqual(deadlines, whole.deadlines.filter(({ kind }) => kind !== 'CA3'));
    assert.deepEqual(missing.map(({ kind, code, field, periods }) => [kind, code, field, periods.length]),
        [['CA3', 'ECHEANCE-MANQUE', 'form', 12]]);
    assert.match(missing[0].text, /CA3.*form/);
    const { exit, out, err } = run(...asked);
    assert.deepEqual([exit, err], [0, '']);
    assert.match(out, /Déclaration sociale[^]*\nECHEANCE-MANQUE : L’échéance CA3 ne se calcule pas sans «\u00a0form\u00a0»/);
    refused(DATA, /CA3.*form/, ...asked, '--kind', 'CA3');
    refused(DATA, /CA3.*form/, 'deadline', 'list', '--regime', 'CA3', '--year', '2027');
    const both = json('deadline', 'list', '--regime', 'CA3,DSN,IS', '--year', '2027').missing;
    assert.deepEqual(both.map(({ kind, field }) => [kind, field]), [['CA3', 'form'], ['DSN', 'headcount']]);
});

await test('client add: a company that is a client already is told (P-8)', () => {
    const once = json('client', 'add', '--name', 'Scierie du Lac', '--code', 'SC1');
    assert.deepEqual(once.duplicates, []);
    assert.match(run('client', 'add', '--name', 'scierie du lac', '--code', 'SC2').out, /Scierie du Lac \(SC1\)/);
});

await test('help: each command with its first sentence, a noun alone, one with all its words', () => {
    const all = run('--help');
    assert.deepEqual([all.exit, all.err], [0, '']);
    assert.match(all.out, /quitus hub list\n {8}the firm's hubs\n/);
    assert.match(all.out, /faulty\s+ones told one by one \(exit 65\) and kept in --faulty to be mended\.\n/);
    assert.doesNotMatch(all.out, /With --json|, faulty\n {2}quitus/);
    for (const asked of [['-h'], ['help']]) assert.equal(run(...asked).out, all.out);
    const some = run('help', 'csv').out;
    assert.match(some, /quitus csv read FILE/);
    assert.doesNotMatch(some, /quitus fec/);
    assert.equal(run('csv', '--help').out, some);
    const one = run('help', 'csv', 'read');
    assert.match(one.out, /^Usage: quitus csv read FILE[^]*With --json:/);
    assert.deepEqual(run('csv', 'read', '--help'), one);
    const { out, exit } = run('--version');
    assert.deepEqual([out, exit], [run('version').out, 0]);
    refused(USAGE, /«\soubli\s» n’est pas une commande\.[^]*quitus fec check/, 'oubli');
    refused(USAGE, /«\soubli\s» n’est pas une commande/, 'help', 'oubli');
    refused(USAGE, /«\scsv write\s» n’est pas une commande\.\n\nUsage[^]*quitus csv read/, 'csv', 'write');
    refused(USAGE, /Il manque la commande/);
    refused(USAGE, /Il manque la commande\.\n\nUsage[^]*quitus csv read/, 'csv');
});

done();
