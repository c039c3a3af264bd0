/*
 * A real IMAP peer: Dovecot in a temporary folder, on a port of its own, for one user with one
 * password. Messages are put into its box as a mail server would, by a file, or by IMAP's APPEND.
 */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

export const program = ['/usr/sbin/dovecot', '/usr/bin/dovecot'].find((name) => fs.existsSync(name));

async function freePort() {
    const server = net.createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
}

/* Mail may not be read as root: the mail user's then. */
function owner() {
    if (process.getuid() !== 0)
        return { uid: process.getuid(), gid: process.getgid(), own: execFileSync('id', ['-un'], { encoding: 'utf8' }).trim() };
    const [uid, gid] = execFileSync('sh', ['-c', 'id -u mail; id -g mail'], { encoding: 'utf8' }).split('\n');
    return { uid: Number(uid), gid: Number(gid), own: null };
}

/* An authority of the test's own, and a certificate of it for one name. */
function certify(folder, name) {
    const run = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    run('req', '-x509', ...key, '-days', '2', '-subj', '/CN=authority', '-keyout', 'ca.key', '-out', 'ca.pem');
    run('req', ...key, '-subj', `/CN=${name}`, '-keyout', 'server.key', '-out', 'server.csr');
    fs.writeFileSync(path.join(folder, 'names'), `subjectAltName=${/^[0-9.]+$/.test(name) ? 'IP' : 'DNS'}:${name}\n`);
    run('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2',
        '-extfile', 'names', '-out', 'server.pem');
    return `ssl = yes\nssl_cert = <${folder}/server.pem\nssl_key = <${folder}/server.key\n`;
}

function configuration(folder, { port, tlsPort, tls }, { uid, gid, own }) {
    const user = own ? `default_internal_user = ${own}\ndefault_login_user = ${own}\n`
        + `service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}\n` : '';
    return `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/log
${tls}disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${folder}/mail
${user}passdb {
  driver = passwd-file
  args = scheme=PLAIN ${folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
  }
}
`;
}

/* Says its lines one after another, each when the one before is answered; a literal waits for « + ». */
function converse(port, lines) {
    return new Promise((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1');
        const left = [...lines];
        socket.on('error', reject);
        socket.on('data', (bytes) => {
            const answer = String(bytes);
            if (/^a\d+ (NO|BAD)/m.test(answer))
                return reject(new Error(answer));
            if (!/^(\* OK|\+|a\d+ OK)/m.test(answer))
                return undefined;
            return left.length > 0 ? socket.write(left.shift()) : socket.end(resolve);
        });
    });
}

/* With a name: over TLS too, by a certificate for it; what signs it is folder/ca.pem. */
export async function dovecot(folder, name) {
    const who = owner();
    const port = await freePort();
    const tlsPort = name ? await freePort() : 0;
    const box = path.join(folder, 'mail');
    fs.chmodSync(folder, 0o755);
    for (const part of ['', 'cur', 'new', 'tmp']) {
        fs.mkdirSync(path.join(box, part), { recursive: true });
        fs.chownSync(path.join(box, part), who.uid, who.gid);
    }
    fs.writeFileSync(path.join(folder, 'users'), 'reponse:{PLAIN}secret\n');
    fs.writeFileSync(path.join(folder, 'dovecot.conf'), configuration(folder, { port, tlsPort,
        tls: name ? certify(folder, name) : 'ssl = no\n' }, who));
    const child = spawn(program, ['-F', '-c', path.join(folder, 'dovecot.conf')], { stdio: 'inherit' });
    process.on('exit', () => child.kill('SIGTERM'));
    let number = 0;
    return {
        url: `imap://127.0.0.1:${port}/INBOX`,
        tlsUrl: `imaps://127.0.0.1:${tlsPort}/INBOX`,
        authority: path.join(folder, 'ca.pem'),
        user: 'reponse',
        password: 'secret',
        put(text) {
            const name = `${++number}.message`;
            fs.writeFileSync(path.join(box, 'tmp', name), text.replace(/\r?\n/g, '\r\n'));
            fs.chownSync(path.join(box, 'tmp', name), who.uid, who.gid);
            fs.renameSync(path.join(box, 'tmp', name), path.join(box, 'new', name));
        },
        async append(text) {
            const bytes = Buffer.from(text.replace(/\r?\n/g, '\r\n'));
            await converse(port, ['a1 LOGIN reponse secret\r\n', `a2 APPEND INBOX {${bytes.length}}\r\n`,
                Buffer.concat([bytes, Buffer.from('\r\n')]), 'a3 LOGOUT\r\n']);
        },
        /* "S" is seen; a message never goes. */
        flags() {
            return [...fs.readdirSync(path.join(box, 'new')), ...fs.readdirSync(path.join(box, 'cur'))]
                .map((name) => name.split(':2,')[1] || '').sort();
        },
        log() {
            return fs.existsSync(path.join(folder, 'log')) ? fs.readFileSync(path.join(folder, 'log'), 'utf8') : '';
        },
        end() {
            child.kill('SIGTERM');
        },
    };
}
