/*
 * Signing in elsewhere (E-17, T-8): a real provider, a real browser. Linked from an open session or
 * by an invitation, then in by it; a state, a code, an issuer that is not what it must be; tokens of
 * a provider that lies; what « Tester » says; at 360 px, without JavaScript, nothing for axe.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { oidcPeer } from '../peers/oidc.mjs';
import { House, admin, done, entry, look, smtpPeer, test } from './house.mjs';
import { phones } from './phones.mjs';

const mails = await smtpPeer();
const house = new House({ QUITUS_MAIL_URL: mails.url, QUITUS_SIGN_ON_SECRETS: '1=un-secret~.de+test 3=mensonge' });
await house.make();
const returns = [`${house.url}/connexion/retour`, `${house.url}/espace/connexion/retour`];
const first = await oidcPeer({ algorithm: 'RS256', returns, client: { client_secret: 'un-secret~.de+test' } });
const second = await oidcPeer({ algorithm: 'ES256', returns, client: { token_endpoint_auth_method: 'none' } });
await house.start();
await house.signUp();
await house.fill('space_fill.py', '6');
await house.signIn();

/* A provider that answers whatever `says` holds by path, signs as `forge` has it, and counts. */
const liar = { says: {}, hits: {}, forge: null };
const liarServer = http.createServer((request, response) => {
    const where = request.url.split('?')[0];
    liar.hits[where] = (liar.hits[where] || 0) + 1;
    const said = typeof liar.says[where] === 'function' ? liar.says[where](request) : liar.says[where];
    if (said === undefined || said.status)
        return response.writeHead(said?.status ?? 404, said?.head ?? {}).end();
    response.writeHead(200, { 'Content-Type': 'application/json' });
    return response.end(typeof said === 'string' ? said : JSON.stringify(said));
});
await new Promise((resolve) => liarServer.listen(0, '127.0.0.1', resolve));
liarServer.unref();
liar.url = `http://127.0.0.1:${liarServer.address().port}`;
const well = '/.well-known/openid-configuration';
const document = { issuer: liar.url, authorization_endpoint: `${liar.url}/auth`, token_endpoint: `${liar.url}/token`,
    jwks_uri: `${liar.url}/keys`, code_challenge_methods_supported: ['S256'] };

const { words, open, end } = await phones({ locale: 'fr-FR' });
const text = async (page) => (await page.textContent('main')).replace(/[\u00a0\u202f]/g, ' ');
const number = (sql) => Number(execFileSync('python3', ['-c', 'import sqlite3, sys\n'
    + 'print(sqlite3.connect(sys.argv[1], timeout=20).execute(sys.argv[2]).fetchone()[0])',
    path.join(house.folder, 'quitus.db'), sql], { encoding: 'utf8' }));

async function enter(page, email) {
    const before = mails.messages().length;
    await page.goto(`${house.url}/espace/connexion`);
    await page.fill('#email', email);
    await page.click('main form button.primary');
    await page.goto(house.url + await entry(mails, before));
    await page.click('main button.primary');
    await accept(page);
}

async function accept(page) {
    await page.waitForURL(/\/espace\/conditions/);
    await page.check('input[name=accept]');
    await page.click('main button.primary');
    await page.waitForURL('**/espace');
}

async function staff(page) {
    await page.goto(`${house.url}/connexion`);
    await page.fill('#email', admin.email);
    await page.fill('#password', admin.password);
    await page.click('main form button.primary');
    await page.waitForURL(`${house.url}/`);
}

const button = (name) => `main button:has-text("${name}")`;
const link = (name) => button(`Lier un compte ${name}`);
const go = (name) => button(`Entrer avec ${name}`);

/* Without a browser's help: from the button to the address of return, and the cookie that goes along. */
async function walk(where, fields, follow = true) {
    const asked = await fetch(house.url + where, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url }, body: new URLSearchParams(fields) });
    const away = /url=(.*)$/.exec(asked.headers.get('refresh'))[1];
    const cookie = asked.headers.getSetCookie().find((c) => c.startsWith('quitus-retour=')).split(';')[0];
    if (!follow)
        return { away: new URL(away), cookie };
    const jar = {};
    for (let at = away; ;) {
        const answer = await fetch(at, { redirect: 'manual',
            headers: { Cookie: Object.entries(jar).map(([k, v]) => `${k}=${v}`).join('; ') } });
        for (const line of answer.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            jar[name] = value;
        }
        assert.ok([302, 303].includes(answer.status), `${answer.status} at ${at}`);
        at = new URL(answer.headers.get('location'), at).href;
        if (at.startsWith(house.url))
            return { back: new URL(at), cookie, away: new URL(away) };
    }
}

