// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Adapters} from "src/Adapters.sol";
import {Datanets} from "src/Datanets.sol";
import {Pools} from "src/Pools.sol";
import {Rewards} from "src/Rewards.sol";

/// @dev The few orders to forge's machine that the tests give.
interface Vm {
    function prank(address sender) external;
    function deal(address account, uint256 balance) external;
    function warp(uint256 timestamp) external;
    function chainId(uint256 id) external;
    function assume(bool holds) external pure;
    function expectPartialRevert(bytes4 selector) external;
    function addr(uint256 key) external pure returns (address);
    function sign(uint256 key, bytes32 hash) external pure returns (uint8 v, bytes32 r, bytes32 s);
}

/// @dev An ordinary token that anybody may make.
contract Token is ERC20("Token", "TOK") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @dev A token that keeps a hundredth of each transfer.
contract SkimToken is ERC20("Skim", "SKIM") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(to, address(0xdead), value / 100);
    }
}

/// @dev An OpenZeppelin StandardMerkleTree, built here so that the contracts are not checked by themselves.
library Trees {
    function leaf(bytes32 scope, address account, uint256 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(scope, account, cumulative))));
    }

    /// @dev The nodes in array order: node 0 is the root, the leaves fill the end backwards in ascending order.
    function build(bytes32[] memory leaves) internal pure returns (bytes32[] memory nodes) {
        uint256 n = leaves.length;
        for (uint256 i = 1; i < n; ++i) {
            bytes32 moved = leaves[i];
            uint256 j = i;
            for (; j > 0 && leaves[j - 1] > moved; --j) leaves[j] = leaves[j - 1];
            leaves[j] = moved;
        }
        nodes = new bytes32[](2 * n - 1);
        for (uint256 i = 0; i < n; ++i) nodes[2 * n - 2 - i] = leaves[i];
        for (uint256 i = n - 1; i > 0; --i) {
            nodes[i - 1] = Hashes.commutativeKeccak256(nodes[2 * i - 1], nodes[2 * i]);
        }
    }

    function proof(bytes32[] memory nodes, bytes32 wanted) internal pure returns (bytes32[] memory siblings) {
        uint256 i = nodes.length;
        while (nodes[--i] != wanted) {}
        uint256 depth = 0;
        for (uint256 node = i; node > 0; node = (node - 1) / 2) ++depth;
        siblings = new bytes32[](depth);
        for (uint256 k = 0; i > 0; i = (i - 1) / 2) siblings[k++] = nodes[i % 2 == 0 ? i - 1 : i + 1];
    }
}

/// @dev Contracts, an adapter with its owner, and checks.
abstract contract Harness {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    bool public constant IS_TEST = true;
    uint32 internal constant DELAY = 1 days;
    address internal constant BUILDER = address(0xb1);
    address internal constant PLATFORM = address(0xb2);
    address internal constant OPERATOR = address(0xb3);
    address internal constant GUARDIAN = address(0xb4);
    bytes32 internal constant ADAPTER = keccak256("adapter");

    Datanets internal datanets;
    Adapters internal adapters;
    Rewards internal rewards;
    uint256 internal datanet;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        datanets = new Datanets();
        adapters = new Adapters(datanets);
        rewards = new Rewards(adapters);
        vm.prank(BUILDER);
        datanet = datanets.create("net", 0, "");
        vm.prank(BUILDER);
        datanets.publish(datanet, keccak256("rows"), 10, "");
        vm.prank(BUILDER);
        adapters.register(ADAPTER, keccak256("base"), keccak256("manifest"), versions(1), new uint256[](0));
    }

    function versions(uint256 number) internal view returns (Adapters.VersionRef[] memory all) {
        all = new Adapters.VersionRef[](1);
        all[0] = Adapters.VersionRef(datanet, number);
    }

    function terms(uint16 platform, uint16 builder, uint16 stakers) internal pure returns (Pools.Terms memory) {
        return Pools.Terms(PLATFORM, platform, builder, stakers, DELAY, OPERATOR, GUARDIAN);
    }

    function openPool(address token, Pools.Terms memory agreed) internal returns (uint256) {
        vm.prank(BUILDER);
        return rewards.openPool(uint256(ADAPTER), token, agreed);
    }

    function paid(uint256 pool, uint256 amount) internal {
        vm.deal(address(this), amount);
        rewards.pay{value: amount}(pool, amount);
    }

    function same(uint256 a, uint256 b, string memory what) internal pure {
        if (a != b) revert(string.concat(what, ": ", text(a), " is not ", text(b)));
    }

    function holds(bool condition, string memory what) internal pure {
        if (!condition) revert(what);
    }

    function within(uint256 x, uint256 from, uint256 to) internal pure returns (uint256) {
        return from + x % (to - from + 1);
    }

    function text(uint256 x) private pure returns (string memory) {
        bytes memory digits = new bytes(78);
        uint256 from = 78;
        do {
            digits[--from] = bytes1(uint8(48 + x % 10));
            x /= 10;
        } while (x != 0);
        bytes memory out = new bytes(78 - from);
        for (uint256 i = 0; i < out.length; ++i) out[i] = digits[from + i];
        return string(out);
    }
}
