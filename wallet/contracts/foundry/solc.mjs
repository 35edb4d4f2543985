#!/usr/bin/env node
// Stands in for the compiler's binary, which forge expects: the same compiler in JavaScript, from npm.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const contracts = join(dirname(fileURLToPath(import.meta.url)), "..");
const solc = createRequire(join(contracts, "package.json"))("solc");
if (process.argv.includes("--version")) {
    console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`);
} else {
    const read = (path) => {
        try {
            return { contents: readFileSync(join(contracts, path), "utf8") };
        } catch (failure) {
            return { error: failure.message };
        }
    };
    process.stdout.write(solc.compile(readFileSync(0, "utf8"), { import: read }));
}