async function arrive(back, cookie) {
    const answer = await fetch(back, { redirect: 'manual', headers: cookie ? { Cookie: cookie } : {} });
    const body = (await answer.text()).replace(/[\u00a0\u202f]/g, ' ').replace(/&[^;]+;/g, ' ');
    return { status: answer.status, body, where: answer.headers.get('location'),
        cookies: answer.headers.getSetCookie().join('\n') };
}

function refused(answer, status, sentence) {
    assert.equal(answer.status, status, answer.body);
    assert.match(answer.body, sentence);
    assert.doesNotMatch(answer.cookies, /quitus-espace=[^;]|quitus=[^;]/);
}

async function provider(page, fields) {
    await page.goto(`${house.url}/reglages/connexion/nouveau`);
    for (const [id, value] of Object.entries({ 'client-id': 'quitus', ...fields }))
        if (id === 'algorithm')
            await page.selectOption('#algorithm', value);
        else
            await page.fill(`#${id}`, value);
    await page.click('main form button.primary');
}

const settings = await open();

await test('E-17: an admin sets a provider up, and « Tester » says that all agrees', async () => {
    const page = settings;
    await staff(page);
    await page.goto(`${house.url}/reglages/connexion`);
    assert.match(await text(page), /Aucun fournisseur/);
    await look(page);
    await page.click('a:has-text("Microsoft")');
    assert.equal(await page.inputValue('#issuer'), 'https://login.microsoftonline.com/TENANT/v2.0');
    await page.fill('#client-id', 'quitus');
    await page.click('main form button.primary');
    assert.match(await text(page), /remplacez TENANT/);
    assert.equal(await page.inputValue('#client-id'), 'quitus');
    await look(page);
    await provider(page, { name: 'Premier', issuer: first.issuer });
    await page.waitForURL('**/reglages/connexion/1');
    assert.match(await text(page), /Un secret est configuré/);
    assert.doesNotMatch(await page.content(), /un-secret~/);
    assert.deepEqual([await page.textContent('#members-return'), await page.textContent('#people-return')], returns);
    await page.click(button('Tester'));
    assert.match(await page.textContent('#test'), /tout concorde\.$/);
    await look(page);
    await provider(page, { name: 'Second', issuer: second.issuer, algorithm: 'ES256' });
    await page.waitForURL('**/reglages/connexion/2');
    assert.match(await text(page), /Aucun secret/);
    await page.click(button('Tester'));
    assert.match(await page.textContent('#test'), /tout concorde\.$/);
    await provider(page, { name: 'Encore', issuer: second.issuer });
    assert.match(await text(page), /déjà l’émetteur/);
});

const wrong = [
    ['nothing there', {}, /HTTP 404/],
    ['a page of HTML', { [well]: '<html>' }, /JSON lisible/],
    ['another issuer', { [well]: { ...document, issuer: `${liar.url}/` } }, /est celui de « .*\/ », pas de/],
    ['no PKCE', { [well]: { ...document, code_challenge_methods_supported: ['plain'] } }, /ne pas faire PKCE/],
    ['another algorithm', { [well]: { ...document, id_token_signing_alg_values_supported: ['ES256'] } }, /signe par ES256/],
    ['no address for keys', { [well]: { ...document, jwks_uri: undefined } }, /jwks_uri/],
    ['no keys', { [well]: document, '/keys': { keys: [] } }, /ne donne aucune clé/],
    ['T-17: a redirect is not followed', { [well]: { status: 302, head: { Location: `${first.issuer}${well}` } } }, /HTTP 302/],
    ['T-16: an answer without end', { [well]: () => 'x'.repeat(300 * 1024) }, /dépasse 256 Kio/],
];
await test('E-17: what « Tester » says of a provider that is wrong', async () => {
    const page = settings;
    await provider(page, { name: 'Menteur', issuer: liar.url });
    await page.waitForURL('**/reglages/connexion/3');
    for (const [name, says, sentence] of wrong) {
        liar.says = says;
        await page.click(button('Tester'));
        assert.match((await page.textContent('#test')).replace(/\u00a0/g, ' '), sentence, name);
    }
    await look(page);
    await provider(page, { name: 'Absent', issuer: 'http://127.0.0.1:9' });
    await page.waitForURL('**/reglages/connexion/4');
    await page.click(button('Tester'));
    assert.match(await page.textContent('#test'), /127\.0\.0\.1:9 ne répond pas/);
    await page.click('summary:has-text("Retirer")');
    await page.click(button('Retirer et délier'));
    assert.doesNotMatch(await text(page), /Absent/);
});

