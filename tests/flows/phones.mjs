/*
 * Phones of people who come to the space, 360 px wide: each page is one's own, and what its console
 * says is kept.
 */
import playwright from 'playwright-core';

export async function phones(settings) {
    const browser = await playwright.chromium.launch({ executablePath: '/usr/bin/chromium',
        args: ['--no-sandbox', '--lang=en-US'] });
    const words = [];
    return {
        words,
        async open(more) {
            const context = await browser.newContext({ viewport: { width: 360, height: 740 },
                hasTouch: true, isMobile: true, ...settings, ...more });
            const page = await context.newPage();
            page.on('console', (message) => words.push(`${page.url()} ${message.text()}`));
            return page;
        },
        end: () => browser.close(),
    };
}
