/*
 * E-21: the target software over real HTTP, its people in a real browser. A user who was invited in
 * the space arrives there with their companies, without a second entry; what is wrong is refused;
 * who is removed passes no more. Tokens are verified by a library that is not ours.
 */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { House, admin, done, entry, look, smtpPeer, test } from './house.mjs';
import { phones } from './phones.mjs';

const peer = await smtpPeer();
const house = new House({ QUITUS_MAIL_URL: peer.url });
await house.make();
await house.start();
await house.signUp();
await house.fill('space_fill.py', '4');
const { words, open, end } = await phones();

const coded = (bytes) => bytes.toString('base64url');
const hashed = (text) => coded(crypto.createHash('sha256').update(text).digest());

/* The target software: it begins at /entrer, is answered at /retour, and tells whom it knows. */
class Target {
    visits = new Map();
    known = [];

    async start() {
        this.server = http.createServer((request, response) => this.answer(request, response)
            .catch((error) => { response.writeHead(500); response.end(String(error.stack)); }));
        await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
        this.url = `http://127.0.0.1:${this.server.address().port}`;
        this.back = `${this.url}/retour`;
    }

    async learn(key, secret) {
        Object.assign(this, { key, secret });
        this.facts = await (await fetch(`${house.url}/.well-known/openid-configuration`)).json();
        this.keys = createRemoteJWKSet(new URL(this.facts.jwks_uri));
    }

    /* An address to begin at, and what must be kept for the way back. */
    begin(change = {}) {
        const kept = { state: coded(crypto.randomBytes(16)), nonce: coded(crypto.randomBytes(16)), verifier: coded(crypto.randomBytes(32)) };
        const fields = new URLSearchParams({ client_id: this.key, redirect_uri: this.back, response_type: 'code',
            scope: 'openid profile email companies', state: kept.state, nonce: kept.nonce,
            code_challenge: hashed(kept.verifier), code_challenge_method: 'S256', utm_source: 'x', ...change });
        for (const [name, value] of Object.entries(change))
            if (value === undefined)
                fields.delete(name);
        this.visits.set(kept.state, kept);
        return { ...kept, url: `${this.facts.authorization_endpoint}?${fields}` };
    }

    redeem(fields, headers = { Authorization: `Basic ${Buffer.from(`${this.key}:${this.secret}`).toString('base64')}` }) {
        return fetch(this.facts.token_endpoint, { method: 'POST', headers,
            body: new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: this.back, ...fields }) });
    }

    user(token) {
        return fetch(this.facts.userinfo_endpoint, { headers: { Authorization: `Bearer ${token}` } });
    }

    async enter(query) {
        const kept = this.visits.get(query.get('state'));
        assert.ok(kept, 'a state of ours');
        assert.equal(query.get('iss'), this.facts.issuer);
        if (query.get('error'))
            return { error: query.get('error') };
        const answered = await this.redeem({ code: query.get('code'), code_verifier: kept.verifier });
        const tokens = await answered.json();
        assert.equal(answered.status, 200, JSON.stringify(tokens));
        const { payload, protectedHeader } = await jwtVerify(tokens.id_token, this.keys, {
            issuer: this.facts.issuer, audience: this.key, algorithms: ['ES256', 'RS256'], requiredClaims: ['exp', 'iat', 'auth_time', 'sub'] });
        assert.equal(payload.nonce, kept.nonce);
        assert.ok(payload.exp - payload.iat <= 300 && Date.now() / 1000 - payload.auth_time < 300);
        const user = await (await this.user(tokens.access_token)).json();
        assert.equal(user.sub, payload.sub);
        return { user, tokens, code: query.get('code'), kept, algorithm: protectedHeader.alg };
    }

    async answer(request, response) {
        const url = new URL(request.url, this.url);
        if (url.pathname === '/entrer') {
            assert.equal(url.searchParams.get('iss') ?? this.facts.issuer, this.facts.issuer);
            response.writeHead(302, { Location: this.begin().url });
            return response.end();
        }
        if (url.pathname !== '/retour') {
            response.writeHead(404);
            return response.end();
        }
        const entered = await this.enter(url.searchParams);
        this.known.push(entered);
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
        response.end(`<!DOCTYPE html><html lang="fr"><title>Cible</title><link rel="icon" href="data:,"><h1>${entered.error ?? entered.user.name}</h1></html>`);
    }
}

