/*
 * API tokens over real HTTP (T-9): one of a client's person lists what is owed, sends a document for
 * an item and answers another, once for each key; one of a member lists clients and requests. Made
 * and revoked on the pages.
 */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { House, done, test } from './house.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const house = new House({});
await house.make();
await house.start();
await house.signUp();
await house.end('SIGTERM');
execFileSync('python3', [path.join(here, 'space_fill.py'), path.join(house.folder, 'quitus.db'), '3', '2026-1', String(Date.now())]);
execFileSync('python3', ['-c', 'import sqlite3, sys\nbooks = sqlite3.connect(sys.argv[1])\n'
    + 'books.execute("UPDATE request SET due_on = ? WHERE id = 206", (sys.argv[2],))\nbooks.commit()',
    path.join(house.folder, 'quitus.db'), new Date(Date.now() + 3 * 86400000).toISOString().slice(0, 10)]);
await house.start();

const cookie = Buffer.alloc(32);
cookie[31] = 101;
const person = { Cookie: `quitus-espace=${cookie.toString('base64url')}` };
const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);

async function asPerson(where, fields) {
    const form = await (await fetch(`${house.url}/espace/compte`, { headers: person })).text();
    const token = /name="token" value="([^"]+)"/.exec(form)[1];
    return fetch(house.url + where, { method: 'POST', redirect: 'manual', headers: { ...person, Origin: house.url },
        body: new URLSearchParams({ token, ...fields }) });
}

async function asProgram(token, where, body, headers = {}) {
    const json = body && !(body instanceof FormData);
    const response = await fetch(house.url + where, { redirect: 'manual', method: body ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${token}`, ...(json ? { 'Content-Type': 'application/json' } : {}), ...headers },
        body: json ? JSON.stringify(body) : body });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, head: response.headers, bytes,
        model: /json/.test(response.headers.get('content-type')) ? JSON.parse(bytes) : null };
}

const shown = async (response) => /value="(qts_[\w-]{43})"/.exec(await response.text())[1];
let client;

await test('E-14: a client\'s token lists what is owed, and nothing of the firm', async () => {
    const form = { token_name: 'Scanner', scope: 'write', last_on: day(30) };
    client = await shown(await asPerson('/espace/compte/jetons', form));
    const { status, model } = await asProgram(client, '/api/v1/espace');
    assert.equal(status, 200);
    assert.deepEqual(model.requests.map((request) => request.id), [202, 203]);
    assert.equal(model.requests[0].items.length, 5);
    for (const where of ['/api/v1/companies', '/api/v1/board', '/api/v1/tasks/1', '/api/v1/scenarios', '/api/v1/requests/202'])
        assert.equal((await asProgram(client, where)).status, 403);
    const foreign = await asProgram(client, '/api/v1/espace/demandes/204');
    const missing = await asProgram(client, '/api/v1/espace/demandes/9999');
    assert.equal(foreign.status, 404);
    const plain = ({ bytes }) => String(bytes).replace(/"request":"[^"]*"/, '');
    assert.equal(plain(foreign), plain(missing));
    assert.equal((await asProgram(client, '/espace')).status, 303);
    assert.equal((await fetch(`${house.url}/api/v1/espace?token=${client}`)).status, 401);
});

await test('T-11, T-14: it sends a document for an item, in two parts, and fetches it again', async () => {
    const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), crypto.randomBytes(40000)]);
    const begun = await asProgram(client, '/api/v1/espace/pieces/2020/uploads', { name: 'relevé.pdf', size: file.length });
    assert.equal(begun.status, 200);
    const { key } = begun.model;
    for (const [from, to] of [[0, 30000], [30000, file.length]]) {
        const part = new FormData();
        part.set('key', key);
        part.set('offset', String(from));
        part.set('part', new Blob([file.subarray(from, to)]), 'part');
        assert.equal((await asProgram(client, '/api/v1/espace/uploads/part', part)).status, 200);
    }
    assert.equal((await asProgram(client, '/api/v1/espace/uploads/end', { key })).status, 200);
    const { model } = await asProgram(client, '/api/v1/espace/documents');
    assert.equal(model.documents.length, 1);
    const { bytes } = await asProgram(client, `/api/v1/espace/documents/${model.documents[0].id}`);
    assert.ok(bytes.equals(file));
});

await test('it answers an item once for each Idempotency-Key, and sends a file in one piece', async () => {
    const where = '/api/v1/espace/demandes/202';
    const once = { 'Idempotency-Key': crypto.randomUUID() };
    const answer = { act: 'answer', item: 2024, answer: 'Rien à signaler' };
    const [first, again] = [await asProgram(client, where, answer, once), await asProgram(client, where, answer, once)];
    assert.deepEqual([first.status, again.status, first.bytes.equals(again.bytes)], [200, 200, true]);
    const other = await asProgram(client, where, { ...answer, answer: 'Autre' }, once);
    assert.deepEqual([other.status, other.model.code], [422, 'CLE-AUTRE']);
    const form = new FormData();
    form.set('act', 'file');
    form.set('item', '2023');
    form.set('piece', new Blob(['%PDF-1.4\ncontrat']), 'contrat.pdf');
    assert.equal((await asProgram(client, where, form)).status, 200);
    const { model } = await asProgram(client, where);
    assert.deepEqual(model.request.items.filter((item) => !item.is_owed).map((item) => item.id), [2020, 2023, 2024]);
    assert.equal(model.events.filter((event) => event.text === 'Rien à signaler').length <= 1, true);
});

await test('a member\'s token that reads only lists clients and requests, and changes nothing', async () => {
    const token = await shown(await house.post('/mon-compte/jetons', { token_name: 'CRM', scope: 'read', last_on: day(365) }));
    const clients = await asProgram(token, '/api/v1/companies?q=Transports');
    assert.equal(clients.status, 200);
    assert.match(String(clients.bytes), /Transports 101/);
    assert.match(String((await asProgram(token, '/api/v1/board')).bytes), /"Transports 103"/);
    assert.equal((await asProgram(token, '/api/v1/requests/204')).status, 200);
    const refused = await asProgram(token, '/api/v1/companies', { name: 'X' });
    assert.deepEqual([refused.status, refused.model.code], [403, 'JETON-LECTURE']);
    assert.equal(refused.head.get('content-type'), 'application/problem+json');
    assert.equal((await asProgram(token, '/clients')).status, 303);
    const page = await (await house.get('/mon-compte')).text();
    assert.ok(!page.includes(token));
    assert.match(page, /Dernier usage/);
    const id = /\/mon-compte\/jetons\/(\d+)\/revoquer/.exec(page)[1];
    assert.equal((await house.post(`/mon-compte/jetons/${id}/revoquer`, {})).status, 303);
    const dead = await asProgram(token, '/api/v1/companies');
    assert.equal(dead.status, 401);
    assert.match(dead.head.get('www-authenticate'), /^Bearer .*invalid_token/);
});

await test('a login that is closed takes the token with it, and a stop of the house does not', async () => {
    await house.end('SIGTERM');
    await house.start();
    assert.equal((await asProgram(client, '/api/v1/espace')).status, 200);
    await house.end('SIGTERM');
    execFileSync('python3', ['-c', 'import sqlite3, sys\nbooks = sqlite3.connect(sys.argv[1])\n'
        + 'books.execute("UPDATE contact_login SET closed_at = 1 WHERE contact = 101")\nbooks.commit()', path.join(house.folder, 'quitus.db')]);
    await house.start();
    assert.equal((await asProgram(client, '/api/v1/espace')).status, 401);
});

await house.end('SIGTERM');
done();