await test('T-8: a contact links from an open session, then comes in by it, without JavaScript', async () => {
    const page = await open({ javaScriptEnabled: false });
    first.subject = 'sujet-101';
    await page.goto(`${house.url}/espace/connexion`);
    await page.click(go('Premier'));
    await page.waitForURL(/\/espace\/connexion\/retour/);
    assert.match(await text(page), /Premier \(sujet-101@ailleurs\.example\) n’est lié à aucun accès\. Demandez un lien/);
    await enter(page, 'zoe101@client.example');
    await page.goto(`${house.url}/espace/compte`);
    await page.click(link('Premier'));
    await page.waitForURL('**/espace/compte');
    assert.match(await page.textContent('#comptes'), /Premier.*sujet-101@ailleurs/s);
    await page.click(button('Se déconnecter'));
    await page.waitForURL(/\/espace\/connexion/);
    await page.click(go('Premier'));
    await page.waitForURL('**/espace');
    assert.match(await page.textContent('h1'), /Bonjour Zoé 101/);
    assert.equal(number('SELECT COUNT(*) FROM contact_identity WHERE contact = 101 AND used_at IS NOT NULL'), 1);
    assert.equal(number('SELECT COUNT(*) FROM contact_session WHERE contact = 101'), 1);
    await page.goto(`${house.url}/espace/compte`);
    await page.click(button('Délier'));
    assert.match(await text(page), /Aucun compte n’est lié/);
    refused(await walk('/espace/connexion/externe', { provider: '1' }).then((w) => arrive(w.back, w.cookie)), 403, /aucun accès/);
});

await test('T-8: an address that is the same is nobody; a subject is one person’s', async () => {
    first.subject = 'sujet-imposteur';
    first.label = 'zoe102@client.example';
    const page = await open();
    await enter(page, 'zoe102@client.example');
    refused(await walk('/espace/connexion/externe', { provider: '1' }).then((w) => arrive(w.back, w.cookie)), 403, /zoe102@client\.example\) n’est lié/);
    first.label = '';
    first.subject = 'sujet-102';
    await page.goto(`${house.url}/espace/compte`);
    await look(page);
    await page.click(link('Premier'));
    await page.waitForURL('**/espace/compte');
    await look(page);
    const other = await open();
    await enter(other, 'zoe103@client.example');
    await other.goto(`${house.url}/espace/compte`);
    await other.click(link('Premier'));
    await other.waitForURL(/\/retour/);
    assert.match(await text(other), /déjà lié à une autre personne/);
    await look(other);
});

await test('E-17: somebody invited follows the link by their provider, and accepts the terms first', async () => {
    const page = await open();
    await enter(page, 'zoe104@client.example');
    const before = mails.messages().length;
    await page.goto(`${house.url}/espace/utilisateurs`);
    const form = page.locator('form:has(input[name=act][value=invite])').first();
    await form.evaluate((f) => f.closest('details')?.setAttribute('open', ''));
    await form.locator('[name=name]').fill('Paul Neuf');
    await form.locator('[name=email]').fill('paul@client.example');
    await form.locator('button').click();
    const address = house.url + await entry(mails, before);
    const invited = await open();
    second.subject = 'sujet-paul';
    await invited.goto(address);
    await look(invited);
    await invited.click(go('Second'));
    await accept(invited);
    assert.match(await invited.textContent('h1'), /Paul Neuf/);
    await invited.goto(address);
    assert.match(await text(invited), /plus/); /* once */
    const again = await open();
    await again.goto(`${house.url}/espace/connexion?suite=/espace/documents`);
    await again.click(go('Second'));
    await again.waitForURL('**/espace/documents');
});

