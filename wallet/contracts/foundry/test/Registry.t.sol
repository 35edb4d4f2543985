// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Adapters} from "src/Adapters.sol";
import {Datanets} from "src/Datanets.sol";
import {Harness} from "./Harness.sol";

/// @dev Datanets only grow, and an adapter is registered once and for good.
contract RegistryTest is Harness {
    function testFuzz_versionsOnlyGrow(bytes32[6] memory roots, uint64 rows, address stranger) public {
        vm.assume(stranger != BUILDER && rows > 0);
        for (uint256 i = 0; i < roots.length; ++i) {
            vm.assume(roots[i] != 0);
            vm.prank(stranger);
            vm.expectPartialRevert(Datanets.NotOwner.selector);
            datanets.publish(datanet, roots[i], rows, "");
            vm.prank(BUILDER);
            same(datanets.publish(datanet, roots[i], rows, "u"), i + 2, "number");
        }
        for (uint256 i = 0; i < roots.length; ++i) {
            Datanets.Version memory version = datanets.versionOf(datanet, i + 2);
            holds(version.root == roots[i] && version.rows == rows, "kept");
        }
        vm.expectPartialRevert(Datanets.NoSuchVersion.selector);
        datanets.versionOf(datanet, roots.length + 2);
    }

    function testFuzz_anAdapterIsRegisteredOnce(bytes32 adapter, bytes32 base, bytes32 manifest, address other) public {
        vm.assume(adapter != 0 && base != 0 && manifest != 0 && adapter != ADAPTER && other != address(0));
        uint256[] memory parents = new uint256[](1);
        parents[0] = uint256(ADAPTER);
        vm.prank(other);
        same(adapters.register(adapter, base, manifest, versions(1), parents), uint256(adapter), "token");
        Adapters.Source[] memory sources = new Adapters.Source[](1);
        sources[0] = Adapters.Source(datanet, 1, keccak256("rows"));
        bytes32 hash = keccak256(abi.encode(other, adapter, base, manifest, sources, parents));
        (bytes26 kept,) = adapters.commitmentOf(uint256(adapter));
        holds(kept == bytes26(hash), "commitment");
        vm.prank(BUILDER);
        vm.expectPartialRevert(Adapters.RegisteredAlready.selector);
        adapters.register(adapter, base, manifest, versions(1), parents);
        parents[0] = uint256(adapter) ^ 1;
        vm.assume(bytes32(parents[0]) != ADAPTER);
        vm.expectPartialRevert(Adapters.UnknownParent.selector);
        adapters.register(keccak256(abi.encode(adapter)), base, manifest, versions(1), parents);
    }

    function testFuzz_aRoyaltyIsSetOnce(address receiver, uint96 points, uint256 price) public {
        vm.prank(BUILDER);
        if (receiver == address(0) || points == 0 || points > 1_000) {
            vm.expectPartialRevert(Adapters.BadRoyalty.selector);
            adapters.setRoyalty(uint256(ADAPTER), receiver, points);
            return;
        }
        adapters.setRoyalty(uint256(ADAPTER), receiver, points);
        (address to, uint256 amount) = adapters.royaltyInfo(uint256(ADAPTER), price);
        holds(to == receiver && amount <= price / 10, "royalty");
        vm.prank(BUILDER);
        vm.expectPartialRevert(Adapters.RoyaltyFixed.selector);
        adapters.setRoyalty(uint256(ADAPTER), receiver, points);
    }
}
