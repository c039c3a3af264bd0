/*
 * The return box over TLS (E-18), on a real IMAP server with a certificate made here: imaps and
 * STARTTLS are read; what is vouched for by nobody, or for another name, or is not encrypted where it
 * must be, is refused with a sentence, before any password is sent.
 */
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { dovecot, program as imapProgram } from '../peers/dovecot.mjs';
import { House, done, skip, temporary, test, until } from './house.mjs';

if (!imapProgram) {
    skip('a return box over TLS', 'no dovecot here');
    done();
}

const imap = await dovecot(temporary(), '127.0.0.1');
const other = await dovecot(temporary(), 'mail.example');
const plain = await dovecot(temporary());
const house = new House({ QUITUS_IMAP_USER: imap.user, QUITUS_IMAP_PASSWORD: imap.password,
    QUITUS_MAIL_RETURN_TO: 'reponse@cabinet.example' });
await house.make();

/* What the doctor says of the box; "" when it is well. */
function doctor(settings, language = 'fr_FR.UTF-8') {
    Object.assign(house.settings, { LANG: language, QUITUS_IMAP_CA_FILE: '', QUITUS_IMAP_REQUIRE_TLS: 'false',
        QUITUS_IMAP_USER: imap.user, QUITUS_IMAP_PASSWORD: imap.password }, settings);
    let said;
    try {
        said = house.run('doctor', '--json');
    } catch (error) {
        assert.equal(error.status, 78);
        said = error.stdout;
    }
    const check = JSON.parse(said).checks.find((one) => one.name === 'imap');
    assert.equal(check.well, check.detail === '');
    return check.detail.replace(/[\u00a0\u202f]/g, ' ');
}

const trusted = { QUITUS_IMAP_URL: imap.tlsUrl, QUITUS_IMAP_CA_FILE: imap.authority };
const starting = { QUITUS_IMAP_URL: imap.url, QUITUS_IMAP_CA_FILE: imap.authority, QUITUS_IMAP_REQUIRE_TLS: 'true' };
const letter = (subject) => `From: eve@x.example\nTo: reponse@cabinet.example\nSubject: ${subject}\n\nBonjour.\n`;
const subjects = () => JSON.parse(execFileSync('python3', ['-c', 'import sqlite3, sys, json\n'
    + 'print(json.dumps(sqlite3.connect(sys.argv[1], timeout=20).execute("SELECT subject FROM mail ORDER BY id").fetchall()))',
    path.join(house.folder, 'quitus.db')], { encoding: 'utf8' })).flat();
/* Whether the server has seen somebody sign in over TLS. */
const logins = (peer) => (peer.log().match(/Login: user=/g) || []).length;

await test('imaps with the authority that signed: the box answers', () => {
    assert.equal(doctor(trusted), '');
    assert.match(imap.log(), /Login: user=<reponse>.* TLS/);
});

await test('STARTTLS with the same authority: the box answers, over TLS', () => {
    const before = logins(imap);
    assert.equal(doctor(starting), '');
    const last = imap.log().split('\n').filter((line) => /Login: user=/.test(line));
    assert.ok(last.length > before);
    assert.match(last.at(-1), / TLS/);
});

for (const [name, settings] of [['imaps', { QUITUS_IMAP_URL: imap.tlsUrl }],
    ['STARTTLS', { QUITUS_IMAP_URL: imap.url, QUITUS_IMAP_REQUIRE_TLS: 'true' }]])
    await test(`${name}, signed by nobody that is known: refused, no password was sent`, () => {
        const before = logins(imap);
        const said = doctor(settings);
        assert.match(said, /^Le certificat de 127\.0\.0\.1:\d+ n’est pas reconnu \(.+\) : rien n’a été lu/);
        assert.match(said, /\[imap\] ca_file/);
        assert.equal(logins(imap), before);
    });

await test('a certificate for another name is refused', () => {
    assert.match(doctor({ QUITUS_IMAP_URL: other.tlsUrl, QUITUS_IMAP_CA_FILE: other.authority }),
        /n’est pas reconnu \(.*127\.0\.0\.1.*\)/);
    assert.equal(logins(other), 0);
});

await test('a server that does not encrypt is refused where it must', () => {
    assert.match(doctor({ QUITUS_IMAP_URL: plain.url, QUITUS_IMAP_REQUIRE_TLS: 'true' }),
        /^127\.0\.0\.1:\d+ ne chiffre pas la connexion .*STARTTLS/);
    assert.equal(logins(plain), 0);
    assert.equal(doctor({ QUITUS_IMAP_URL: plain.url }), '');
});

await test('a wrong password, a wrong address, and nothing there: each its sentence', () => {
    assert.match(doctor({ ...trusted, QUITUS_IMAP_PASSWORD: 'autre' }), /a refusé l’identifiant ou le mot de passe/);
    assert.match(doctor({ QUITUS_IMAP_URL: 'http://127.0.0.1/INBOX' }), /n’est pas l’adresse d’une boîte/);
    assert.match(doctor({ QUITUS_IMAP_URL: 'imaps://127.0.0.1:1/INBOX' }), /n’a pas pu être lue : .+/);
});

await test('the server takes its mail over each of them', async () => {
    for (const [subject, settings] of [['imaps', trusted], ['starttls', starting]]) {
        Object.assign(house.settings, { QUITUS_IMAP_REQUIRE_TLS: 'false', QUITUS_IMAP_PASSWORD: imap.password }, settings);
        imap.put(letter(subject));
        await house.start();
        await until(subject, 30000, () => subjects().includes(subject));
        await house.end('SIGTERM');
    }
    assert.deepEqual(subjects(), ['imaps', 'starttls']);
});

await test('a wrong certificate leaves a line in the log, and the house goes on', async () => {
    house.settings.QUITUS_IMAP_CA_FILE = other.authority;
    imap.put(letter('later'));
    await house.start();
    await until('the line', 20000, () => /IMAP-CERTIFICAT/.test(house.log));
    assert.ok((await fetch(`${house.url}/healthz`)).ok);
    assert.deepEqual(subjects(), ['imaps', 'starttls']);
    await house.end('SIGTERM');
});

for (const peer of [imap, other, plain])
    peer.end();
done();
