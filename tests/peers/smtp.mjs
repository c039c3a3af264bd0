/*
 * A real SMTP server for the tests. What it accepts is on the disk before it answers 250: the
 * message as FOLDER/N.eml, and a line « ENVID Message-ID recipients NOTIFY RET » in FOLDER/accepted.log.
 *
 *     node tests/peers/smtp.mjs --folder DIR [--port N] [--tls | --starttls] [--auth user:password]
 *         [--method PLAIN] [--no-dsn] [--delay-ms N] [--fail ok,later,refuse,…]
 *
 * The first line of its output is {"port":N} or {"skip":"why"}; with TLS, DIR/ca.pem is its
 * authority. It ends when its input does. --fail is gone through again and again, a word a message:
 *
 *     ok                   accepted
 *     later, refuse        451 and 554 to the dot
 *     cut-after-dot        accepted, and the connection cut instead of an answer
 *     cut-at-dot           not accepted, and the connection cut
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';

const { values: chosen } = parseArgs({
    options: {
        folder: { type: 'string' },
        port: { type: 'string', default: '0' },
        tls: { type: 'boolean', default: false },
        starttls: { type: 'boolean', default: false },
        auth: { type: 'string' },
        method: { type: 'string', default: 'PLAIN,LOGIN' },
        'no-dsn': { type: 'boolean', default: false },
        'delay-ms': { type: 'string', default: '0' },
        fail: { type: 'string', default: 'ok' },
    },
});

function say(object) {
    process.stdout.write(JSON.stringify(object) + '\n');
}

function certificate(folder) {
    const key = path.join(folder, 'key.pem');
    const cert = path.join(folder, 'ca.pem');
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
        'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
        { stdio: 'ignore' });
    return { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
}

function writeDurably(file, flags, bytes) {
    const handle = fs.openSync(file, flags);
    fs.writeSync(handle, bytes);
    fs.fsyncSync(handle);
    fs.closeSync(handle);
}

function accept(number, bytes, envelope) {
    const head = bytes.toString('latin1').split('\r\n\r\n')[0];
    const id = (/^message-id:\s*(\S+)/im.exec(head) || ['', '-'])[1];
    const envid = (envelope.dsn && envelope.dsn.envid) || '-';
    const to = envelope.rcptTo.map(recipient => recipient.address).join(',');
    const notify = envelope.rcptTo.map(recipient =>
        [((recipient.dsn && recipient.dsn.notify) || '-')].flat().join('+')).join(',');
    const ret = (envelope.dsn && envelope.dsn.ret) || '-';
    writeDurably(path.join(chosen.folder, `${number}.eml`), 'w', bytes);
    writeDurably(path.join(chosen.folder, 'accepted.log'), 'a', `${envid} ${id} ${to} ${notify} ${ret}\n`);
}

const words = chosen.fail.split(',');
let messages = 0;

function cut(session) {
    for (const connection of server.connections)
        if (connection.id === session.id)
            connection._socket.destroy();
}

function answer(bytes, session, callback) {
    const word = words[messages % words.length];
    const number = ++messages;
    if (word === 'ok' || word === 'cut-after-dot')
        accept(number, bytes, session.envelope);
    if (word.startsWith('cut'))
        return cut(session);
    if (word === 'later')
        return callback(Object.assign(new Error('try again later'), { responseCode: 451 }));
    if (word === 'refuse')
        return callback(Object.assign(new Error('refused'), { responseCode: 554 }));
    return callback(null, `Ok: queued as ${number}`);
}

function take(stream, session, callback) {
    const pieces = [];
    stream.on('data', piece => pieces.push(piece));
    stream.on('error', () => {});
    stream.on('end', () => setTimeout(() => answer(Buffer.concat(pieces), session, callback),
        Number(chosen['delay-ms'])));
}

function signIn(given, session, callback) {
    const good = `${given.username}:${given.password}` === chosen.auth;
    callback(good ? null : new Error('Invalid user or password'), { user: given.username });
}

let keys = {};
try {
    keys = chosen.tls || chosen.starttls ? certificate(chosen.folder) : {};
} catch {
    say({ skip: 'no openssl' });
    process.exit(0);
}
const server = new SMTPServer({
    ...keys,
    secure: chosen.tls,
    hideSTARTTLS: !chosen.starttls,
    hideDSN: chosen['no-dsn'],
    hideENHANCEDSTATUSCODES: false,
    authOptional: !chosen.auth,
    authMethods: chosen.method.split(','),
    allowInsecureAuth: !chosen.starttls && !chosen.tls,
    disableReverseLookup: true,
    size: 30000000,
    onAuth: signIn,
    onData: take,
});
server.on('error', () => {});
server.listen(Number(chosen.port), '127.0.0.1', () => say({ port: server.server.address().port }));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
