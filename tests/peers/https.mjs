/*
 * A web server for the tests, over TLS.
 *
 *     node tests/peers/https.mjs --folder DIR [--certificate good|self|other|expired|plain]
 *
 * The first line of its output is {"port":N} or {"skip":"why"}; it ends when its input does. DIR/ca.pem
 * is the authority behind « good » (localhost), « other » (another host's) and « expired » (until
 * yesterday); « self » vouches for itself; « plain » speaks no TLS.
 *
 *     /        what was asked: { method, authorization, body }
 *     /moved   a redirect to /
 *     /long    300,000 bytes, and how many it takes is nobody's word
 *     /slow    begins, and never ends
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: chosen } = parseArgs({
    options: { folder: { type: 'string' }, certificate: { type: 'string', default: 'good' } },
});
const file = (name) => path.join(chosen.folder, name);
const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(...words) {
    execFileSync('openssl', words, { stdio: 'ignore' });
}

function selfSigned(name, subject, more) {
    openssl('req', '-x509', ...curve, '-days', '2', '-subj', subject, ...more, '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`));
}

function certificate() {
    const host = chosen.certificate === 'other' ? 'other.example' : 'localhost';
    selfSigned('ca', '/CN=authority', []);
    if (chosen.certificate === 'self') {
        selfSigned('own', '/CN=localhost', ['-addext', 'subjectAltName=DNS:localhost']);
    } else {
        openssl('req', ...curve, '-subj', `/CN=${host}`, '-keyout', file('own.key'), '-out', file('own.csr'));
        fs.writeFileSync(file('names'), `subjectAltName=DNS:${host}`);
        openssl('x509', '-req', '-in', file('own.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-extfile', file('names'),
            '-days', chosen.certificate === 'expired' ? '-1' : '2', '-out', file('own.pem'));
    }
    return { key: fs.readFileSync(file('own.key')), cert: fs.readFileSync(file('own.pem')) };
}

function answer(request, response, body) {
    if (request.url === '/moved')
        return response.writeHead(302, { Location: '/' }).end();
    if (request.url === '/slow')
        return response.write('{');
    if (request.url === '/long') {
        for (let i = 0; i < 30; i++)
            response.write('x'.repeat(10000));
        return response.end();
    }
    return response.end(JSON.stringify({ method: request.method, authorization: request.headers.authorization ?? '', body }));
}

function take(request, response) {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => answer(request, response, String(Buffer.concat(pieces))));
}

function say(object) {
    process.stdout.write(`${JSON.stringify(object)}\n`);
}

let server;
try {
    server = chosen.certificate === 'plain' ? http.createServer(take) : https.createServer(certificate(), take);
} catch {
    say({ skip: 'no openssl' });
    process.exit(0);
}
server.on('tlsClientError', () => {});
server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
