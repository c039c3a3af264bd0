/*
 * Missions and due dates from the command line: previews over fifty years, every published case of
 * due dates, and what is refused.
 */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { data, done, program, skip, test } from './house.mjs';

const env = { ...process.env, LANG: 'fr_FR.UTF-8', LC_ALL: '' };

function run(...words) {
    return spawnSync(program, words, { env, encoding: 'utf8', maxBuffer: 64 << 20 });
}

function told(...words) {
    const { status, stdout, stderr } = run(...words, '--json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
}

const preview = (...words) => told('mission', 'preview', ...words);
const rows = (...words) => told('deadline', 'list', ...words).deadlines;

function refused(code, ...words) {
    const { status, stdout, stderr } = run(...words, '--json');
    assert.equal(status, 65);
    assert.equal(JSON.parse(stdout).code, code);
    assert.match(stderr, new RegExp(`^quitus: ${code} : `));
}

await test('E-8: twelve occurrences, each with its creation, message and due date', () => {
    const said = preview('--first', '2028-01-30', '--every', 'month', '--lead', '10');
    assert.equal(said.occurrences.length, 12);
    assert.equal(said.is_whole, false);
    assert.deepEqual(said.occurrences.slice(0, 3).map((o) => [o.created, o.due]),
        [['2028-01-20', '2028-01-30'], ['2028-02-19', '2028-02-29'], ['2028-03-20', '2028-03-30']]);
    assert.deepEqual([said.occurrences[1].told, said.occurrences[1].created_closed.by],
        ['2028-02-21', 'weekend']);
});

await test('E-10: every day of fifty years of the 31st', () => {
    const said = preview('--first', '2027-01-31', '--every', 'month', '--until', '2076-12-31');
    assert.equal(said.occurrences.length, 600);
    assert.equal(said.is_whole, true);
    said.occurrences.forEach((o, i) => {
        const last = new Date(Date.UTC(2027, i + 1, 0)).toISOString().slice(0, 10);
        assert.equal(o.due, last);
    });
});

await test('E-10: fifty years of weeks', () => {
    const said = preview('--first', '2027-01-01', '--every', 'week', '--until', '2076-12-31');
    said.occurrences.forEach((o, i) => assert.equal(o.due,
        new Date(Date.UTC(2027, 0, 1 + 7 * i)).toISOString().slice(0, 10)));
    assert.equal(said.occurrences.length, 2609);
});

await test('E-7: a first date in the past says how many and proposes the next', () => {
    const words = ['--first', '2026-01-31', '--every', 'month', '--on', '2026-11-22'];
    const said = preview(...words);
    assert.deepEqual([said.past, said.next.due, said.next.number], [10, '2026-11-30', 11]);
    const next = preview(...words, '--from', said.next.due);
    assert.deepEqual([next.past, next.occurrences[0].due, next.occurrences[1].due],
        [0, '2026-11-30', '2026-12-31']);
    assert.match(run('mission', 'preview', ...words).stdout,
        /10 occurrences passées seraient créées\. Prochaine échéance\s: le lundi 30 novembre 2026/);
});

const recurrences = path.join(data, 'recurrence', 'dateutil_monthly_basics.jsonl');
if (fs.existsSync(recurrences)) {
    await test('the published recurrences that name a rhythm of ours and nothing else', () => {
        const every = { 'FREQ=MONTHLY;COUNT=3': 'month', 'FREQ=MONTHLY;COUNT=3;INTERVAL=2': '2months',
            'FREQ=WEEKLY;COUNT=3': 'week' };
        const day = (text) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
        const cases = fs.readFileSync(recurrences, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l))
            .filter((c) => c.rrule in every);
        assert.equal(cases.length, 3);
        for (const one of cases) {
            const said = preview('--first', day(one.dtstart), '--every', every[one.rrule], '--count', '3');
            assert.deepEqual(said.occurrences.map((o) => o.due), one.expected.map(day));
        }
    });
} else {
    skip('the published recurrences', 'no shared data here');
}

await test('a preview that cannot be is refused with a sentence', () => {
    refused('OPTION-ABSENTE', 'mission', 'preview', '--every', 'month');
    refused('OPTION-CHOIX', 'mission', 'preview', '--first', '2026-01-30', '--every', 'day');
    refused('DATE', 'mission', 'preview', '--first', '2026-02-29', '--every', 'month');
    refused('OPTION-NOMBRE', 'mission', 'preview', '--first', '2026-01-30', '--every', 'month', '--lead', '-1');
    refused('RECURRENCE-FIN', 'mission', 'preview', '--first', '2026-01-30', '--every', 'month',
        '--until', '2026-01-29');
    refused('RECURRENCE-JOUR', 'mission', 'preview', '--first', '2026-01-30', '--every', 'month', '--day', '31');
    assert.equal(run('mission', 'preview', '--often').status, 64);
});

