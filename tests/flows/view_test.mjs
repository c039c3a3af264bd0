// `quitus view render`: a file with its partials beside it, or one of the program's own; what is
// wrong ends with the exit code of its kind and a sentence.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.QUITUS;
const folder = mkdtempSync(join(tmpdir(), "quitus-view-"));
const files = {
  "lettre.mustache": "Cher {{nom}},\n  {{>ligne}}\n{{<cadre}}{{$corps}}{{du|money}}{{/corps}}{{/cadre}}\n{{>absent}}{{t.kind.absent}}\n",
  "ligne.mustache": "- {{a.b}}\n- fin\n",
  "cadre.mustache": "<{{$corps}}vide{{/corps}}>\n",
  "lettre.txt.mustache": "{{nom}}\n",
  "dehors.mustache": "[{{>../lettre}}{{>/etc/hostname}}]\n",
  "faux.mustache": "a\n{{#b}}\n",
  "binaire.mustache": Buffer.from([0x61, 0xff]),
  "modele.json": '{ "nom": "D & C", "a": { "b": 1.21 }, "du": "1234.5" }',
  "texte.json": '"<"',
  "soi.mustache": "{{.}}{{{.}}}",
  "faux.json": '{ "a": }',
};

const cases = [
  ["a file, with partials beside it", ["lettre.mustache", "--model", "modele.json"], 0,
    "Cher D &amp; C,\n  - 1.21\n  - fin\n<1\u202f234,50\u00a0€>\nIntrouvable\n"],
  ["for an English reader", ["lettre.mustache", "--model", "modele.json", "--language", "en"], 0,
    "Cher D &amp; C,\n  - 1.21\n  - fin\n<€1,234.50>\nNot found\n"],
  ["plain text by its name", ["lettre.txt.mustache", "--model", "modele.json"], 0, "D & C\n"],
  ["a model that is a text", ["soi.mustache", "--model", "texte.json"], 0, "&lt;<"],
  ["no model", ["ligne.mustache"], 0, "- \n- fin\n"],
  ["partials lead nowhere else", ["dehors.mustache"], 0, "[]\n"],
  ["one of the program's own", ["part/glyph_ok"], 0, /<svg/],
  ["a template that is not there", ["rien.mustache"], 66, ""],
  ["a model that is not there", ["lettre.mustache", "--model", "rien.json"], 66, ""],
  ["a template that is wrong", ["faux.mustache"], 65, ""],
  ["a template that is no text", ["binaire.mustache"], 65, ""],
  ["a model that is wrong", ["lettre.mustache", "--model", "faux.json"], 65, ""],
  ["no template", [], 64, ""],
];

function holds([, words, code, text]) {
  const done = spawnSync(program, ["view", "render", ...words], {
    cwd: folder, encoding: "utf8", env: { ...process.env, LANG: "fr_FR.UTF-8", LC_ALL: "" },
  });
  const same = text instanceof RegExp ? text.test(done.stdout) : done.stdout === text;
  if (done.status !== code || !same || (code !== 0 && !done.stderr)) console.log(`# ${JSON.stringify(done)}`);
  return done.status === code && same && (code === 0 || done.stderr !== "");
}

if (!program) {
  console.log("ok 1 # SKIP QUITUS does not name the program\n1..1");
  process.exit(0);
}
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
let failed = 0;
cases.forEach((row, i) => {
  const held = holds(row);
  failed += held ? 0 : 1;
  console.log(`${held ? "ok" : "not ok"} ${i + 1} - ${row[0]}`);
});
console.log(`1..${cases.length}`);
rmSync(folder, { recursive: true });
process.exit(failed ? 1 : 0);
