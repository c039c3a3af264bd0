// The commands of the chase on a demo firm's books: why, simulate and check answer in the shapes
// that --help tells, with the exit codes of sysexits, and looking ahead changes not a byte.
//   QUITUS=build/release/quitus node tests/flows/chase_test.mjs
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let count = 0;
let failed = 0;
function ok(held, name, detail = "") {
  count += 1;
  if (!held) failed += 1;
  console.log(`${held ? "ok" : "not ok"} ${count} - ${name}`);
  if (!held && detail) console.log(`  # ${detail}`);
}

if (!process.env.QUITUS || !existsSync(process.env.QUITUS)) {
  console.log("ok 1 # SKIP QUITUS does not name the program");
  console.log("1..1");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "quitus-chase-"));
const books = join(folder, "quitus.db");

function quitus(...words) {
  const done = spawnSync(process.env.QUITUS, [...words, "--store", books], { encoding: "utf8" });
  return { exit: done.status, out: done.stdout, err: done.stderr };
}

/* At a time of the test's own; the mails are files beside the books. */
function quitusAt(at, ...words) {
  const done = spawnSync(process.env.QUITUS, [...words, "--store", books],
    { encoding: "utf8", env: { ...process.env, LANG: "fr_FR.UTF-8", QUITUS_CLOCK_FROZEN: at, QUITUS_MAIL_URL: "",
      QUITUS_MAIL_FROM: "relances@cabinet.example" } });
  return { exit: done.status, out: done.stdout, err: done.stderr };
}

const sum = () => createHash("sha256").update(readFileSync(books)).digest("hex");
const day = (ahead) => new Date(Date.now() + ahead * 86400000).toISOString().slice(0, 10);

try {
  ok(quitus("demo", "--make-only").exit === 0, "a demo firm's books are made");
  const before = sum();

  const simulated = quitus("chase", "simulate", "--from", day(1), "--to", day(30), "--json");
  const plan = JSON.parse(simulated.out);
  ok(simulated.exit === 0 && plan.days.length > 5, "a month is run ahead", simulated.err);
  const days = plan.days.map((one) => one.on);
  ok(String(days) === String([...days].sort()), "day by day, in order");
  ok(plan.days.every((one) => Array.isArray(one.messages) && Number.isInteger(one.held)), "each day in its shape");
  const lines = quitus("chase", "simulate", "--from", day(1), "--to", day(30), "--ndjson").out.trim().split("\n");
  ok(lines.length === plan.days.length && JSON.parse(lines[0]).on === days[0], "the same, a day a line");
  ok(sum() === before, "the books are the same to the byte");
  ok(quitus("chase", "simulate").exit === 64, "told wrongly: 64");
  ok(quitus("chase", "simulate", "--from", day(3), "--to", day(1)).exit === 65, "backwards: 65");
  ok(quitus("chase", "simulate", "--from", day(-3), "--to", day(1)).exit === 65, "a day that is past: 65");

  const planned = quitus("chase", "plan", "--on", plan.days[0].on, "--json");
  const ahead = JSON.parse(planned.out);
  const leaving = (one) => one.messages.map((message) => `${message.channel} ${message.to} ${message.reminders.length}`).sort().join();
  ok(leaving(ahead) === leaving(plan.days[0]), "C-8 a day's plan is what the month ahead says of it", planned.err);
  ok(ahead.totals.messages + ahead.totals.calls === ahead.messages.length && ahead.totals.held === ahead.held.length
    && ahead.totals.posted === ahead.posted.length && !ahead.frozen && !ahead.suspended, "with its sums, nothing stopped");

  const why = quitus("chase", "why", "invoice:1", "--json");
  const answer = JSON.parse(why.out);
  ok(why.exit === 0 && answer.piece && answer.answer && Array.isArray(answer.remedies), "why answers", why.err);
  ok(quitus("chase", "why", "NO-SUCH-PIECE").exit === 66, "no such piece: 66");

  const first = plan.days.flatMap((one) => one.messages.map((message) => ({ on: one.on, message })))
    .find(({ message }) => message.channel === "email");
  const asked = quitus("chase", "why", first.message.reminders[0].subject, "--on", first.on);
  ok([0, 65].includes(asked.exit), "by piece: an answer, or which of several it may be", asked.err);

  const run = (at, ...words) => quitusAt(at, "chase", "run", ...words);
  const future = run("2026-11-23T09:00:00Z", "--on", "2026-11-24");
  ok(future.exit === 65 && future.err.includes("autre jour"), "C-2 a day to come is not run: 65", future.err);
  ok(run("2026-11-23T09:00:00Z", "--on", "2026-11-20").exit === 65, "C-2 nor one that is past: 65");
  ok(sum() === before, "C-2 the books are the same to the byte");
  const night = JSON.parse(run("2026-11-23T21:00:00Z", "--json").out);
  ok(night.closed && night.sent === 0 && night.messages === 0, "C-2 at night nothing is planned or sent", JSON.stringify(night));
  const held = JSON.parse(run("2026-11-23T09:00:00Z", "--json").out);
  ok(held.clock && held.messages === 0, "a clock that goes back is not believed", JSON.stringify(held));

  const stopped = JSON.parse(quitusAt("2026-11-23T09:00:00Z", "chase", "plan", "--json").out);
  ok(stopped.frozen.cause === "clock_back" && stopped.posted.length > 0 && stopped.posted.every((one) => one.id && one.state && one.why),
    "C-8 the plan tells what stops everything, and what is written and has not left", JSON.stringify(stopped.frozen));
  const shown = quitusAt("2026-11-23T09:00:00Z", "chase", "plan").out;
  ok(shown.startsWith("Rien ne part tant que") && shown.includes("Déjà écrit"), "on the terminal too", shown.slice(0, 200));
  const month = quitusAt("2026-11-23T09:00:00Z", "chase", "simulate", "--from", "2026-11-24", "--to", "2026-12-31").out;
  ok(/ (e-mail|appel) .* (prévenance|relance n°\s\d|appel)/u.test(month) && !/ (email|notice|first|second|call)\b/.test(month),
    "a channel and a step are in words", month.slice(0, 300));
  const checks = quitusAt("2026-11-23T09:00:00Z", "chase", "check").out;
  ok(checks.includes("coupé avant") && !/\bcut\b/.test(checks), "so is why a message is to check", checks.slice(0, 300));

  const listed = JSON.parse(quitus("chase", "check", "--json").out).messages;
  ok(listed.length > 1 && listed.every((one) => one.id && one.since && one.to), "what is to check is listed");
  const id = String(listed[0].id);
  ok(quitus("chase", "check", id, "--sent").exit === 65, "a decision needs a reason: 65");
  ok(quitus("chase", "check", id, "--sent", "--resend", "--reason", "x").exit === 64, "one decision at a time: 64");
  ok(quitus("chase", "check", id, "--sent", "--reason", "Seen").exit === 0, "it counts as sent");
  ok(quitus("chase", "check", id, "--resend", "--reason", "x").exit === 66, "decided already: 66");
  ok(quitus("chase", "check", String(listed[1].id), "--resend", "--reason", "Lost").exit === 0, "another goes again");
  ok(JSON.parse(quitus("chase", "check", "--json").out).messages.length === listed.length - 2, "two fewer are left");
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
