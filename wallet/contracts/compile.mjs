// Compiles src/*.sol into artifacts/*.json. With --check it compares instead of writing and fails on a difference.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const solc = require("solc");
const here = dirname(fileURLToPath(import.meta.url));
const check = process.argv.includes("--check");

const names = readdirSync(join(here, "src")).filter((name) => name.endsWith(".sol")).sort();
const input = {
    language: "Solidity",
    sources: Object.fromEntries(
        names.map((name) => [`src/${name}`, { content: readFileSync(join(here, "src", name), "utf8") }])),
    settings: {
        evmVersion: "cancun",
        optimizer: { enabled: true, runs: 200 },
        metadata: { bytecodeHash: "none", appendCBOR: false },
        outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } },
    },
};

function fromPackages(path) {
    const file = join(here, "node_modules", path);
    return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: `not found: ${path}` };
}

const output = JSON.parse(solc.compile(JSON.stringify(input), { import: fromPackages }));
// Solidity warns of transient storage wherever it is used; OpenZeppelin's lock clears it at the end of each call.
const messages = (output.errors ?? []).filter((message) => message.errorCode !== "2394");
for (const message of messages) {
    console.error(message.formattedMessage);
}
if (messages.length > 0) {
    process.exit(1);
}

let differs = false;
for (const name of names) {
    for (const [contract, compiled] of Object.entries(output.contracts[`src/${name}`])) {
        if (compiled.evm.bytecode.object === "") {
            continue; // a part that other contracts inherit
        }
        const text = JSON.stringify({
            contractName: contract,
            abi: compiled.abi,
            bytecode: `0x${compiled.evm.bytecode.object}`,
            deployedBytecode: `0x${compiled.evm.deployedBytecode.object}`,
        }, null, 2) + "\n";
        const file = join(here, "artifacts", `${contract}.json`);
        if (!check) {
            writeFileSync(file, text);
            console.log(`${contract}: ${compiled.evm.deployedBytecode.object.length / 2} bytes`);
        } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
            differs = true;
            console.error(`artifacts/${contract}.json is not what src/${name} compiles to; run: npm run build`);
        }
    }
}
process.exit(differs ? 1 : 0);
