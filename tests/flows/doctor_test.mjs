/*
 * `quitus doctor` says what it met when it tried the mail settings, and `serve` names the setting that
 * it cannot start with (interfaces.md, « Doctor »).
 */
import assert from 'node:assert';
import { createServer } from 'node:net';
import { House, done, test } from './house.mjs';

const house = new House({ LANG: 'fr_FR.UTF-8' });
await house.make();

/* What the doctor says of the mail; "" when it is well. */
function doctor(settings) {
    Object.assign(house.settings, { QUITUS_MAIL_FROM: 'relances@cabinet.example', QUITUS_MAIL_URL: '' }, settings);
    let said;
    try {
        said = house.run('doctor', '--json');
    } catch (error) {
        assert.equal(error.status, 78);
        said = error.stdout;
    }
    const check = JSON.parse(said).checks.find((one) => one.name === 'mail');
    assert.equal(check.well, check.detail === '');
    return check.detail.replace(/[\u00a0\u202f]/g, ' ');
}

await test('a folder that can be written is well', () => {
    assert.equal(doctor({}), '');
});

for (const url of ['smtp://nowhere.invalid:25', 'smtp://127.0.0.1:1']) {
    await test(`${url} is no server, and is named`, () => {
        const said = doctor({ QUITUS_MAIL_URL: url });
        assert.ok(said.includes(`« ${url} » ne répond pas comme il faut`), said);
        assert.match(said, /Vérifiez mail\.url/);
    });
}

for (const from of ['pas une adresse', 'Cabinet <r@cabinet.example>']) {
    await test(`« ${from} » is no address to send from`, () => {
        const said = doctor({ QUITUS_MAIL_FROM: from });
        assert.ok(said.includes(`L’expéditeur « ${from} »`), said);
        assert.match(said, /QUITUS_MAIL_FROM/);
    });
}

await test('a server that never greets is not waited for', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => { silent.once('listening', resolve); });
    const begun = Date.now();
    assert.match(doctor({ QUITUS_MAIL_URL: `smtp://127.0.0.1:${silent.address().port}` }), /ne répond pas/);
    assert.ok(Date.now() - begun < 15000);
    silent.close();
});

done();
