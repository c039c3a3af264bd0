/*
 * A house for a flow: books in a temporary folder, the server on a port of its own, a real SMTP
 * peer beside it. Everything ends and goes when the flow does.
 */
import assert from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const program = process.env.QUITUS || path.join(root, 'build', 'release', 'quitus');
export const data = process.env.QUITUS_DATA || path.join(root, '..', 'shared', 'data');
export const admin = { email: 'claire@cabinet.example', password: 'un-long-mot-de-passe-42' };

process.setMaxListeners(100);

/* TAP: a test that throws is not ok; the rest goes on. */
let number = 0;
let failed = 0;

export async function test(name, body) {
    number++;
    try {
        await body();
        console.log(`ok ${number} - ${name}`);
    } catch (error) {
        failed++;
        console.log(`not ok ${number} - ${name}`);
        console.log(String(error.stack || error).replace(/^/gm, '# '));
    }
}

export function skip(name, why) {
    console.log(`ok ${++number} - ${name} # SKIP ${why}`);
}

export function done() {
    console.log(`1..${number}`);
    process.exit(failed > 0 ? 1 : 0);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what, limitMs, condition) {
    const end = Date.now() + limitMs;
    for (;;) {
        const value = await condition();
        if (value)
            return value;
        if (Date.now() > end)
            throw new Error(`waited ${limitMs} ms for ${what}`);
        await sleep(50);
    }
}

async function freePort() {
    const server = net.createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
}

export function temporary() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'quitus-'));
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/* What the flows share of a page in a browser. A picture is kept when a folder is asked for. */
export const shots = process.env.QUITUS_SHOTS;

export async function signIn(page, url) {
    await page.goto(`${url}/connexion`);
    await page.fill('#email', admin.email);
    await page.fill('#password', admin.password);
    await Promise.all([page.waitForNavigation(), page.click('form.form button[type=submit]')]);
}

/* What a person reads, its no-break spaces as spaces. */
export async function text(page, where = 'body') {
    return (await page.innerText(where)).replace(/[\u00a0\u202f]/g, ' ');
}

/* A button by its whole name, the last of that name. */
export async function press(page, name) {
    await Promise.all([page.waitForNavigation(),
        page.getByRole('button', { name, exact: true }).last().click()]);
}

