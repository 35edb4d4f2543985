// Reads trees as JSON ([{values, root, tree, proofs: [{index, siblings}]}]) on standard input, checks each with
// OpenZeppelin's library, and writes what that library makes of the same values.
import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { readFileSync } from 'node:fs';

const types = ['bytes32', 'address'];
const cases = JSON.parse(readFileSync(0, 'utf8'));
const theirs = cases.map(({ values, root, proofs }) => {
  const tree = StandardMerkleTree.of(values, types);
  const holding = proofs.filter(({ index, siblings }) =>
    StandardMerkleTree.verify(root, types, values[index], siblings));
  return {
    holding: holding.length,
    root: tree.root,
    tree: tree.dump().tree,
    treeIndex: tree.dump().values.map(({ treeIndex }) => treeIndex),
    proofs: values.map((_, index) => ({ index, siblings: tree.getProof(index) })),
  };
});
process.stdout.write(JSON.stringify(theirs));
