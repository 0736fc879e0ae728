// The pages in a browser: nothing leaves them, nothing overflows, axe finds nothing, and their numbers are those of
// the JSON of the same run.  Usage: node pages.js XUAN, from the root of the repository.
'use strict';
const fs = require('fs'), os = require('os'), path = require('path');
const {spawnSync} = require('child_process');

let passed = 0, failed = 0;
function check(name, good, details) {
    if (good) { passed++; return; }
    failed++;
    console.log(`${name}${details === undefined ? '' : ': ' + JSON.stringify(details).slice(0, 600)}`);
}
function same(name, got, want) {
    const a = JSON.stringify(got), b = JSON.stringify(want);
    check(name, a === b, a === b ? undefined : {got, want});
}
function end() {
    console.log(`# passed ${passed} failed ${failed}`);
    process.exit(failed ? 1 : 0);
}

const xuan = path.resolve(process.argv[2] || 'build/release/xuan');
const modules = path.resolve('build/npm/node_modules');
const browserFile = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(f => fs.existsSync(f));
if (!browserFile || !fs.existsSync(path.join(modules, 'playwright-core')) || !fs.existsSync(path.join(modules, 'axe-core'))) {
    check('chromium, playwright-core and axe-core are installed by make deps-test', false);
    end();
}
const {chromium} = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'xuan-pages-'));

const baoding = 'rules/河北省/保定市.xuan', leiyang = 'rules/湖南省/耒阳市.xuan', district = 'rules/某省/某区.xuan';
const everyone = 'examples/compare/pool36.json';
const names = {[baoding]: '保定竞岗', [leiyang]: '五评四差额', [district]: '区中层竞岗'};

// The pool of the three with what concerns only these, and changed as `change` says.
function poolFor(file, rules, change) {
    const pool = JSON.parse(fs.readFileSync(everyone, 'utf8'));
    pool.records = pool.records.filter(r => !r.procedure || rules.some(f => names[f] === r.procedure));
    let text = JSON.stringify(pool);
    if (change)
        text = change(text);
    const name = path.join(work, file);
    fs.writeFileSync(name, text);
    return name;
}

function output(args) {
    const r = spawnSync(xuan, args, {encoding: 'utf8', maxBuffer: 1 << 28});
    check(`xuan ${args.join(' ')} ends with 0 or 4`, r.status === 0 || r.status === 4, r.stderr);
    return r.stdout;
}

function make(name, args) {
    const html = output([...args, '--format', 'html']), again = output([...args, '--format', 'html']);
    check(`${name}: equal runs give equal bytes`, html === again);
    const file = path.join(work, name + '.html');
    fs.writeFileSync(file, html);
    return {name, file, html, json: JSON.parse(output([...args, '--format', 'json']))};
}

// ---- how a page looks and behaves ----

async function view(browser, page, width, scheme, media) {
    const label = `${page.name} ${width} ${scheme}${media ? ' ' + media : ''}`;
    const context = await browser.newContext({viewport: {width, height: 900}, colorScheme: scheme, bypassCSP: true});
    const tab = await context.newPage(), requests = [], errors = [];
    tab.on('request', r => requests.push(r.url()));
    tab.on('pageerror', e => errors.push(String(e)));
    tab.on('console', m => { if (m.type() === 'error') errors.push(m.text()); });
    tab.on('dialog', d => { errors.push('dialog'); d.dismiss(); });
    await tab.goto('file://' + page.file);
    if (media)
        await tab.emulateMedia({media});
    same(`${label}: only the page itself is read`, requests.filter(u => u !== new URL('file://' + page.file).href && !u.startsWith('data:')), []);
    same(`${label}: no script fails`, errors, []);
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(`${label}: no horizontal overflow`, wide <= 0, wide);
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => axe.run(document).then(r => r.violations.map(v =>
        [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200), (v.nodes[0].any[0] || v.nodes[0].all[0] || v.nodes[0].none[0] || {}).message])));
    same(`${label}: axe finds nothing`, found, []);
    await context.close();
}