await test('T-8: a member links from « Mon compte », then comes in by it', async () => {
    const page = await open({ viewport: { width: 1440, height: 900 }, isMobile: false, hasTouch: false });
    first.subject = 'claire-ailleurs';
    await page.goto(`${house.url}/connexion`);
    await look(page);
    await page.click(go('Premier'));
    await page.waitForURL(/\/connexion\/retour/);
    assert.match(await text(page), /n’est lié à aucun accès\. Entrez par votre mot de passe/);
    await look(page);
    await staff(page);
    await page.goto(`${house.url}/mon-compte`);
    await page.click(link('Premier'));
    await page.waitForURL('**/mon-compte');
    assert.match(await page.textContent('#comptes'), /claire-ailleurs@/);
    await look(page);
    const other = await open();
    await other.goto(`${house.url}/connexion?suite=/clients`);
    await other.click(go('Premier'));
    await other.waitForURL('**/clients');
    assert.equal(number('SELECT COUNT(*) FROM session WHERE member = 1 AND role = \'admin\'') > 1, true);
});

await test('T-8: a member who was invited joins by their provider, and keeps a way in', async () => {
    const made = await house.post('/cabinet/collaborateurs/nouveau', { name: 'Noé Petit', email: 'noe@cabinet.example',
        role: 'accountant', language: 'fr' });
    const address = /http[^"<\s]+\/bienvenue\?key=[\w-]+/.exec(await made.text())[0];
    const page = await open();
    second.subject = 'noe-ailleurs';
    await page.goto(address);
    await look(page);
    await page.click(go('Second'));
    await page.waitForURL(`${house.url}/`);
    assert.equal(number('SELECT COUNT(*) FROM member WHERE state = \'active\' AND password_hash IS NULL'), 1);
    assert.equal((await fetch(address)).status, 404); /* once */
    await page.goto(`${house.url}/mon-compte`);
    await page.click(button('Délier'));
    assert.match(await page.textContent('main'), /pas de mot de passe/);
    assert.equal(number('SELECT COUNT(*) FROM member_identity WHERE subject = \'noe-ailleurs\''), 1);
});

await test('T-8: a state, a code, a browser, an issuer that is not the one', async () => {
    first.subject = 'sujet-102';
    const fields = { provider: '1' }, door = '/espace/connexion/externe';
    const good = await walk(door, fields);
    assert.equal(good.away.searchParams.get('code_challenge_method'), 'S256');
    for (const [name, value] of [['state', 'x'.repeat(43)], ['state', '']]) {
        const url = new URL(good.back);
        url.searchParams.set(name, value);
        refused(await arrive(url, good.cookie), 403, /pas celle de votre demande/);
    }
    refused(await arrive(good.back), 403, /autre navigateur/);
    refused(await arrive(good.back, `quitus-retour=${'A'.repeat(43)}`), 403, /pas celle de votre demande/);
    const entered = await arrive(good.back, good.cookie);
    assert.deepEqual([entered.status, entered.where], [303, '/espace']);
    assert.match(entered.cookies, /quitus-espace=[\w-]{43}; .*HttpOnly/);
    refused(await arrive(good.back, good.cookie), 403, /a déjà servi/);
    const again = await walk(door, fields);
    const old = new URL(again.back);
    old.searchParams.set('code', good.back.searchParams.get('code'));
    refused(await arrive(old, again.cookie), 403, /refusé le code de connexion \(invalid_grant\)/);
    const mixed = await walk(door, fields);
    mixed.back.searchParams.set('iss', second.issuer);
    refused(await arrive(mixed.back, mixed.cookie), 403, /ne vient pas de Premier/);
    const silent = await walk(door, fields);
    silent.back.searchParams.delete('iss');
    refused(await arrive(silent.back, silent.cookie), 403, /ne vient pas de Premier/);
    const firm = await walk(door, fields);
    firm.back.pathname = '/connexion/retour';
    refused(await arrive(firm.back, firm.cookie), 403, /pas celle de votre demande/);
    const denied = await walk(door, fields, false);
    const no = `${returns[1]}?error=access_denied&iss=${encodeURIComponent(first.issuer)}&state=`;
    refused(await arrive(no + denied.away.searchParams.get('state'), denied.cookie), 403, /pas confirmé la connexion \(access_denied\)/);
});

await test('T-8: ten minutes, then it is over; a linking session that ended links nothing', async () => {
    const late = await walk('/espace/connexion/externe', { provider: '1' });
    execFileSync('python3', ['-c', 'import sqlite3, sys\nb = sqlite3.connect(sys.argv[1], timeout=20)\n'
        + 'b.execute("UPDATE sign_on_start SET expires_at = expires_at - 600000")\nb.commit()', path.join(house.folder, 'quitus.db')]);
    refused(await arrive(late.back, late.cookie), 403, /a expiré/);
    const page = await open();
    await enter(page, 'zoe105@client.example');
    await page.goto(`${house.url}/espace/compte`);
    const token = await page.inputValue('#comptes input[name=token] >> nth=0');
    const session = (await page.context().cookies()).find((c) => c.name === 'quitus-espace');
    first.subject = 'sujet-105';
    const asked = await fetch(`${house.url}/espace/compte/externe`, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url, Cookie: `quitus-espace=${session.value}` },
        body: new URLSearchParams({ token, act: 'link', provider: '1' }) });
    const state = new URL(/url=(.*)$/.exec(asked.headers.get('refresh'))[1]).searchParams.get('state');
    const cookie = asked.headers.getSetCookie().find((c) => c.startsWith('quitus-retour=')).split(';')[0];
    refused(await arrive(`${returns[1]}?code=x&state=${state}&iss=${encodeURIComponent(first.issuer)}`, cookie), 403, /session s’est terminée/);
    const bare = await fetch(`${house.url}/espace/compte/externe`, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url, Cookie: `quitus-espace=${session.value}` },
        body: new URLSearchParams({ act: 'link', provider: '1' }) });
    assert.equal(bare.status, 403); /* T-9: another page cannot make us link */
});