const target = new Target();
await target.start();

await test('E-21: an admin registers the software; the secret is shown once and kept hashed', async () => {
    const page = await open({ locale: 'fr-FR', viewport: { width: 1440, height: 900 }, isMobile: false });
    await page.goto(`${house.url}/connexion`);
    await page.fill('input[name=email]', admin.email);
    await page.fill('input[name=password]', admin.password);
    await page.click('main button[type=submit]');
    await page.goto(`${house.url}/reglages/logiciels`);
    await look(page, 'softwares-empty');
    await page.click('a[href="/reglages/logiciels/nouveau"]');
    await page.fill('#name', 'Compta Cible');
    await page.fill('#addresses', 'http://cible.example/retour');
    await page.fill('#open_url', `${target.url}/entrer`);
    await page.click('form button.primary');
    assert.match(await page.textContent('#fault'), /http:\/\/cible\.example\/retour/);
    assert.equal(await page.inputValue('#open_url'), `${target.url}/entrer`);
    await page.fill('#addresses', target.back);
    await page.uncheck('input[name=for_all]');
    await page.check('input[name=for_legal]');
    await page.check('input[name=for_finance]');
    await look(page, 'software-new');
    await page.click('form button.primary');
    await page.waitForSelector('#secret');
    await look(page, 'software-secret');
    const secret = await page.inputValue('#secret');
    await target.learn(await page.inputValue('#key'), secret);
    assert.equal(target.facts.issuer, house.url);
    assert.ok(!(await page.goto(`${house.url}/reglages/logiciels/1`).then((r) => r.text())).includes(secret));
    assert.ok(!fs.readFileSync(path.join(house.folder, 'quitus.db')).includes(secret));
    await page.setViewportSize({ width: 360, height: 740 });
    await look(page, 'software-phone');
});

/* Zoé is signed in, by a link. */
const zoe = await open({ locale: 'fr-FR' });
await test('a link by mail leads back to where the person was going, in French, at 360 px', async () => {
    await zoe.goto(`${target.url}/entrer`);
    assert.match(zoe.url(), /\/espace\/connexion\?suite=/);
    const before = peer.messages().length;
    await zoe.fill('#email', 'zoe101@client.example');
    await zoe.click('main form button.primary');
    await zoe.goto(house.url + await entry(peer, before));
    await zoe.click('main button.primary');
    await zoe.waitForURL(/\/espace\/conditions/);
    await zoe.check('input[name=accept]');
    await zoe.click('main button.primary');
    await zoe.waitForURL(/\/espace\/autoriser/);
    assert.match(await zoe.textContent('h1'), /Compta Cible demande qui vous êtes/);
    assert.match(await zoe.textContent('main'), /Transports 101/);
    assert.doesNotMatch(await zoe.textContent('main'), /Transports 102/);
    await look(zoe, 'consent');
    await zoe.click('button[value=yes]');
    await zoe.waitForURL(`${target.url}/retour**`);
    assert.equal(await zoe.textContent('h1'), 'Zoé 101');
    const { user, algorithm } = target.known.at(-1);
    assert.equal(algorithm, 'RS256');
    assert.deepEqual(user['urn:quitus:companies'], [{ code: 'S101', name: 'Transports 101', functions: ['legal'] }]);
    assert.equal(user.email, 'zoe101@client.example');
    assert.equal(user.email_verified, true);
    assert.equal(user.locale, 'fr');
    assert.ok(!/101/.test(user.sub) && user.sub.length === 43);
});