// Of every picture of stages in the page: words stay inside, touch no other words and fit into their boxes.
async function pictures(browser, name, file) {
    const tab = await browser.newPage({viewport: {width: 1000, height: 900}});
    await tab.goto('file://' + file);
    const found = await tab.evaluate(() => {
        const faults = [], svg = document.querySelector('svg.stages'), box = svg.viewBox.baseVal;
        const words = [...svg.querySelectorAll('text')].map(n => ({b: n.getBBox(), t: n.textContent, middle: n.getAttribute('text-anchor') === 'middle'}));
        const boxes = [...svg.querySelectorAll('rect.box, rect.end')].map(n => n.getBBox());
        const inside = (b, a) => b.x >= a.x && b.y >= a.y - 1 && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height + 1;
        const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height;
        words.forEach((w, i) => {
            if (!inside(w.b, {x: box.x, y: box.y, width: box.width, height: box.height}))
                faults.push('outside: ' + w.t);
            if (boxes.some(b => meet(w.b, b) && !inside(w.b, b)))
                faults.push('over an edge: ' + w.t);
            for (const other of words.slice(0, i))
                if (meet(w.b, other.b))
                    faults.push('over each other: ' + w.t + ' / ' + other.t);
        });
        return [words.length > 3, faults];
    });
    same(`${name}: words of the picture`, found, [true, []]);
    await tab.close();
}

function told(name, rules, options) {
    const file = path.join(work, name + '.html'), html = output(['restate', rules, '--format', 'html', ...options]);
    fs.writeFileSync(file, html);
    return {name, file, html};
}

// Every mark leads to its note, ids are there once, and each printed sheet bears the digest and its number.
async function signed(browser, page) {
    const tab = await browser.newPage();
    await tab.goto('file://' + page.file);
    const [twice, lost] = await tab.evaluate(() => {
        const ids = [...document.querySelectorAll('[id]')].map(n => n.id);
        const links = [...document.querySelectorAll('a[href^="#"]')].map(n => n.getAttribute('href').slice(1));
        return [ids.filter((id, i) => ids.indexOf(id) !== i), links.filter(id => !ids.includes(id))];
    });
    same(`${page.name}: ids and links`, [twice, lost], [[], []]);
    const pdf = path.join(work, page.name + '.pdf');
    fs.writeFileSync(pdf, await tab.pdf({preferCSSPageSize: true}));
    await tab.close();
    const text = spawnSync('pdftotext', ['-layout', pdf, '-'], {encoding: 'utf8'});
    check('pdftotext is installed by make deps-test', text.status === 0);
    const digest = page.html.match(/[0-9a-f]{64}/)[0], sheets = (text.stdout || '').split('\f').filter(sheet => sheet.trim());
    check(`${page.name}: several sheets`, sheets.length > 1, sheets.length);
    sheets.forEach((sheet, i) => check(`${page.name}: digest and number on sheet ${i + 1}`,
        sheet.includes(digest) && new RegExp(`xuan[\\d. ]*\\D*${i + 1}\\D+${sheets.length}\\b`).test(sheet), sheet.slice(-200)));
}

async function restatements(browser, evil) {
    const hostile = path.join(work, 'hostile.xuan'), quoted = evil.replace(/"/g, '');
    fs.writeFileSync(hostile, fs.readFileSync(leiyang, 'utf8').replace('“五评四差额”选任', quoted).replace('由 市委常委会', '由 「' + quoted + '」'));
    for (const page of [told('told', leiyang, []), told('told-english', 'rules/北京市/中关村.xuan', ['--lang', 'en']), told('told-hostile', hostile, [])]) {
        for (const [width, scheme] of [[1320, 'light'], [1320, 'dark'], [400, 'light'], [400, 'dark']])
            await view(browser, page, width, scheme);
        await view(browser, page, 1000, 'light', 'print');
        await signed(browser, page);
        check(`${page.name}: what the rules say is text`, !page.html.includes('<img'));
    }
    for (const place of fs.readdirSync('rules'))
        for (const rules of fs.readdirSync('rules/' + place).filter(f => f.endsWith('.xuan')))
            for (const language of ['zh', 'en']) {
                const page = told('picture', `rules/${place}/${rules}`, ['--lang', language]);
                await pictures(browser, `${rules} ${language}`, page.file);
            }
}

async function behaviour(browser, page) {
    const tab = await browser.newPage({viewport: {width: 1320, height: 900}, colorScheme: 'light'});
    await tab.goto('file://' + page.file);
    const background = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await tab.click('#theme');
    const dark = await background();
    check(`${page.name}: the button changes light to dark`, light !== dark, [light, dark]);
    await tab.click('#theme');
    same(`${page.name}: and back`, await background(), light);
    const lit = await tab.evaluate(() => {
        const one = document.querySelector('.chip[data-p]');
        if (!one)
            return null;
        one.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
        const all = [...document.querySelectorAll('[data-p]')].filter(n => n.getAttribute('data-p') === one.getAttribute('data-p'));
        return [all.length > 1, all.every(n => n.classList.contains('on')), document.querySelectorAll('.on').length === all.length];
    });
    same(`${page.name}: a person is marked wherever he is`, lit, [true, true, true]);
    await tab.close();
    const context = await browser.newContext({javaScriptEnabled: false});
    const plain = await context.newPage();
    await plain.goto('file://' + page.file);
    check(`${page.name}: without scripts the buttons are not there`, !await plain.isVisible('#theme') && await plain.isVisible('h1'));
    await context.close();
    const printed = await browser.newPage();
    await printed.goto('file://' + page.file);
    const pdf = await printed.pdf({preferCSSPageSize: true});
    check(`${page.name}: prints on A4`, /\/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12]/.test(pdf.toString('latin1')));
    await printed.close();
}

