// Compiles src/*.sol into artifacts/*.json, and fixtures/*.sol into the code that the command line's tests put on a chain.
// With --check it compares instead of writing and fails on a difference.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const solc = require("solc");
const here = dirname(fileURLToPath(import.meta.url));
const check = process.argv.includes("--check");

const fixtures = join(here, "..", "..", "app", "src", "test", "resources", "cultivar", "app", "cli");
const paths = ["src", "fixtures"].flatMap((folder) =>
    readdirSync(join(here, folder)).filter((name) => name.endsWith(".sol")).sort().map((name) => `${folder}/${name}`));
const input = {
    language: "Solidity",
    sources: Object.fromEntries(
        paths.map((path) => [path, { content: readFileSync(join(here, path), "utf8") }])),
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

function written(path, contract, compiled) {
    const bytecode = `0x${compiled.evm.bytecode.object}`;
    if (path.startsWith("fixtures/")) {
        return [join(fixtures, `${contract}.hex`), bytecode + "\n"];
    }
    const artifact = {
        contractName: contract,
        abi: compiled.abi,
        bytecode,
        deployedBytecode: `0x${compiled.evm.deployedBytecode.object}`,
    };
    return [join(here, "artifacts", `${contract}.json`), JSON.stringify(artifact, null, 2) + "\n"];
}

let differs = false;
for (const path of paths) {
    for (const [contract, compiled] of Object.entries(output.contracts[path])) {
        if (compiled.evm.bytecode.object === "") {
            continue; // a part that other contracts inherit
        }
        const [file, text] = written(path, contract, compiled);
        if (!check) {
            writeFileSync(file, text);
            console.log(`${contract}: ${compiled.evm.deployedBytecode.object.length / 2} bytes`);
        } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
            differs = true;
            console.error(`${relative(here, file)} is not what ${path} compiles to; run: npm run build`);
        }
    }
}
process.exit(differs ? 1 : 0);
