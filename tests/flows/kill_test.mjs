/*
 * C-7: kill -9 of the real server in the middle of a run of 1,000 messages, ten times, against a
 * real SMTP peer. Each message is accepted at most once, and in the end every one is either
 * accepted and sent, or to check.
 */
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { House, done, fecOf, smtpPeer, sleep, test, until } from './house.mjs';

const MESSAGES = 1000;
const KILLS = 10;
const LINES = 4; /* each past its point with one message, and another's outcome not yet kept */

async function states(house) {
    const { filters } = await (await house.get('/api/v1/messages')).json();
    const count = (which) => (filters.find((filter) => filter[which]) || { count: 0 }).count;
    return { all: count('is_all'), sent: count('is_sent'), check: count('is_check') };
}

async function prepare() {
    const peer = await smtpPeer();
    const house = new House({ QUITUS_CLOCK_FROZEN: '2026-03-17T09:00:00Z', QUITUS_MAIL_URL: peer.url });
    await house.make();
    const fec = path.join(house.folder, '732829320FEC20261231.txt');
    fs.writeFileSync(fec, fecOf(MESSAGES, '20260214'));
    house.run('client', 'add', '--name', 'Garage Perrin', '--siren', '732829320');
    house.run('import', 'fec', fec, '--client', '1');
    await house.start();
    await house.signUp();
    const lines = Array.from({ length: MESSAGES }, (_, i) => `C${i + 1};c${i + 1}@client.example`);
    await house.post('/clients/1/adresses/coller', { text: lines.join('\n'), confirm: '1' });
    return { house, peer };
}

const { house, peer } = await prepare();

await test(`C-7 ${KILLS} kills in a run of ${MESSAGES} messages: none twice, none lost`, async () => {
    const response = await house.post('/relances/envoyer', {});
    assert.strictEqual(response.status, 303);
    for (let kill = 1; kill <= KILLS; kill++) {
        const goal = Math.min(MESSAGES - 1, kill * 80);
        await until(`${goal} messages`, 60000, () => peer.accepted().length >= goal);
        await sleep(Math.random() * 30);
        await house.end('SIGKILL');
        await house.start();
    }
    await house.signIn();
    const counts = await until('the end of the run', 120000, async () => {
        const now = await states(house);
        return now.sent + now.check === MESSAGES ? now : null;
    });
    const accepted = peer.accepted();
    assert.strictEqual(new Set(accepted).size, accepted.length, 'a message was accepted twice');
    assert.ok(accepted.length >= counts.sent, 'a message is said to be sent and was not accepted');
    assert.ok(accepted.length <= counts.sent + counts.check);
    assert.ok(counts.check <= KILLS * 2 * LINES, `${counts.check} to check after ${KILLS} kills`);
    console.log(`# ${accepted.length} accepted, ${counts.sent} sent, ${counts.check} to check`);
});

await test('C-1 the day run again sends nothing', async () => {
    const before = peer.accepted().length;
    await house.post('/relances/envoyer', {});
    await sleep(2000);
    assert.strictEqual(peer.accepted().length, before);
});

await house.end('SIGTERM');
done();