const leo = await open({ locale: 'en-GB', javaScriptEnabled: false });
await test('a user invited in the space arrives with their company, without a second entry, in English, without JavaScript', async () => {
    const before = peer.messages().length;
    await zoe.goto(`${house.url}/espace/utilisateurs`);
    await zoe.click('details.card summary');
    await zoe.fill('#name-101', 'Léo Neuf');
    await zoe.fill('#email-101', 'leo@client.example');
    await zoe.check('details[open] input[name=finance]');
    await zoe.click('details[open] button.primary');
    await leo.goto(house.url + await entry(peer, before));
    await leo.click('main button.primary');
    await leo.check('input[name=accept]');
    await leo.click('main button.primary');
    await leo.waitForURL('**/espace');
    if (await leo.getAttribute('html', 'lang') !== 'en')
        await leo.click('.own-bar button');
    await leo.click('a[href="/espace/ouvrir?software=1"]');
    assert.match(await leo.textContent('h1'), /Compta Cible asks who you are/);
    await leo.click('button[value=yes]');
    await leo.waitForURL(`${target.url}/retour**`);
    const { user } = target.known.at(-1);
    assert.equal(user.name, 'Léo Neuf');
    assert.deepEqual(user['urn:quitus:companies'], [{ code: 'S101', name: 'Transports 101', functions: ['finance'] }]);
    assert.notEqual(user.sub, target.known.at(-2).user.sub);
    await leo.goto(`${target.url}/entrer`);
    assert.equal(await leo.textContent('h1'), 'Léo Neuf', 'asked once: straight in the second time');
    assert.equal(target.known.at(-1).user.sub, user.sub);
    const english = await open({ locale: 'en-GB' });
    await english.context().addCookies(await leo.context().cookies());
    await english.goto(`${house.url}/espace`);
    await look(english, 'own');
    await english.goto(`${house.url}/espace/logiciels`);
    assert.match(await english.textContent('main'), /entered/);
    await look(english, 'own-software');
});

/* A code of Léo's, not yet used. */
async function freshCode(change) {
    const began = target.begin(change);
    const cookie = (await leo.context().cookies(house.url)).map((c) => `${c.name}=${c.value}`).join('; ');
    const answer = await fetch(began.url, { redirect: 'manual', headers: { Cookie: cookie } });
    const location = answer.headers.get('location');
    return { ...began, status: answer.status, location, code: location && new URL(location, house.url).searchParams.get('code') };
}

const errorOf = async (answer) => [answer.status, (await answer.json()).error];

await test('T-8: a code twice, a wrong verifier, address or secret are refused, and use the code up', async () => {
    const replayed = target.known.at(-1);
    assert.equal((await target.user(replayed.tokens.access_token)).status, 200);
    assert.deepEqual(await errorOf(await target.redeem({ code: replayed.code, code_verifier: replayed.kept.verifier })), [400, 'invalid_grant']);
    assert.equal((await target.user(replayed.tokens.access_token)).status, 401, 'what it brought is taken away');
    for (const wrong of [{ code_verifier: coded(crypto.randomBytes(32)) }, { redirect_uri: `${target.back}/` }, { redirect_uri: '' }]) {
        const { code, verifier } = await freshCode();
        assert.deepEqual(await errorOf(await target.redeem({ code, code_verifier: verifier, ...wrong })), [400, 'invalid_grant']);
        assert.deepEqual(await errorOf(await target.redeem({ code, code_verifier: verifier })), [400, 'invalid_grant']);
    }
    const { code, verifier } = await freshCode();
    const wrong = await target.redeem({ code, code_verifier: verifier, client_id: target.key, client_secret: coded(crypto.randomBytes(32)) }, {});
    assert.equal(wrong.headers.get('www-authenticate').split(' ')[0], 'Basic');
    assert.deepEqual(await errorOf(wrong), [401, 'invalid_client']);
    assert.deepEqual(await errorOf(await target.redeem({ code })), [400, 'invalid_request']);
    const posted = await target.redeem({ code, code_verifier: verifier, client_id: target.key, client_secret: target.secret }, {});
    assert.equal(posted.status, 200, 'client_secret_post works as well');
    assert.match(posted.headers.get('cache-control'), /no-store/);
});

