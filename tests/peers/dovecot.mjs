/*
 * A real IMAP peer: Dovecot in a temporary folder, on a port of its own, for one user with one
 * password. Messages are put into its box as a mail server would, by a file.
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

function configuration(folder, port, { uid, gid, own }) {
    const user = own ? `default_internal_user = ${own}\ndefault_login_user = ${own}\n`
        + `service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}\n` : '';
    return `protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
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
    port = 0
  }
}
`;
}

export async function dovecot(folder) {
    const who = owner();
    const port = await freePort();
    const box = path.join(folder, 'mail');
    fs.chmodSync(folder, 0o755);
    for (const part of ['', 'cur', 'new', 'tmp']) {
        fs.mkdirSync(path.join(box, part), { recursive: true });
        fs.chownSync(path.join(box, part), who.uid, who.gid);
    }
    fs.writeFileSync(path.join(folder, 'users'), 'reponse:{PLAIN}secret\n');
    fs.writeFileSync(path.join(folder, 'dovecot.conf'), configuration(folder, port, who));
    const child = spawn(program, ['-F', '-c', path.join(folder, 'dovecot.conf')], { stdio: 'inherit' });
    process.on('exit', () => child.kill('SIGTERM'));
    let number = 0;
    return {
        url: `imap://127.0.0.1:${port}/INBOX`,
        user: 'reponse',
        password: 'secret',
        put(text) {
            const name = `${++number}.message`;
            fs.writeFileSync(path.join(box, 'tmp', name), text.replace(/\r?\n/g, '\r\n'));
            fs.chownSync(path.join(box, 'tmp', name), who.uid, who.gid);
            fs.renameSync(path.join(box, 'tmp', name), path.join(box, 'new', name));
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
