// node eval/pictures/walk.mjs DATELINE FOLDER: see ../pictures.sh.

import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

const COUNT = 40;
const TOGETHER = 20;
const [binary, folder] = process.argv.slice(2);
const photograph = readFileSync(join(folder, "photograph.jpg"));

/** An outlet of one article with many pictures; each address is a picture of its own. */
function outlet() {
  const server = createServer((request, response) => {
    if (request.url.startsWith("/photo/")) {
      response.setHeader("content-type", "image/jpeg");
      response.end(photograph);
    } else if (request.url === "/feed") {
      const images = Array.from({ length: COUNT }, (_, n) => `<p>Words ${n}.</p><img src="/photo/${n}.jpg" alt="">`);
      response.setHeader("content-type", "application/rss+xml");
      response.end(
        `<rss version="2.0"><channel><title>T</title><item><title>Forty photographs</title>` +
          `<link>/a</link><guid>1</guid><description><![CDATA[${images.join("")}]]></description></item></channel></rss>`,
      );
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

const server = await outlet();
const base = `http://127.0.0.1:${server.address().port}`;
const data = join(folder, "data");
const env = { ...process.env, DATELINE_DATA: data, DATELINE_FETCH_ALLOW: "127.0.0.0/8" };
const run = promisify(execFile);
await run(binary, ["add", `${base}/feed`], { env });
await run(binary, ["poll"], { env });
const program = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--roles", "web,janitor"], { env });
process.on("exit", () => program.kill("SIGTERM"));
let said = "";
for (const stream of [program.stdout, program.stderr]) stream.on("data", (text) => (said += text));
const until = async (find) => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = find();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(said);
};
const own = await until(() => said.match(/http:\/\/(?:127\.0\.0\.1|localhost):\d+/)?.[0]);

let cookies = new Map();
async function ask(path, form) {
  const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
  const body = form && new URLSearchParams(form);
  const answer = await fetch(own + path, { headers, body, method: form ? "POST" : "GET", redirect: "manual" });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
    cookies.set(name, value);
  }
  return answer;
}
const page = async (path) => (await ask(path)).text();

const csrf = (await page("/setup")).match(/name="csrf" value="([^"]*)"/)[1];
await ask("/setup", { csrf, name: "ida", password: "a good password", again: "a good password" });
const article = (await page("/all")).match(/href="(\/article\/\d+)/)[1];
const paths = [...(await page(article)).matchAll(/\/picture\/[\w-]+\/640\/[\w-]+/g)].map(([path]) => path);
const pictures = [...new Set(paths)];
if (pictures.length !== COUNT) throw new Error(`${pictures.length} pictures`);

/** A browser is told after some seconds that a picture is still being fetched; it is then asked for again. */
let told = 0;
async function get(path) {
  const answer = await ask(path);
  await answer.arrayBuffer();
  if (answer.status === 502) {
    told += 1;
    await get(path);
  } else if (answer.status !== 200) throw new Error(`${answer.status} ${path}`);
}
const memory = (what) => {
  const status = readFileSync(`/proc/${program.pid}/status`, "utf8");
  return (Number(status.match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024).toFixed(0);
};
async function timed(name, count, work) {
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${name}: ${seconds.toFixed(2)} s, ${(count / seconds).toFixed(1)} pictures a second; memory ${memory("VmRSS")} MB, highest ${memory("VmHWM")} MB`,
  );
}

console.log(`photographs of ${photograph.length} bytes, 12 megapixels; memory before ${memory("VmRSS")} MB`);
const [first, rest] = [pictures.slice(0, TOGETHER), pictures.slice(TOGETHER)];
await timed(`${TOGETHER} at once`, TOGETHER, () => Promise.all(first.map(get)));
await timed(`${rest.length} one after the other`, rest.length, async () => {
  for (const path of rest) await get(path);
});
await timed(`all ${COUNT} again, kept, at once`, COUNT, () => Promise.all(pictures.map(get)));
const page2 = await page(article);
const others = [...new Set([...page2.matchAll(/\/picture\/[\w-]+\/960\/[\w-]+/g)].map(([path]) => path))];
await timed(`${others.length} in another width, at once`, others.length, () => Promise.all(others.map(get)));
if (told > 0) console.log(`${told} times a picture was still being fetched when a browser's patience ended`);
server.close();
process.exit(0);
