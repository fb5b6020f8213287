// Starts Dateline as a person would, and stops it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const running = new Set();

/** Who signs in to the demo, as the demo itself says on the terminal. */
const SIGN_IN = /Sign in as (\S+) with the password (\S+?)\./;
const READY = /ready at (http:\/\/\S+?)\/?\s/;

/** The demo: `{ address, name, password, stop }`. */
export async function startDemo(binary) {
  const program = start(binary, ["demo", "--listen", "127.0.0.1:0", "--quiet"]);
  const [, address] = await program.says(READY);
  const [, name, password] = await program.says(SIGN_IN);
  return { address, name, password, stop: program.stop };
}

/** A Dateline whose data folder is empty, with these flags: `{ address, stop }`. */
export async function startEmpty(binary, words = []) {
  const folder = await mkdtemp(join(tmpdir(), "dateline-browser-"));
  const program = start(binary, ["serve", "--listen", "127.0.0.1:0", "--data", folder, ...words]);
  const [, address] = await program.says(READY);
  const stop = async () => {
    await program.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { address, stop };
}

function start(binary, words) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("DATELINE_"));
  const child = spawn(binary, words, {
    env: Object.fromEntries(kept),
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let said = "";
  let ended = false;
  const listeners = new Set();
  const hear = (text) => {
    said += text;
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  child.on("close", () => {
    ended = true;
    running.delete(child);
    hear("\n");
  });

  const says = (pattern) =>
    new Promise((resolve, reject) => {
      const title = `dateline ${words[0]}`;
      const timer = setTimeout(() => settle(reject, new Error(`${title} is silent:\n${said}`)), 120_000);
      const settle = (how, value) => {
        clearTimeout(timer);
        listeners.delete(look);
        how(value);
      };
      const look = () => {
        const found = pattern.exec(said);
        if (found) settle(resolve, found);
        else if (ended) settle(reject, new Error(`${title} ended:\n${said}`));
      };
      listeners.add(look);
      look();
    });

  const stop = async () => {
    if (ended) return;
    child.kill("SIGTERM");
    await once(child, "close");
  };
  return { says, stop };
}

/** For when everything ends at once. */
export function killAll() {
  for (const child of running) child.kill("SIGKILL");
}