await test('no PKCE, no code; nothing is told to an address that is not registered', async () => {
    for (const change of [{ code_challenge: undefined }, { code_challenge_method: 'plain' }]) {
        const { location } = await freshCode(change);
        assert.ok(location.startsWith(target.back));
        assert.equal(new URL(location).searchParams.get('error'), 'invalid_request');
    }
    for (const redirect_uri of [`${target.url}/retour/..`, `${target.url}/retour?x=1`, 'https://evil.example/retour', undefined]) {
        const { status, location } = await freshCode({ redirect_uri });
        assert.deepEqual([status, location], [400, null]);
    }
    const { status, location } = await freshCode({ client_id: 'x' });
    assert.deepEqual([status, location], [400, null]);
});

await test('keys are renewed without anybody being shut out: the old ones stay for a day', async () => {
    const old = await freshCode();
    const before = await (await fetch(target.facts.jwks_uri)).json();
    await house.signIn();
    assert.equal((await house.post('/reglages/logiciels/cles', {})).status, 303);
    const after = await (await fetch(target.facts.jwks_uri)).json();
    assert.equal(after.keys.length, before.keys.length + 2);
    for (const key of before.keys)
        assert.ok(after.keys.some((k) => k.kid === key.kid) && !('d' in key));
    target.keys = createRemoteJWKSet(new URL(target.facts.jwks_uri));
    const entered = await target.enter(new URL(old.location).searchParams);
    assert.equal(entered.user.name, 'Léo Neuf');
});

await test('E-21: a user removed here passes no more, and their tokens die', async () => {
    const { code, verifier } = await freshCode();
    const live = await (await target.redeem({ code, code_verifier: verifier })).json();
    const pending = await freshCode();
    assert.equal((await target.user(live.access_token)).status, 200);
    await zoe.goto(`${house.url}/espace/utilisateurs`);
    await zoe.click('li:has-text("leo@client.example") details summary');
    await zoe.click('li:has-text("leo@client.example") form:has(input[value=remove]) button');
    await zoe.waitForSelector('.notice.good');
    assert.equal((await target.user(live.access_token)).status, 401);
    assert.deepEqual(await errorOf(await target.redeem({ code: pending.code, code_verifier: pending.verifier })), [400, 'invalid_grant']);
    await leo.goto(`${target.url}/entrer`);
    assert.match(leo.url(), /\/espace\/connexion/);
});

await test('the person takes their agreement back; a refusal is told; the admin reads who entered, when', async () => {
    await zoe.goto(`${house.url}/espace/logiciels`);
    await zoe.click('form[action="/espace/logiciels"] button');
    assert.match(await zoe.textContent('.notice.good'), /n’apprend plus rien/);
    await zoe.goto(`${target.url}/entrer`);
    await zoe.waitForSelector('button[value=no]');
    await zoe.click('button[value=no]');
    await zoe.waitForURL(`${target.url}/retour**`);
    assert.equal(await zoe.textContent('h1'), 'access_denied');
    await house.signIn();
    const page = await (await house.get('/reglages/logiciels/1')).text();
    for (const told of ['leo@client.example', 'accord retiré', 'code présenté deux fois', '127.0.0.1'])
        assert.ok(page.includes(told), told);
});

await test('the console stays silent', () => {
    assert.deepEqual(words.filter((word) => !/status of 400/.test(word)), []); /* the form that was wrong */
});

await end();
target.server.closeAllConnections();
target.server.close();
done();