const cases = path.join(data, 'deadlines', 'cases.json');
if (fs.existsSync(cases)) {
    const field = (one, name) => (name in one ? [`--${name}`, String(one[name])] : []);
    for (const one of JSON.parse(fs.readFileSync(cases, 'utf8'))) {
        const words = ['dept', 'form', 'siren', 'name', 'headcount'].flatMap((n) => field(one, n));
        await test(`${one.kind} ${one.period} ${words.join(' ')}`, () => {
            const year = rows('--regime', one.kind, ...words, '--year', one.due.slice(0, 4));
            const found = year.filter((d) => d.period === one.period);
            assert.deepEqual(found.map((d) => d.due), [one.due]);
            assert.ok(found[0].source.length > 5);
            if (one.day)
                assert.equal(found[0].day, one.day);
            assert.deepEqual(rows('--kind', one.kind, ...words, '--period', one.period), found);
        });
    }
} else {
    skip('the published cases', 'no shared data here');
}

const printed = path.join(data, 'deadlines', 'official_2026_10.json');
if (fs.existsSync(printed)) {
    const asked = [
        [/^DSN.* 50 salariés ou plus/, 'DSN', '--headcount', '50'],
        [/^DSN.*moins de 50/, 'DSN', '--headcount', '49'],
        [/^PASRAU/, 'PASRAU'],
        [/^DES/, 'DES'],
        [/^état récapitulatif/, 'ETAT-UE'],
        [/^solde IS/, 'IS', '--closing', '06-30', '--kind', 'IS-SOLDE'],
        [/^TVA/, 'CA3', '--form', 'SOC', '--dept', '78'],
        [/^taxe sur les salaires/, 'TS'],
        [/^RCM/, 'RCM'],
    ];
    for (const line of JSON.parse(fs.readFileSync(printed, 'utf8'))) {
        await test(`printed for ${line.date}: ${line.what}`, () => {
            const [, regime, ...words] = asked.find(([what]) => what.test(line.what));
            const due = rows('--regime', regime, ...words, '--year', '2026').map((d) => d.due)
                .filter((d) => d.startsWith('2026-10'));
            const [first, last] = line.date.split('/');
            assert.equal(due.length, 1);
            assert.ok(due[0] >= first && due[0] <= (last ? `2026-10-${last}` : first));
        });
    }
} else {
    skip('the printed calendar', 'no shared data here');
}

await test('a date that is moved says from where, why and by which text', () => {
    const [row] = rows('--regime', 'ca3', '--dept', '2a', '--form', 'sa', '--period', '2025-07');
    assert.deepEqual([row.legal, row.due, row.moved], ['2025-08-24', '2025-08-25',
        { by: 'weekend', name: '', source: 'CGI, ann. IV, art. 199-0' }]);
});

await test('a financial year by its closing day: advances, balance and return', () => {
    const year = rows('--regime', 'IS', '--closing', '06-30', '--period', '2026-06-30');
    assert.deepEqual(year.map((d) => `${d.kind} ${d.part ?? ''} ${d.due}`), ['IS-ACOMPTE 1 2025-09-15',
        'IS-ACOMPTE 2 2025-12-15', 'IS-ACOMPTE 3 2026-03-16', 'IS-ACOMPTE 4 2026-06-15',
        'LIASSE  2026-09-30', 'IS-SOLDE  2026-10-15']);
});

await test('the day of the client’s own space goes before the computed one', () => {
    const [row] = rows('--regime', 'CA3', '--day', '22', '--period', '2027-01');
    assert.deepEqual([row.legal, row.due], ['2027-02-22', '2027-02-22']);
});

await test('the table names each date, and the sentence what is missing', () => {
    const table = run('deadline', 'list', '--regime', 'IS,CFE', '--year', '2027').stdout;
    assert.match(table, /mardi 18 mai 2027 +Impôt sur les sociétés, solde \(2572\) +2026-12-31/);
    assert.match(table, /Cotisation foncière, solde +2027 +CGI, art\. 1679 quinquies/);
    refused('ECHEANCE-MANQUE', 'deadline', 'list', '--regime', 'DSN', '--year', '2027');
    assert.match(run('deadline', 'list', '--regime', 'DSN', '--year', '2027').stderr, /headcount\s». Ajoutez-le\.\n/);
    assert.match(run('deadline', 'list', '--regime', 'CA3', '--year', '2027').stderr, /espace professionnel/);
    refused('ECHEANCE-DEPARTEMENT', 'deadline', 'list', '--regime', 'CFE', '--dept', '99', '--year', '2027');
    refused('ECHEANCE-CLOTURE', 'deadline', 'list', '--regime', 'IS', '--closing', '02-30', '--year', '2027');
    for (const period of ['juin', '2027-13', '2027-T5', '2027-02-30', '1027'])
        refused('ECHEANCE-PERIODE', 'deadline', 'list', '--regime', 'IS', '--period', period);
    refused('DATE-ANNEE', 'deadline', 'list', '--regime', 'IS', '--year', '2027', '--opened', '9999-12-31');
    refused('OPTION-ABSENTE', 'deadline', 'list', '--regime', 'IS');
    refused('OPTION-ABSENTE', 'deadline', 'list', '--year', '2027');
    refused('OPTION-CHOIX', 'deadline', 'list', '--regime', 'CA3,TVTS', '--year', '2027');
});

done();
