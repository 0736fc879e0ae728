// schema.js [XUAN]: the schemas of xuan schema, judged by ajv: each is a schema, takes every pool that its rules run on, and refuses
// what a schema can know of.
"use strict";
const fs = require("fs");
const path = require("path");
const { spawnSync } = require("child_process");

process.chdir(path.dirname(__dirname));
const xuan = path.resolve(process.argv[2] || "build/release/xuan");
for (const name of ["XUAN_LANG", "NO_COLOR", "CLICOLOR_FORCE"]) delete process.env[name];
let Ajv;
try {
    Ajv = require(path.resolve("build/npm/node_modules/ajv/dist/2020")).default;
} catch (error) {
    console.log("ajv is not there (make deps-test)");
    console.log("# passed 0 failed 1");
    process.exit(1);
}

let passed = 0, failed = 0;
function check(what, good, shown) {
    if (good) passed++;
    else {
        failed++;
        console.log("FAILED: " + what + (shown ? ": " + shown : ""));
    }
}

const run = (...args) => spawnSync(xuan, args, { maxBuffer: 1 << 28 });
const compiled = new Map();
function validator(rules) {
    if (!compiled.has(rules)) {
        const done = run("schema", rules);
        const schema = done.status === 0 ? JSON.parse(done.stdout) : null;
        const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, strictTuples: false, allErrors: false });
        if (schema) check(rules + ": its schema is one", ajv.validateSchema(schema), ajv.errorsText());
        compiled.set(rules, schema ? ajv.compile(schema) : null);
    }
    return compiled.get(rules);
}

const files = (folder, ending) => fs.readdirSync(folder, { recursive: true }).map((f) => path.join(folder, f))
    .filter((f) => f.endsWith(ending)).sort();

