/*
 * Every control of the client's space by keyboard alone (E-16, E-21), on a phone, in French and in
 * English, light and dark: Tab reaches each, its focus is seen and hidden behind nothing, Space
 * opens what is folded, nothing holds the keyboard, and Shift+Tab leads the whole way back.
 */
import assert from 'node:assert/strict';
import { House, done, test } from './house.mjs';
import { phones } from './phones.mjs';

const house = new House({ QUITUS_MAIL_RETURN_TO: 'reponse@cabinet.example' });
await house.make();
await house.start();
await house.signUp();
await house.fill('space_fill.py', '2', '2026-1', String(Date.now()));

const OWN = ['/espace', '/espace/demandes/202', '/espace/documents', '/espace/collecte', '/espace/utilisateurs', '/espace/compte'];
const LIMIT = 400; /* no page has so many */
const { open: openPhone, end } = await phones();

async function open(language, theme, contact) {
    const page = await openPhone({ locale: language === 'fr' ? 'fr-FR' : 'en-GB', colorScheme: theme });
    const secret = Buffer.alloc(32);
    secret[31] = contact;
    if (contact)
        await page.context().addCookies([{ name: 'quitus-espace', value: secret.toString('base64url'), url: house.url }]);
    return page;
}

/* Where the keyboard is: what it stands on, and how that is seen. */
function look() {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement)
        return null;
    const style = getComputedStyle(at), box = at.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
    const over = document.elementFromPoint(x, box.top + box.height / 2);
    const inner = at.type === 'date' && !at.matches(':focus'); /* on the button of its calendar, which has a ring of its own */
    const outline = inner || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    at.dataset.keys ||= String(document.querySelectorAll('[data-keys]').length + 1);
    return { mark: Number(at.dataset.keys), what: at.outerHTML.slice(0, 120), outline,
        covered: !(over && (over === at || at.contains(over) || over.contains(at))),
        folded: at.tagName === 'SUMMARY' && !at.parentElement.open };
}

/* What ought to be reached: all that is shown and enabled, of a group of choices one. */
function missed() {
    const groups = new Set([...document.querySelectorAll('input[type=radio][data-keys]')].map((input) => input.name));
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
        .filter((one) => !one.closest('[aria-hidden=true]') /* for password managers alone */
            && one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.type !== 'hidden' && !one.dataset.keys
            && !(one.type === 'radio' && groups.has(one.name)))
        .map((one) => one.outerHTML.slice(0, 120));
}

/* Through the page once; a control of several fields, like a date, is one. */
async function walk(page, key) {
    const seen = [], faults = [];
    for (let i = 0; i < LIMIT; i++) {
        await page.keyboard.press(key);
        const at = await page.evaluate(look);
        if (!at)
            return { seen, faults };
        if (at.mark === seen.at(-1))
            continue;
        if (seen.includes(at.mark)) /* round again */
            return { seen, faults };
        seen.push(at.mark);
        if (!at.outline)
            faults.push(`no focus is seen: ${at.what}`);
        if (at.covered)
            faults.push(`hidden behind another: ${at.what}`);
        if (at.folded && key === 'Tab') {
            await page.keyboard.press('Space');
            if (!await page.evaluate(() => document.activeElement.parentElement.open))
                faults.push(`Space does not open: ${at.what}`);
        }
    }
    return { seen, faults: [...faults, 'the keyboard does not get out'] };
}

async function check(page, where) {
    await page.goto(house.url + where);
    assert.equal(new URL(page.url()).pathname, where);
    const there = await walk(page, 'Tab');
    assert.deepEqual(there.faults, [], where);
    assert.deepEqual(await page.evaluate(missed), [], `${where}: not reached`);
    assert.ok(there.seen.length >= 2, where);
    await page.evaluate(() => document.activeElement.blur());
    const back = await walk(page, 'Shift+Tab');
    assert.deepEqual(back.faults, [], `${where}, back`);
    assert.deepEqual([...back.seen].sort((a, b) => a - b), [...there.seen].sort((a, b) => a - b), `${where}, back`);
    return there.seen.length;
}

for (const [language, theme, contact] of [['fr', 'light', 101], ['en', 'dark', 102]])
    await test(`E-16: every control of the space by keyboard, ${language}, ${theme}`, async () => {
        const page = await open(language, theme, contact);
        await page.goto(`${house.url}/espace`);
        if (await page.getAttribute('html', 'lang') !== language) {
            await page.focus('.own-bar button');
            await page.keyboard.press('Enter');
            await page.waitForSelector(`html[lang=${language}]`);
        }
        let count = 0;
        for (const where of OWN)
            count += await check(page, where.replace('202', String(2 * contact)));
        const out = await open(language, theme, 0);
        count += await check(out, '/espace/connexion');
        console.log(`# ${count} controls`);
    });

await end();
await house.end('SIGTERM');
done();