// ---- the numbers ----

async function read(browser, page, reader) {
    const tab = await browser.newPage();
    await tab.goto('file://' + page.file);
    const data = await tab.evaluate(reader);
    await tab.close();
    return data;
}

const readPage = () => {
    const list = (root, selector, f) => [...root.querySelectorAll(selector)].map(f);
    return {
        lead: {...document.querySelector('.lead').dataset},
        sets: Object.fromEntries(list(document, '[data-set]', s => [s.dataset.set, {count: Number(s.querySelector('b').textContent),
            people: list(s, '[data-p]', c => c.dataset.p)}])),
        funnels: list(document, '[data-funnel]', f => ({in: Number(f.dataset.in), left: f.dataset.left.split(' ').map(Number),
            shown: list(f, '.wide .num', t => Number(t.textContent)),
            words: list(f, '.wide .small', t => t.textContent).join('')})),
        scores: list(document, '.scores [data-score]', r => [Number(r.dataset.party), r.dataset.p, Number(r.dataset.rank), r.dataset.score]),
        slopes: list(document, '.slopes .lab', r => [Number(r.dataset.party), r.dataset.p, r.dataset.rank ? Number(r.dataset.rank) : null]),
        status: list(document, 'tr[data-status]', r => [r.dataset.p, r.dataset.status]),
        taus: list(document, '[data-tau]', r => r.dataset.tau),
        differs: list(document, '[data-differs]', r => r.dataset.p),
        rules: list(document, '[data-rules-sha256]', r => r.dataset.rulesSha256),
        data: list(document, '[data-data-sha256]', r => r.dataset.dataSha256),
        marks: list(document, 'tr[data-mark]', r => r.dataset.mark),
        text: document.body.innerText,
    };
};

const sorted = list => [...list].sort();

function compareNumbers(name, page, json, outcomes) {
    const o = json.outcome, labels = json.procedures.map(p => p.label);
    same(`${name}: digests of the rules`, page.rules, json.procedures.map(p => p.sha256));
    same(`${name}: as many rows of rules`, page.marks.length, json.rows.length);
    if (!o)
        return;
    same(`${name}: digest of the data`, page.data, [json.data.sha256]);
    same(`${name}: counts`, [page.lead.people, page.lead.all, page.lead.some].map(Number), [o.candidates, o.chosen_by_all.length, o.chosen_by_some.length]);
    same(`${name}: chosen by all`, page.sets.all.people, o.chosen_by_all);
    const some = Object.entries(page.sets).filter(([k]) => k !== 'all');
    same(`${name}: chosen by some`, sorted(some.flatMap(([, s]) => s.people)), sorted(o.chosen_by_some));
    for (const [set, s] of Object.entries(page.sets))
        same(`${name}: number in ${set}`, s.count, s.people.length);
    same(`${name}: those who differ`, page.differs, o.chosen_by_some);
    labels.forEach((label, k) => {
        const steps = o.funnels.filter(f => f.procedure === label);
        const {words, ...counts} = page.funnels[k];
        same(`${name}: funnel of ${label}`, counts, {in: steps[0].in, left: steps.map(f => f.out), shown: [steps[0].in, ...steps.map(f => f.out)]});
        const told = steps.map(f => f.known ? (f.unique.length ? `，${f.unique.length} 人会入选` : '')
            : f.further && f.further.length ? `，${f.further.length} 人会走到${f.further_stage}，以后没有记录，算不出` : '').filter(t => t);
        if (name !== 'english') // in Chinese
            same(`${name}: but for a stage of ${label}`, words.match(/(?<=没有这一环节)，\d+ 人会(入选|走到.*?，以后没有记录，算不出)/g) || [], told);
        const chosen = sorted(outcomes[k].candidates.filter(c => c.status === 'chosen').map(c => c.id));
        const only = sorted([...page.sets.all.people, ...some.filter(([set]) => set === 'only' + k).flatMap(([, s]) => s.people)]);
        check(`${name}: ${label} alone chooses these`, only.every(id => chosen.includes(id)) && (labels.length > 2 || only.length === chosen.length), {only, chosen});
    });
    standing(name, page, outcomes);
    same(`${name}: tau-b`, page.taus, o.agreements.map(a => a.tau_b || ''));
}