/* In a world of its own: the policy of the page lets no script in. */
async function axeFinds(page) {
    const axe = fs.readFileSync(path.join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
    const session = await page.context().newCDPSession(page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld',
        { frameId: frameTree.frame.id });
    await session.send('Runtime.evaluate', { expression: axe, contextId });
    const { result } = await session.send('Runtime.evaluate', { contextId, awaitPromise: true,
        expression: 'axe.run().then((r) => JSON.stringify(r.violations.map((v) => v.id + " " + v.nodes[0].html)))' });
    return JSON.parse(result.value);
}

/* Axe finds nothing, and nothing is wider than the screen. */
export async function look(page, name = new URL(page.url()).pathname.slice(1).replaceAll('/', '-')) {
    if (shots)
        await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
    assert.deepStrictEqual(await axeFinds(page), [], `axe on ${name}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`);
}

/* A mail's text, its quoted-printable undone. */
export const plain = (mail) => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=');

/* The way into the space that a mail of the peer tells: the next one after so many. */
export async function entry(peer, before) {
    const mail = await until('the mail', 15000, () => peer.messages()[before]);
    return /\/espace\/entrer\?cle=[\w-]{43}/.exec(plain(mail))[0];
}

/* The peer of tests/peers/smtp.mjs; accepted() lists the Message-IDs that it took. */
export async function smtpPeer(...options) {
    const folder = temporary();
    const child = spawn(process.execPath, [path.join(root, 'tests', 'peers', 'smtp.mjs'), '--folder', folder,
        ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
    process.on('exit', () => child.kill('SIGKILL'));
    const line = await new Promise((resolve) => child.stdout.once('data', resolve));
    const { port } = JSON.parse(String(line).split('\n')[0]);
    return {
        folder,
        url: `smtp://127.0.0.1:${port}`,
        accepted() {
            const log = path.join(folder, 'accepted.log');
            return fs.existsSync(log)
                ? fs.readFileSync(log, 'utf8').split('\n').filter(Boolean).map((l) => l.split(' ')[1])
                : [];
        },
        messages() {
            return fs.readdirSync(folder).filter((f) => f.endsWith('.eml'))
                .sort((a, b) => parseInt(a) - parseInt(b))
                .map((f) => fs.readFileSync(path.join(folder, f), 'utf8'));
        },
    };
}

export class House {
    constructor(settings) {
        this.folder = temporary();
        this.settings = settings;
    }

    env() {
        return {
            ...process.env,
            LANG: 'fr_FR.UTF-8',
            QUITUS_CONFIG: '/dev/null',
            QUITUS_STORE_URL: path.join(this.folder, 'quitus.db'),
            QUITUS_HTTP_PORT: String(this.port),
            QUITUS_MAIL_FROM: 'relances@cabinet.example',
            QUITUS_MAIL_PER_MINUTE: '60000',
            ...this.settings,
        };
    }

    run(...words) {
        return execFileSync(program, words, { env: this.env(), encoding: 'utf8',
            maxBuffer: 64 << 20, stdio: ['ignore', 'pipe', 'pipe'] });
    }

    /* Books of a firm; the address of the first set-up is kept for the browser or signUp. */
    async make() {
        this.port = await freePort();
        this.url = `http://127.0.0.1:${this.port}`;
        this.setup = JSON.parse(this.run('init', '--json')).url;
    }

    async start() {
        this.child = spawn(program, ['serve'], { env: this.env(), stdio: ['ignore', 'ignore', 'pipe'] });
        this.log = '';
        this.child.stderr.on('data', (bytes) => { this.log += bytes; });
        const { child } = this;
        process.on('exit', () => child.kill('SIGKILL'));
        await until('the server', 15000, async () => {
            if (child.exitCode !== null)
                throw new Error(`the server ended: ${this.log}`);
            return fetch(`${this.url}/healthz`).then((r) => r.ok).catch(() => false);
        });
    }

    async end(signal) {
        if (this.child.exitCode !== null || this.child.signalCode !== null)
            return;
        const gone = new Promise((resolve) => this.child.once('exit', resolve));
        this.child.kill(signal);
        await gone;
    }

    /* What a script of this folder writes into the books while nobody serves them. */
    async fill(script, ...words) {
        await this.end('SIGTERM');
        execFileSync('python3', [path.join(root, 'tests', 'flows', script),
            path.join(this.folder, 'quitus.db'), ...words]);
        await this.start();
    }

    /* A session without a browser: requests carry its cookie, posts its token. */
    async post(where, fields) {
        const response = await fetch(this.url + where, {
            method: 'POST',
            redirect: 'manual',
            headers: { Origin: this.url, ...(this.cookie ? { Cookie: this.cookie } : {}) },
            body: new URLSearchParams({ ...(this.token ? { token: this.token } : {}), ...fields }),
        });
        const cookie = response.headers.get('set-cookie');
        if (cookie)
            this.cookie = cookie.split(';')[0];
        return response;
    }

    async get(where) {
        return fetch(this.url + where, { redirect: 'manual', headers: { Cookie: this.cookie || '' } });
    }

    async signUp() {
        await this.post('/installation', { key: new URL(this.setup).searchParams.get('key'),
            firm: 'Lemoine & Associés', name: 'Claire Moreau', email: admin.email,
            password: admin.password, password_again: admin.password });
        await this.signIn();
    }

    async signIn() {
        await this.post('/connexion', { email: admin.email, password: admin.password, next: '/' });
        const page = await (await this.get('/clients')).text();
        this.token = /name="token" value="([^"]+)"/.exec(page)[1];
    }
}