const base64 = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
const jwk = (kid) => ({ ...rsa.publicKey.export({ format: 'jwk' }), kid, use: 'sig' });

function signed(claims, head = { alg: 'RS256', kid: 'k1' }, key = rsa.privateKey) {
    const input = `${base64(head)}.${base64(claims)}`;
    if (head.alg === 'none')
        return `${input}.`;
    return `${input}.${(head.alg === 'HS256' ? crypto.createHmac('sha256', key).update(input).digest()
        : crypto.sign('sha256', Buffer.from(input), key)).toString('base64url')}`;
}

const lies = [
    ['« none »', (c) => signed(c, { alg: 'none' }), /seul RS256 est accepté/],
    ['HS256 with the public RSA key', (c) => signed(c, { alg: 'HS256', kid: 'k1' }, pem), /seul RS256 est accepté/],
    ['tampered with', (c) => signed(c).replace(/\.[^.]+\./, `.${base64({ ...c, sub: 'autre' })}.`), /signature du jeton est fausse/],
    ['expired', (c) => signed({ ...c, exp: c.iat - 300 }), /a expiré/],
    ['another audience', (c) => signed({ ...c, aud: 'autre' }), /pas destiné à Quitus/],
    ['another nonce', (c) => signed({ ...c, nonce: 'autre' }), /pas celui de votre demande/],
    ['another issuer', (c) => signed({ ...c, iss: first.issuer }), /autre émetteur/],
    ['nobody', (c) => signed({ ...c, sub: undefined }), /ne dit pas qui vous êtes/],
    ['no token', () => undefined, /refusé le code de connexion/],
];
async function lie(forge) {
    const { away, cookie } = await walk('/espace/connexion/externe', { provider: '3' }, false);
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: liar.url, aud: 'quitus', sub: 'menteur-1', iat: now, exp: now + 300, nonce: away.searchParams.get('nonce') };
    liar.says['/token'] = { id_token: forge(claims), access_token: 'a', token_type: 'Bearer' };
    return arrive(`${returns[1]}?code=c&session_state=%2Fa&scope=openid&state=${away.searchParams.get('state')}`, cookie);
}
await test('T-8: tokens of a provider that lies', async () => {
    liar.says = { [well]: document, '/keys': { keys: [jwk('k1')] } };
    await settings.goto(`${house.url}/reglages/connexion/3`);
    await settings.click(button('Tester'));
    refused(await lie((c) => signed(c)), 403, /n’est lié à aucun accès/); /* a good one: nobody’s yet */
    for (const [name, forge, sentence] of lies) {
        const answer = await lie(forge);
        assert.match(answer.body, sentence, name);
        refused(answer, name === 'no token' ? 403 : 400, sentence);
    }
});

