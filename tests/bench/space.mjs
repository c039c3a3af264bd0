/*
 * The client's space page with 12,000 clients in the base, each of whom owes ten items: the whole
 * answer over one kept connection, another client's person each time. Limit: 99 in 100 in 30 ms.
 */
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { House } from '../flows/house.mjs';

const CLIENTS = 12000, ASKED = Number(process.argv[3] || 3000);
const fill = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'flows', 'space_fill.py');
const terms = process.argv[2] || '2026-1';
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const house = new House({});

await house.make();
await house.start();
await house.signUp();
await house.end('SIGTERM');
execFileSync('python3', [fill, path.join(house.folder, 'quitus.db'), String(CLIENTS), terms, String(Date.now())]);
await house.start();

function ask(contact) {
    const secret = Buffer.alloc(32);
    secret.writeUInt32BE(contact, 28);
    const begun = performance.now();
    return new Promise((resolve, reject) => {
        http.get(`${house.url}/espace`, { agent, headers: { Cookie: `quitus-espace=${secret.toString('base64url')}` } },
            (answer) => {
                answer.resume();
                answer.on('end', () => (answer.statusCode === 200 ? resolve(performance.now() - begun)
                    : reject(new Error(`no page: ${answer.statusCode}`))));
            }).on('error', reject);
    });
}

const times = [];
for (let i = 0; i < ASKED; i++)
    times.push(await ask(101 + (i * 7919) % CLIENTS));
times.sort((a, b) => a - b);
const at = (part) => times[Math.floor(ASKED * part)].toFixed(2);
console.log(`  the client's space, ${CLIENTS} clients: ${ASKED} answers, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${times[ASKED - 1].toFixed(2)} ms`
    + (times[Math.floor(ASKED * 0.99)] > 30 ? ': not held, the limit is 30 ms' : ''));
await house.end('SIGTERM');
process.exit(0);
