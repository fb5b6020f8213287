// Checks that crates depend only on crates below them, and that what opens connections, databases
// or listeners is used in its one room. ARCHITECTURE.md says what each crate is for.

import { execFileSync } from "node:child_process";

// From the bottom up: a crate may use the crates of the rows before its own.
const LAYERS = [
  ["dateline-model", "dateline-clock", "dateline-words"],
  ["dateline-markup"],
  ["dateline-feed", "dateline-page", "dateline-picture", "dateline-story", "dateline-statement", "dateline-query"],
  ["dateline-fetch", "dateline-mail", "dateline-store", "dateline-search", "dateline-blob"],
  ["dateline-desk"],
  ["dateline-auth"],
  ["dateline-web", "dateline-api"],
  ["dateline"],
];

// The invented world knows nothing of Dateline, and only the binary knows it.
const BESIDE = { "dateline-demo": ["dateline"] };

// Who may use a library outside its tests.
const ROOMS = {
  reqwest: ["dateline-fetch"],
  lettre: ["dateline-mail"],
  rustls: ["dateline-fetch", "dateline-mail"],
  rusqlite: ["dateline-store"],
  postgres: ["dateline-store"],
  "tokio-postgres": ["dateline-store"],
  refinery: ["dateline-store"],
  tantivy: ["dateline-search"],
  image: ["dateline-picture"],
  fast_image_resize: ["dateline-picture"],
  openidconnect: ["dateline-auth"],
  "webauthn-rs": ["dateline-auth"],
  axum: ["dateline-auth", "dateline-web", "dateline-api", "dateline-demo", "dateline"],
  clap: ["dateline"],
  tokio: [
    "dateline-fetch",
    "dateline-mail",
    "dateline-store",
    "dateline-blob",
    "dateline-desk",
    "dateline-auth",
    "dateline-web",
    "dateline-api",
    "dateline-demo",
    "dateline",
  ],
};

function metadata() {
  const words = ["metadata", "--format-version=1", "--no-deps", "--locked"];
  return JSON.parse(execFileSync("cargo", words, { encoding: "utf8", maxBuffer: 1 << 28 }));
}

function height(crate) {
  return LAYERS.findIndex((layer) => layer.includes(crate));
}

function faultOf(user, used) {
  if (used in BESIDE) {
    return BESIDE[used].includes(user) ? null : `only ${BESIDE[used].join(", ")} may use ${used}`;
  }
  if (user in BESIDE) {
    return `${user} uses no crate of Dateline's`;
  }
  return height(used) < height(user) ? null : `${used} is not below ${user}`;
}

function faultsOf(crate, crates) {
  const faults = [];
  if (height(crate.name) < 0 && !(crate.name in BESIDE)) {
    faults.push(`${crate.name}: has no layer; give it one in tests/layers.mjs`);
    return faults;
  }
  for (const dependency of crate.dependencies) {
    if (crates.has(dependency.name)) {
      const fault = faultOf(crate.name, dependency.name);
      if (fault) faults.push(`${crate.name} -> ${dependency.name}: ${fault}`);
    } else if (dependency.kind === null && dependency.name in ROOMS) {
      const room = ROOMS[dependency.name];
      if (!room.includes(crate.name)) {
        faults.push(`${crate.name} -> ${dependency.name}: only for ${room.join(", ")}`);
      }
    }
  }
  return faults;
}

const packages = metadata().packages;
const crates = new Set(packages.map((crate) => crate.name));
const faults = packages.flatMap((crate) => faultsOf(crate, crates));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`${packages.length} crates keep their layers`);