// Which rules go with which example: tests/tools.py says so.
const examples = Object.fromEntries([...fs.readFileSync("tests/tools.py", "utf8").matchAll(/"([a-z-]+)": "(rules\/[^"]+)"/g)].map((m) => [m[1], m[2]]));
const pairs = [];
for (const [name, rules] of Object.entries(examples))
    for (const data of files("examples/" + name, ".json")) if (!data.includes("expected")) pairs.push([rules, data]);
for (const name of ["leiyang", "district", "baoding"]) pairs.push([examples[name], "examples/compare/pool36.json"]);
for (const data of files("tests/golden", ".json")) {
    if (data.endsWith(".posts.json") || fs.existsSync(data.replace(/json$/, "args"))) continue;
    let rules = data.replace(/json$/, "xuan");
    if (!fs.existsSync(rules)) rules = path.join(path.dirname(data), "rules.xuan");
    if (fs.existsSync(rules)) pairs.push([rules, data]);
}

// What no schema can see: that ids are known and different, that counts agree, what a run finds out; text that JSON.parse has changed.
const unseen = /\[E0(20[457]|208|225|226|231|232|238|240|248|249|250|255|256|257|4\d\d)\]/;
let taken = 0, refused = 0;
for (const [rules, data] of pairs) {
    const valid = validator(rules);
    if (!valid) continue;
    let document;
    try {
        document = JSON.parse(fs.readFileSync(data, "utf8"));
    } catch (error) {
        continue;
    }
    const done = run("run", rules, data);
    const good = valid(document);
    if (done.status === 0 || done.status === 4) {
        check(data + " is valid", good, JSON.stringify(valid.errors && valid.errors[0]));
        taken++;
    } else if (!unseen.test(done.stderr.toString())) {
        check(data + " is refused", !good, done.stderr.toString().slice(0, 200));
        refused++;
    }
}
check("pools were taken", taken > 60, taken);
check("pools were refused", refused > 15, refused);

// One change each to a pool that is valid.
const broken = [
    ["leiyang", "no candidates", (d) => { d.candidates = []; }],
    ["leiyang", "posts are not there", (d) => { delete d.posts; }],
    ["leiyang", "an id that is a number", (d) => { d.candidates[0].id = 7; }],
    ["leiyang", "an empty id", (d) => { d.candidates[0].id = ""; }],
    ["leiyang", "a field is not there", (d) => { delete d.candidates[0].基准分; }],
    ["leiyang", "above the range", (d) => { d.candidates[0].基准分 = 40.5; }],
    ["leiyang", "below the range", (d) => { d.candidates[0].基准分 = -1; }],
    ["leiyang", "text for a number", (d) => { d.candidates[0].基准分 = "30"; }],
    ["leiyang", "half a seat", (d) => { d.posts[0].名额 = 1.5; }],
    ["leiyang", "no such grade", (d) => { d.candidates[0].层次 = "正处级"; }],
    ["leiyang", "nine of ten questions", (d) => { d.candidates[0].品德.pop(); }],
    ["leiyang", "a question lacks a grade", (d) => { delete d.candidates[0].品德[0].没反映; }],
    ["leiyang", "a grade of another survey", (d) => { d.candidates[0].民意调查.好 = 1; }],
    ["leiyang", "no ayes", (d) => { delete d.candidates[0].民主推荐.赞成; }],
    ["leiyang", "no base", (d) => { delete d.candidates[0].民主推荐.收回; }],
    ["leiyang", "a vote of a half", (d) => { d.candidates[0].民主推荐.赞成 = 0.5; }],
    ["leiyang", "two of three years", (d) => { d.candidates[0].近三年考核.pop(); }],
    ["leiyang", "no such stage", (d) => { d.records[0].stage = "差额推见"; }],
    ["leiyang", "the contest is not there", (d) => { delete d.records[0].contest; }],
    ["leiyang", "a key of another stage", (d) => { d.records[0].contest = { 职位: "P1" }; }],
    ["leiyang", "votes where nobody votes", (d) => { d.records.find((r) => r.values).votes = { "01": { 赞成: 1 } }; }],
    ["leiyang", "no such decision", (d) => { Object.values(d.records.find((r) => r.values).values)[0].考察 = "合格"; }],
    ["leiyang", "no such word of a decision", (d) => { Object.values(d.records.find((r) => r.values).values)[0].考察结论 = "好"; }],
    ["leiyang", "chosen twice", (d) => { const r = d.records.find((x) => x.chosen); r.chosen.push(r.chosen[0]); }],
    ["baoding", "yes as text", (d) => { d.posts[0].涉密 = "是"; }],
    ["jiujiang", "no such month", (d) => { d.candidates[0].任现职起 = "1996-13"; }],
    ["jiujiang", "a date with points", (d) => { d.candidates[0].任现职起 = "1996.06"; }],
    ["kunming-counties", "three of four", (d) => { d.candidates[0].班子评价 = [1, 2, 3]; }],
    ["kunming-counties", "null in a list", (d) => { d.candidates[0].经济发展[0] = null; }],
    ["kunming-nomination", "a ballot of no field", (d) => { d.ballots[0].field = "海选票"; }],
    ["kunming-nomination", "papers and their count", (d) => { d.ballots[0].returned = 3; }],
    ["kunming-nomination", "a paper of nobody", (d) => { delete d.ballots[0].papers[0].voter; }],
    ["kunming-nomination", "names without posts", (d) => { d.ballots[0].papers[0].ayes = ["01"]; }],
    ["kunming-nomination", "withdrawn before and after", (d) => { d.withdrawn[0].after = d.withdrawn[0].before; }],
    ["kunming-nomination", "withdrawn at no stage", (d) => { delete d.withdrawn[0].before; }],
    ["hainan", "a row of a table lacks a column", (d) => { delete Object.values(d.tables)[0][0].通过; }],
    ["hainan", "a table that is no list", (d) => { d.tables[Object.keys(d.tables)[0]] = {}; }],
];
for (const [name, what, change] of broken) {
    const document = JSON.parse(fs.readFileSync("examples/" + name + "/pool.json", "utf8"));
    check(name + " is valid", validator(examples[name])(document));
    change(document);
    check(name + ", " + what + ": is refused", !validator(examples[name])(document));
    const file = path.join(fs.mkdtempSync(path.join(require("os").tmpdir(), "schema-")), "pool.json");
    fs.writeFileSync(file, JSON.stringify(document));
    const done = run("run", examples[name], file);
    check(name + ", " + what + ": the reader refuses it, too", done.status === 1, done.stderr.toString().slice(0, 200));
    fs.rmSync(path.dirname(file), { recursive: true });
}
console.log("# passed " + passed + " failed " + failed);
process.exit(failed ? 1 : 0);
