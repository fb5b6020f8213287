// Checks that no file names a folder of one machine, or the address of a package registry: both
// are true in one place only. Looks at the files that git tracks or would add.

import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

const PLACES = [
  [/\/(?:work|root|farm)\//, "a folder of one machine"],
  [/\/home\/[a-z][\w-]*\//, "a person's home folder"],
  [/\/tmp\/(?!dateline)[\w.-]+\//, "a temporary folder"],
  [/registry\.npmjs\.|registry\.yarnpkg\./, "a package registry"],
  [/(?:index|static)\.crates\.io/, "a package registry"],
  [/pypi\.org|pythonhosted\.org/, "a package registry"],
  [/(?:deb|security)\.debian\.org/, "a package registry"],
];

function files() {
  const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = execFileSync("git", words, { encoding: "utf8", maxBuffer: 1 << 28 });
  const isFile = (name) => statSync(name, { throwIfNoEntry: false })?.isFile();
  return [...new Set(names.split("\0"))].filter((name) => name !== "" && isFile(name));
}

function faultsOf(name) {
  const bytes = readFileSync(name);
  if (bytes.includes(0)) return [];
  const lines = bytes.toString("utf8").split("\n");
  return lines.flatMap((line, number) =>
    PLACES.filter(([pattern]) => pattern.test(line)).map(
      ([, what]) => `${name}:${number + 1}: names ${what}: ${line.trim().slice(0, 120)}`,
    ),
  );
}

const all = files();
const faults = all.flatMap(faultsOf);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`${all.length} files name no machine's places`);
