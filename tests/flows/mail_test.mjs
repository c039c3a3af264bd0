/*
 * Mail that comes in (E-18), on the real server with a real IMAP peer: it is taken from its box and
 * seen there; a stranger and what answers nothing wait in triage, an out-of-office goes nowhere;
 * killed and started again, nothing is taken twice.
 */
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { dovecot, program as imapProgram } from '../peers/dovecot.mjs';
import { House, done, skip, temporary, test, until } from './house.mjs';

if (!imapProgram) {
    skip('mail that comes in', 'no dovecot here');
    done();
}

const imap = await dovecot(temporary());
const house = new House({
    QUITUS_MAIL_RETURN_TO: 'reponse@cabinet.example',
    QUITUS_IMAP_URL: imap.url,
    QUITUS_IMAP_USER: imap.user,
    QUITUS_IMAP_PASSWORD: imap.password,
    QUITUS_CLOCK_FROZEN: '2026-03-02T10:00:00Z',
});

/* A client, its contact, and what is asked of them. */
const books = `
import sqlite3, sys
b = sqlite3.connect(sys.argv[1])
b.execute("INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at) VALUES"
          " (1, 900, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0)")
b.execute("INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state, email_said, phone,"
          " language, created_at) VALUES (1, 900, 'Anne', 'anne', 'anne@a.example', 'anne@a.example', 'ok', '', '',"
          " 'fr', 0)")
b.execute("INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance, is_payroll,"
          " is_operational, added_at) VALUES (1, 900, 900, 1, 1, 0, 0, 1, 0)")
b.execute("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state, needs_payroll,"
          " created_at, changed_at) VALUES (1, 900, 1, 900, 'TVA de février', 'Merci.', '2026-03-12', 'open', 0, 0, 0)")
for place, name in enumerate(['Factures d’achat', 'Relevés bancaires'], 1):
    b.execute("INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state, answer, reason,"
              " changed_at) VALUES (1, ?, 900, 900, ?, 'document', ?, 1, 'missing', '', '', 0)",
              (900 + place, place, name))
b.commit()
`;

const read = (query) => JSON.parse(execFileSync('python3', ['-c',
    'import sqlite3, sys, json\n'
    + 'b = sqlite3.connect(sys.argv[1])\n'
    + 'print(json.dumps(b.execute(sys.argv[2]).fetchall()))',
    path.join(house.folder, 'quitus.db'), query], { encoding: 'utf8' }));

const pdf = (name) => `--B\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="${name}"\n`
    + `Content-Transfer-Encoding: base64\n\n${Buffer.from(`%PDF-1.4\n${name}\n%%EOF\n`).toString('base64')}\n`;

const letter = (from, to, files, more = '') => `From: ${from}\nTo: ${to}\nSubject: Re: Rappel\n${more}`
    + 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain; charset=utf-8\n\n'
    + `Voici les pièces.\n\nLe 2 mars 2026, le cabinet a écrit :\n> Merci\n${files.map(pdf).join('')}--B--\n`;

const taken = (wanted) => until(`${wanted} mails taken`, 60000, () => read('SELECT COUNT(*) FROM mail')[0][0] >= wanted);

const replyTo = 'reponse@cabinet.example';

await house.make();
await house.start();
await house.signUp();
await house.end('SIGTERM');
execFileSync('python3', ['-c', books, path.join(house.folder, 'quitus.db')]);
await house.start();

await test('a contact who answers nothing of ours waits in triage, with their client', async () => {
    imap.put(letter('Anne <Anne@a.example>', replyTo, ['releve bancaire mars.pdf', 'factures achats.pdf']));
    await taken(1);
    assert.deepEqual(read('SELECT state, reason, client, contact FROM mail'), [['triage', 'SANS-RELANCE', 900, 900]]);
    assert.equal(read('SELECT COUNT(*) FROM mail_file')[0][0], 2);
});

await test('an unknown sender waits in triage, an out-of-office goes nowhere', async () => {
    imap.put(letter('eve@x.example', replyTo, ['releve.pdf']));
    imap.put(letter('anne@a.example', replyTo, [], 'Auto-Submitted: auto-replied\n'));
    await taken(3);
    assert.deepEqual(read('SELECT state, reason FROM mail ORDER BY id').slice(1),
        [['triage', 'EXPEDITEUR-INCONNU'], ['dropped', 'MAIL-AUTOMATIQUE']]);
    assert.equal(read('SELECT COUNT(*) FROM document')[0][0], 0);
    assert.equal(read('SELECT COUNT(*) FROM request_event')[0][0], 0);
});

await test('what was taken is seen in its box, and still there', async () => {
    await until('flags', 5000, () => imap.flags().join() === 'S,S,S');
});

await test('killed and started again, nothing is taken twice, and the rest goes on', async () => {
    await house.end('SIGKILL');
    execFileSync('python3', ['-c', 'import sqlite3, sys\nb = sqlite3.connect(sys.argv[1])\n'
        + 'b.execute("UPDATE mail_box SET last = 0")\nb.commit()', path.join(house.folder, 'quitus.db')]);
    imap.put(letter('anne@a.example', replyTo, ['releve bancaire avril.pdf']));
    await house.start();
    await taken(4);
    assert.equal(read('SELECT COUNT(*) FROM mail')[0][0], 4);
});

imap.end();
await house.end('SIGTERM');
done();
