// Compares what forge compiled with the committed artefacts, byte for byte.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
let differs = false;
for (const file of readdirSync(join(here, "../artifacts")).sort()) {
    const name = file.replace(/\.json$/, "");
    const ours = JSON.parse(readFileSync(join(here, "../artifacts", file), "utf8"));
    const theirs = JSON.parse(readFileSync(join(here, "out", `${name}.sol`, file), "utf8"));
    const same = ours.bytecode === theirs.bytecode.object && ours.deployedBytecode === theirs.deployedBytecode.object;
    differs ||= !same;
    console.log(`${name}: ${same ? "the same bytes" : "DIFFERENT BYTES"}`);
}
process.exit(differs ? 1 : 0);