await test('T-8: keys are fetched anew once when one is unknown, and not otherwise', async () => {
    liar.hits = {};
    refused(await lie((c) => signed(c)), 403, /aucun accès/);
    assert.deepEqual([liar.hits['/keys'], liar.hits[well]], [undefined, undefined]); /* kept for a day */
    liar.says['/keys'] = { keys: [jwk('k2')] };
    refused(await lie((c) => signed(c, { alg: 'RS256', kid: 'k2' })), 403, /aucun accès/);
    assert.equal(liar.hits['/keys'], 1);
    const gone = await lie((c) => signed(c, { alg: 'RS256', kid: 'k1' }));
    assert.match(gone.body, /clé que le fournisseur ne publie pas/);
    assert.equal(liar.hits['/keys'], 2);
    first.subject = 'sujet-102';
    first.renew(); /* a real provider's turn of keys */
    const turned = await walk('/espace/connexion/externe', { provider: '1' });
    assert.equal((await arrive(turned.back, turned.cookie)).status, 303);
});

const change = (sql) => execFileSync('python3', ['-c', 'import sqlite3, sys\nb = sqlite3.connect(sys.argv[1], timeout=20)\n'
    + 'b.execute(sys.argv[2])\nb.commit()', path.join(house.folder, 'quitus.db'), sql]);

await test('T-8: what was fetched before serves while a provider is down, and not what is another’s', async () => {
    change('UPDATE sign_on_provider SET fetched_at = fetched_at - 90000000 WHERE id = 3');
    liar.says['/keys'] = { keys: [jwk('k2')] };
    for (const status of [500, 503]) {
        liar.says[well] = { status };
        refused(await lie((c) => signed(c, { alg: 'RS256', kid: 'k2' })), 403, /aucun accès/);
    }
    liar.says[well] = { ...document, issuer: first.issuer };
    const asked = await fetch(`${house.url}/espace/connexion/externe`, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url }, body: new URLSearchParams({ provider: '3' }) });
    assert.equal(asked.status, 400);
    assert.match(await asked.text(), /document de découverte est celui de/);
});

await test('T-8: who is closed or archived comes in no more, nor by a provider that was taken away', async () => {
    const page = await open();
    first.subject = 'sujet-102';
    execFileSync('python3', ['-c', 'import sqlite3, sys\nb = sqlite3.connect(sys.argv[1], timeout=20)\n'
        + 'b.execute("UPDATE contact_login SET closed_at = 1 WHERE contact = 102")\nb.commit()', path.join(house.folder, 'quitus.db')]);
    await page.goto(`${house.url}/espace/connexion`);
    await page.click(go('Premier'));
    await page.waitForURL(/\/retour/);
    assert.match(await text(page), /aucun accès/);
    const away = await walk('/espace/connexion/externe', { provider: '2' });
    await settings.goto(`${house.url}/reglages/connexion/2`);
    await settings.uncheck('input[name=for_people]');
    await settings.click('main form button.primary');
    await page.goto(`${house.url}/espace/connexion`);
    assert.doesNotMatch(await text(page), /Entrer avec Second/);
    const asked = await fetch(`${house.url}/espace/connexion/externe`, { method: 'POST', redirect: 'manual',
        headers: { Origin: house.url }, body: new URLSearchParams({ provider: '2' }) });
    assert.equal(asked.status, 404);
    refused(await arrive(away.back, away.cookie), 403, /n’existe pas, ou plus/);
});

await test('the console is silent', () => {
    assert.deepEqual(words.filter((line) => !/status of (4\d\d|503)/.test(line)), []);
});

if (process.env.QUITUS_SHOTS) {
    for (const [name, where, shot] of [['entry', '/espace/connexion', {}], ['login', '/connexion', { viewport: { width: 1440, height: 900 } }]]) {
        const page = await open({ ...shot, colorScheme: 'dark' });
        await page.goto(house.url + where);
        await page.screenshot({ path: path.join(process.env.QUITUS_SHOTS, `${name}.png`), fullPage: true });
    }
    for (const where of ['/reglages/connexion', '/reglages/connexion/1', '/mon-compte'])
        for (const width of [390, 1440]) {
            await settings.setViewportSize({ width, height: 900 });
            await settings.goto(house.url + where);
            await settings.screenshot({ path: path.join(process.env.QUITUS_SHOTS, `${where.replace(/\//g, '_')}_${width}.png`), fullPage: true });
        }
}
await end();
done();