// Ranks and scores on the page against those of each procedure's own run.
function standing(name, page, outcomes) {
    const known = outcomes.map(o => new Map(o.candidates.map(c => [c.id, c])));
    const wrong = page.scores.filter(([k, id, rank, score]) => {
        const c = known[k].get(id);
        return !c || !c.ranks.some(r => r.rank === rank) || !c.scores.some(s => s.exact === score);
    });
    same(`${name}: ranks and scores are those of the runs`, wrong, []);
    const moved = page.slopes.filter(([k, id, rank]) => {
        const c = known[k].get(id);
        return rank !== null && (!c || !c.ranks.some(r => r.rank === rank));
    });
    same(`${name}: ranks side by side are those of the runs`, moved, []);
}

function runNumbers(name, page, json) {
    const best = new Map();
    for (const c of json.candidates)
        if (!best.has(c.id) || c.status === 'chosen')
            best.set(c.id, c.status);
    same(`${name}: digest of the rules`, page.rules.length, 1);
    same(`${name}: people`, Number(page.lead.people), best.size);
    same(`${name}: chosen`, page.sets.all.people, sorted([...best].filter(([, s]) => s === 'chosen' || s === 'listed').map(([id]) => id)));
    if (json.candidates.length === best.size)
        same(`${name}: everyone's status`, page.status.filter(([id, s]) => best.get(id) !== s), []);
    if (json.candidates.length === best.size)
        standing(name, page, [json]);
}

async function main() {
    const browser = await chromium.launch({executablePath: browserFile, args: ['--no-sandbox', '--force-color-profile=srgb']});
    const two = poolFor('two.json', [leiyang, district]);
    const evil = '<img src=x onerror=alert(1)>"\'&';
    const hostile = poolFor('hostile.json', [leiyang, district], t => t.replace(/"06"/g, JSON.stringify(evil)));
    const compared = [
        ['two', [leiyang, district], two, []], ['three', [baoding, leiyang, district], everyone, ['--readings']],
        ['english', [district, leiyang], two, ['--lang', 'en']], ['texts', [baoding, leiyang], null, []],
        ['hostile', [leiyang, district], hostile, []],
    ];
    const pages = [];
    for (const [name, rules, data, options] of compared) {
        const page = make(name, ['compare', ...rules, ...(data ? ['--data', data] : []), ...options]);
        page.outcomes = rules.map((r, k) => data ? JSON.parse(output(['run', r, poolFor(`one${k}.json`, [r], name === 'hostile' ? t => t.replace(/"06"/g, JSON.stringify(evil)) : null), '--format', 'json'])) : null);
        pages.push(page);
    }
    for (const [name, rules, data] of [['leiyang', leiyang, 'examples/leiyang/pool.json'], ['district', district, 'examples/district/pool.json'],
                                       ['guizhou', 'rules/贵州省/干部交流.xuan', 'examples/guizhou/pool.json']])
        pages.push(make('run-' + name, ['run', rules, data]));
    for (const page of pages) {
        for (const [width, scheme] of [[1320, 'light'], [1320, 'dark'], [400, 'light'], [400, 'dark']])
            await view(browser, page, width, scheme);
        await view(browser, page, 1000, 'light', 'print');
        if (page.name !== 'texts')
            await behaviour(browser, page);
        const data = await read(browser, page, readPage);
        if (page.outcomes)
            compareNumbers(page.name, data, page.json, page.outcomes);
        else
            runNumbers(page.name, data, page.json);
        check(`${page.name}: registration numbers only`, !data.text.includes('虚构'));
        if (page.name === 'hostile')
            check('hostile: what the data say is text', data.text.includes(evil) && !page.html.includes('<img'));
    }
    await restatements(browser, evil);
    await browser.close();
}

main().then(() => { fs.rmSync(work, {recursive: true}); end(); }, e => { check('the suite runs to its end', false, String(e)); end(); });
